package peer

import (
	"fmt"
	"testing"
	"time"
)

// TestARelayedTalkOutlivesItsFirstCredentials: an allocation ends with the credentials it was made
// or refreshed with, and these live for ten seconds here.
func TestARelayedTalkOutlivesItsFirstCredentials(t *testing.T) {
	t.Parallel() // it waits most of the time
	const life, most = 10 * time.Second, 4 * time.Second
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, "-relay-life", life.String())
			host, guest := pairOf(t, s, Chat, Options{RelayOnly: true, RelayTransport: transport})
			host.until(Connected)
			guest.until(Connected)
			first, _ := guest.Relay()
			for i, began := 0, time.Now(); time.Since(began) < 5*life/2; i++ {
				line, sent := fmt.Sprint("line ", i), time.Now()
				if err := guest.Say(line); err != nil {
					t.Fatal(err)
				}
				host.untilThat(line, func(e Event) bool {
					if e.Kind == Reconnecting || e.Kind == ServerLost {
						t.Errorf("after %v: %s", time.Since(began), e.Kind)
					}
					return e.Kind == Said && e.Text == line
				})
				if took := time.Since(sent); took > most {
					t.Errorf("after %v a line took %v", time.Since(began), took)
				}
				time.Sleep(life / 20)
			}
			if newest, _ := guest.Relay(); newest.Username == first.Username {
				t.Error("no other credentials came")
			}
		})
	}
}
