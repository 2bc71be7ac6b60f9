package peer

import (
	"sync/atomic"
	"testing"

	"einmal/internal/peer/protocol"
)

// A server can welcome a host anew, under another sid, while somebody waits, and then call that one
// gone.
func TestAStrangeWelcomeAndAFalseFarewellStopNoHost(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	guests := link.Guest()
	p := s.proxy(t)
	link.Origin = p.origin
	var waiting atomic.Pointer[protocol.SID] // who has knocked, until the host is lied to
	p.down = func(kind int, data []byte) [][]byte {
		sid := waiting.Swap(nil)
		if sid == nil {
			return [][]byte{data}
		}
		bare := &protocol.Welcome{SID: protocol.SID{4, 5, 6}, Role: protocol.RoleHost, Seats: 3}
		strange := &protocol.Welcome{SID: protocol.SID{1, 2, 3}, Role: protocol.RoleHost, Seats: 3,
			Knockers: []protocol.SID{*sid}}
		left := &protocol.Left{SID: *sid}
		return [][]byte{protocol.Encode(bare), protocol.Encode(left), protocol.Encode(strange),
			protocol.Encode(left), data}
	}
	host := s.join(link, Options{Name: "Host", Admit: func(name string) Decision {
		if name == "First" {
			return Wait
		}
		return Admit
	}})
	host.until(Joined)
	first := s.join(guests, Options{Name: "First"})
	knock := host.until(Knocked)
	sid := first.ownSID()
	waiting.Store(&sid)
	// the answer is what the lies come with
	host.runAndWait(func() { host.socket.SendMessage(&protocol.Ping{}) })
	host.untilThat("that the first is gone", func(e Event) bool {
		return e.Kind == Gone &&
			e.SID == knock.SID
	})
	host.runAndWait(func() { host.socket.Conn.NetConn().Close() }) // the server takes the lies back
	host.until(ServerBack)
	again := host.untilThat("the first's knock",
		func(e Event) bool { return e.Kind == Knocked && e.Name == "First" })
	second := s.join(guests, Options{Name: "Second"})
	second.until(Connected)
	if err := host.Admit(again.SID); err != nil {
		t.Fatal(err)
	}
	first.until(Connected)
}
