package peer

import (
	"crypto/ed25519"
	"testing"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/taskqueue"
)

// lyingGuest has another name for the others than for the host.
func lyingGuest(t *testing.T, s *server) (host, anna, mallory *person) {
	t.Helper()
	link := s.room(Chat, 3)
	host = s.join(link, Options{Name: "Host"})
	host.until(Joined)
	anna = s.join(link.Guest(), Options{Name: "Anna"})
	mustAdmit(host)
	anna.until(Safe)
	mallory = s.join(link.Guest(), Options{Name: "Mallory"})
	knock := host.until(Knocked)
	mallory.runAndWait(func() { mallory.options.Name = "Host" })
	if err := host.Admit(knock.SID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		mallory.until(Safe)
	}
	return host, anna, mallory
}

func mustAdmit(host *person) {
	host.t.Helper()
	if err := host.Admit(host.until(Knocked).SID); err != nil {
		host.t.Fatal(err)
	}
}

func (p *person) nameOf(sid protocol.SID) (name string) {
	p.runAndWait(func() { name = p.pairs[sid].Name })
	return name
}

func TestEverybodySeesTheNameUnderWhichTheHostLetSomebodyIn(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	_, anna, mallory := lyingGuest(t, startServer(t))
	sid := mallory.ownSID()
	for known := false; !known; { // as soon as the host's word is here, it counts
		anna.runAndWait(func() { known = anna.names.NameOf(sid, "") == "Mallory" })
	}
	if err := mallory.Say("\u202eIt is me.\u3164"); err != nil {
		t.Fatal(err)
	}
	if e := anna.until(Said); e.Name != "Mallory" || e.Text != "It is me." {
		t.Errorf("Anna hears %q from %s", e.Text, e.Name)
	}
}

func TestTheHostsWordOnNamesIsPassedOnAndNobodyElses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	host, anna, mallory := lyingGuest(t, startServer(t))
	sid, annas := mallory.ownSID(), anna.ownSID()
	host.runAndWait(func() { // reaches Mallory alone
		// so that the host has nothing to put right when it hears this from others
		host.admission.names[sid] = "Malvina"
		word := seal.SignNames(host.link.Host, host.room,
			[]protocol.NamedMember{{SID: sid, Name: "Malvina"}}, host.names)
		host.names = word
		host.pairs[sid].SendMessage(word)
	})
	anna.untilThat("the word, by way of Mallory",
		func(e Event) bool { return e.Kind == Met && e.Name == "Malvina" })
	mallory.runAndWait(func() {
		// Newer than all that the host says meanwhile.
		last := &protocol.Names{Epoch: mallory.names.Epoch + 60_000}
		forged := seal.SignNames(mallory.key, mallory.room,
			[]protocol.NamedMember{{SID: sid, Name: "Host"}}, last)
		mallory.pairs[annas].SendMessage(forged)
	})
	anna.untilThat("what comes of it", func(e Event) bool {
		if e.Kind == Met && e.Name == "Host" {
			t.Fatal("Anna believes what Mallory says in the host's name")
		}
		return e.Kind == Alarm && e.Code == "bad-signature"
	})
	if name := anna.nameOf(sid); name == "Host" {
		t.Error("Mallory has said what it is called, and Anna believes it")
	}
}

func TestATicketBringsNobodyBackUnderAnotherName(t *testing.T) {
	host, anna, mallory := lyingGuest(t, startServer(t))
	old := mallory.ownSID().String()
	// The server takes it for somebody new, as after a reload.
	mallory.runAndWait(func() {
		mallory.sid = protocol.SID{}
		_, mallory.key, _ = ed25519.GenerateKey(nil)
		mallory.socket.Conn.NetConn().Close()
	})
	again := host.untilThat("somebody with a ticket", func(e Event) bool {
		return e.Kind == Admitted && e.Name != "Anna" && e.SID != old
	})
	if again.Name != "Mallory" {
		t.Fatalf("the host has let in %s", again.Name)
	}
	anna.untilThat("the name", func(e Event) bool {
		return e.Kind == Met && e.SID == again.SID &&
			e.Name == "Mallory"
	})
}

// Also of somebody about whom the host has said no word.
func TestTheFirstNameStays(t *testing.T) {
	c := &Call{tasks: taskqueue.New(), events: newEventQueue()}
	p := &pair.Pair{IsMember: true}
	for _, name := range []string{"Mallory", "Host"} {
		c.handleHello(p, &protocol.Hello{Name: name})
		if p.Name != "Mallory" {
			t.Errorf("it is called %s", p.Name)
		}
	}
}

func TestANameThatShowsNothingIsNoName(t *testing.T) {
	if _, err := Join(t.Context(), Link{}, Options{Name: "\u200b\u3164"}); err == nil {
		t.Error("somebody joins under a name that cannot be seen")
	}
	for _, name := range []string{"", "\u200b", " Anna", "An\u00adna", "Anna\u202e"} {
		for _, m := range []protocol.Message{&protocol.Hello{Name: name},
			&protocol.Names{Names: []protocol.NamedMember{{SID: protocol.SID{1}, Name: name}}}} {
			if _, err := protocol.Decode(protocol.Encode(m),
				protocol.BetweenPeers); err != protocol.ErrBadMessage {
				t.Errorf("a %T with the name %+q: %v", m, name, err)
			}
		}
	}
}
