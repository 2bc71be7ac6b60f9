package signal

import (
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"
)

// The bursts of all who may send to one client, and the knocks, fit into its outbox: nobody can
// have it cut off.
func TestNobodyIsCutOffByTheBurstsOfOthers(t *testing.T) {
	const members = protocol.MaxSeats - 1
	bytes := members*wsconn.Burst + protocol.MaxKnockers*wsconn.Burst/knockerFactor
	messages := members*wsconn.Burst/wsconn.MessageCost +
		protocol.MaxKnockers*wsconn.Burst/knockerFactor/wsconn.MessageCost
	largest := protocol.MaxKnockers * wsconn.MaxMessage
	if bytes+largest/knockerFactor > wsconn.MaxWaitingBytes {
		t.Errorf("%d bytes may come at once, %d fit", bytes, wsconn.MaxWaitingBytes)
	}
	if messages > wsconn.MaxWaiting {
		t.Errorf("%d messages may come at once, %d fit", messages, wsconn.MaxWaiting)
	}
}

func TestAKnockerIsReadMoreSlowlyThanAMember(t *testing.T) {
	count := func(t *testing.T, sender func(*testRoom, *client) *client) (came int) {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(2)
			host, guests := p.call(1)
			c := sender(p, guests[0])
			go func() {
				for range 1000 {
					if c.ws.WriteMessage(2, append(host.sid[:], make([]byte, 2040)...)) != nil {
						return
					}
				}
			}()
			time.Sleep(moment) // what comes at once is the burst
			for {
				select {
				case m := <-host.in:
					if f, ok := m.(gotFrame); ok && f.from == c.sid {
						came++
					}
				default:
					c.lose()
					return
				}
			}
		})
		return came
	}
	member := count(t, func(_ *testRoom, guest *client) *client { return guest })
	knocker := count(t, func(p *testRoom, _ *client) *client { return p.knock() })
	if knocker < 10 || member < (knockerFactor-2)*knocker || member > (knockerFactor+2)*knocker {
		t.Errorf("at once came %d frames of a member and %d of a knocker", member, knocker)
	}
}
