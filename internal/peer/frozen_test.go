package peer

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"einmal/internal/peer/signalling"
)

// A connection whose packets are swallowed looks open. Who is in the call is to be reached all the
// same, and is told of no loss: another connection is there before anything is lost.
func TestADeadConnectionThatLooksOpenIsReplaced(t *testing.T) {
	for _, d := range []direction{toServer, toClient} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			s, f := behindFreezer(t)
			link := s.room(Chat, 3)
			host := s.join(link, Options{Name: "Host", Admit: letAllIn})
			host.until(Joined)
			frozen := time.Now()
			old := f.freeze(d)
			select {
			case <-old.closed: // by the host, which has joined on another one
			case <-time.After(28 * time.Second):
				t.Fatal("28 s after its packets were lost the host holds to the connection")
			}
			guest := s.join(link.Guest(), Options{Name: "Guest"})
			host.untilThat("the knock", func(e Event) bool {
				if e.Kind == ServerLost {
					t.Error("the host was told of a loss")
				}
				return e.Kind == Knocked
			})
			if took := time.Since(frozen); took > 30*time.Second {
				t.Errorf("the knock was seen after %v", took)
			}
			guest.until(Connected)
		})
	}
}

// A line that has become slow is suspected once; what was measured then keeps it from being
// suspected again.
func TestASlowLineIsNoDeadOne(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s, f := behindFreezer(t)
	host := s.join(s.room(Chat, 3), Options{Name: "Host"})
	host.until(Joined)
	before := len(f.all())
	f.set(1200*time.Millisecond, false) // 2.4 s there and back
	ctx, cancel := context.WithTimeout(t.Context(), 3*signalling.PingInterval)
	defer cancel()
	for {
		e, err := host.Next(ctx)
		if err != nil {
			break
		}
		if e.Kind == ServerLost || e.Kind == ServerBack {
			t.Errorf("the host is told %s", e.Kind)
		}
	}
	all := f.all()
	if n := len(all) - before; n != 1 {
		t.Errorf("the host opened %d connections beside a slow one, want 1", n)
	}
	select {
	case <-all[before-1].closed:
		t.Error("the connection that was slow was given up")
	default:
	}
}

// Whoever accepts a connection and says nothing is given up after OpenTime.
func TestAnAttemptThatHangsIsGivenUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	s, f := behindFreezer(t)
	host := s.join(s.room(Chat, 3), Options{Name: "Host"})
	host.until(Joined)
	f.set(0, true)
	all := f.all()
	all[len(all)-1].client.Close()
	host.until(ServerLost)
	time.Sleep(signalling.FirstPause + time.Second) // the next attempt is under way, and hangs
	f.set(0, false)
	lost := time.Now()
	host.until(ServerBack)
	if took := time.Since(lost); took > signalling.OpenTime+signalling.ShortPause {
		t.Errorf("the host was back after %v", took)
	}
}

// What began at an address that this machine no longer has is dead, however open it looks.
func TestAConnectionFromAnAddressThatIsGoneIsReplacedAtOnce(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	begun := time.Now()
	host.runAndWait(func() {
		host.socket.FollowNetwork(func(netip.Addr) bool { return false })
		if host.socket.IsConnected() {
			t.Error("it is still in use")
		}
	})
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	host.untilThat("the knock", func(e Event) bool {
		if e.Kind == ServerLost {
			t.Error("the host was told of a loss")
		}
		return e.Kind == Knocked
	})
	if took := time.Since(begun); took > signalling.PingInterval/4 {
		t.Errorf("the knock was seen after %v", took)
	}
	guest.until(Connected)
}
