package peer

import (
	"sync/atomic"
	"testing"
)

// A server can welcome a host anew, under another sid, while somebody waits, and then call that one
// gone.
func TestAStrangeWelcomeAndAFalseFarewellStopNoHost(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	guests := link.Guest()
	p := s.proxy(t)
	link.Origin = p.origin
	var waiting atomic.Pointer[SID] // who has knocked, until the host is lied to
	p.down = func(kind int, data []byte) [][]byte {
		sid := waiting.Swap(nil)
		if sid == nil {
			return [][]byte{data}
		}
		bare := &welcomeMessage{SID: SID{4, 5, 6}, Role: roleHost, Seats: 3}
		strange := &welcomeMessage{SID: SID{1, 2, 3}, Role: roleHost, Seats: 3,
			Knockers: []SID{*sid}}
		left := &leftMessage{SID: *sid}
		return [][]byte{encode(bare), encode(left), encode(strange), encode(left), data}
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
	host.do(func() { host.socket.send(&pingMessage{}) }) // the answer is what the lies come with
	host.untilThat("that the first is gone", func(e Event) bool {
		return e.Kind == Gone &&
			e.SID == knock.SID
	})
	host.do(func() { host.socket.conn.NetConn().Close() }) // the server takes the lies back
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
