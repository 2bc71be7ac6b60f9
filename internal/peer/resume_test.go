package peer

import (
	"crypto/ed25519"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
)

func (c *Call) ownSID() (sid protocol.SID) {
	c.runAndWait(func() { sid = c.sid })
	return sid
}

func (c *Call) provenAttemptWith(sid protocol.SID) (id protocol.AttemptID) {
	c.runAndWait(func() { id = c.pairs[sid].Path.ProvenAttempt() })
	return id
}

func TestATalkOutlivesTheServer(t *testing.T) {
	s := startServer(t)
	host, guest := pairOf(t, s, Chat, Options{})
	host.until(Connected)
	guest.until(Connected)
	before := guest.ownSID()

	attempt := host.provenAttemptWith(before)
	s.kill()
	host.until(ServerLost)
	guest.until(ServerLost)
	if err := guest.Say("Are you still there?"); err != nil {
		t.Fatal(err)
	}
	host.until(Said)
	s.restart()
	host.until(ServerBack)
	guest.until(ServerBack)
	if after := guest.ownSID(); after != before {
		t.Error("the guest did not keep its place")
	}
	// Whoever sought the other meanwhile was not heard: each hears that the other is back.
	for deadline := time.Now().Add(20 * time.Second); host.provenAttemptWith(before) == attempt; {
		if time.Now().After(deadline) {
			t.Fatal("the host has not heard of the guest again")
		}
		time.Sleep(20 * time.Millisecond)
	}

	third := s.join(host.link.Guest(), Options{Name: "Third"})
	third.until(Connected)
	third.until(Connected)
	host.untilThat("the third", func(e Event) bool {
		return e.Kind == Connected &&
			e.Name == "Third"
	})
	guest.untilThat("the third", func(e Event) bool {
		return e.Kind == Connected &&
			e.Name == "Third"
	})
}

func TestARelayedTalkComesBackWithTheServer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel() // ICE takes its time to give a path up
	s := startServer(t)
	host, guest := pairOf(t, s, Chat, Options{RelayOnly: true})
	host.until(Connected)
	guest.until(Connected)
	s.kill()
	host.until(Reconnecting)
	guest.until(Reconnecting)
	if err := guest.Say("This waits."); err != nil {
		t.Fatal(err)
	}
	s.restart()
	host.until(Connected)
	guest.until(Connected)
	if e := host.until(Said); e.Text != "This waits." {
		t.Errorf("the host hears %q", e.Text)
	}
	if err := host.Say("It came."); err != nil {
		t.Fatal(err)
	}
	guest.until(Said)
}

func TestWhoWaitsKnocksAgainAfterALoss(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	host.until(Knocked)
	s.kill()
	guest.until(ServerLost)
	s.restart()
	knock := host.until(Knocked)
	if err := host.Admit(knock.SID); err != nil {
		t.Fatal(err)
	}
	guest.until(Connected)
}

func TestThePairIsFoundWhenTheServerDiesDuringItsSetUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	host.until(Admitted)
	s.kill()
	s.restart()
	guest.until(Connected)
	host.until(Connected)
}

func TestAGuestComesBackOnItsTicket(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	if err := host.Admit(host.until(Knocked).SID); err != nil {
		t.Fatal(err)
	}
	guest.until(Connected)
	host.until(Connected)
	// The server takes it for somebody new, as after a reload.
	guest.runAndWait(func() {
		guest.sid = protocol.SID{}
		_, guest.key, _ = ed25519.GenerateKey(nil)
		guest.socket.Conn.NetConn().Close()
	})
	guest.until(Connected)
	if e := host.until(Admitted); e.Code != returned { // the first is read above
		t.Errorf("the host hears %q", e.Code)
	}
	host.until(Connected)
}
