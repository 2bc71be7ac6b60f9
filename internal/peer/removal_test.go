package peer

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/signalling"

	"github.com/gorilla/websocket"
)

// pastSelf comes back as the participant that somebody was once.
type pastSelf struct {
	t    *testing.T
	conn *websocket.Conn
}

// comeBack takes what a participant holds now, and gives what comes back with it at any later time.
func (p *person) comeBack() func(*server) *pastSelf {
	var join func(protocol.Nonce) protocol.Message
	p.runAndWait(func() {
		past := &Call{link: p.link, room: p.room, key: p.key, sid: p.sid, roster: p.roster}
		join = past.newJoin
	})
	return func(s *server) *pastSelf {
		s.t.Helper()
		conn, err := signalling.Dial(s.t.Context(), s.origin, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		s.t.Cleanup(func() { conn.Close() })
		past := &pastSelf{s.t, conn}
		challenge, ok := past.next().(*protocol.Challenge)
		if !ok {
			s.t.Fatal("no challenge")
		}
		if err := conn.WriteMessage(websocket.TextMessage,
			protocol.Encode(join(challenge.Nonce))); err != nil {
			s.t.Fatal(err)
		}
		return past
	}
}

func (p *pastSelf) next() protocol.Message {
	p.t.Helper()
	_, text, err := p.conn.ReadMessage()
	if err != nil {
		p.t.Fatal(err)
	}
	m, err := protocol.Decode(text, protocol.FromServer)
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

// meta returns the pages of the database that tell one commit from the next.
func (s *server) meta() []byte {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.data, "einmal.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	return data[:2*4096]
}

// untilWritten waits for a commit after that of the pages before.
func (s *server) untilWritten(before []byte) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); bytes.Equal(s.meta(),
		before); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatal("nothing was written")
		}
	}
}

func TestWhoWasRemovedIsNoMemberAfterAKillOfTheServer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	link := s.room(Chat, 3)
	unused := s.meta()
	host := s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	var guests []*person
	for _, name := range []string{"Anna", "Berta"} {
		guests = append(guests, s.join(link.Guest(), Options{Name: name}))
		host.until(Connected)
	}
	s.untilWritten(unused) // the use
	used := s.meta()
	berta := guests[1]
	comeBack := berta.comeBack()
	sid := berta.ownSID()
	if err := host.Remove(sid.String()); err != nil {
		t.Fatal(err)
	}
	if e := berta.until(Over); e.Code != "removed" {
		t.Fatalf("over with %q", e.Code)
	}
	s.untilWritten(used)
	s.kill()
	host.Leave() // the server does not hear of it
	guests[0].Leave()

	s.restart()
	past := comeBack(s)
	w, ok := past.next().(*protocol.Welcome)
	if !ok || w.SID == sid || w.Role != protocol.RoleKnocker || w.Roster != nil {
		t.Fatalf("the removed one, first with the old list, was welcomed as %+v", w)
	}
	again := s.join(link, Options{Name: "Host on another device"})
	again.until(Joined)
	again.runAndWait(func() {
		if n := len(again.roster.Members); n != 1 {
			t.Errorf("%d members are on the new host's list", n)
		}
	})
	// The word that there is a host is the next thing said to the removed one: no credentials came
	// before it.
	if m, ok := past.next().(*protocol.Host); !ok || m.Host == nil || *m.Host != again.ownSID() {
		t.Errorf("the removed one was told %+v", m)
	}
}

func TestAListThatCannotBeCheckedYetIsKept(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Guest"})
	host.until(Knocked)
	hostSID := host.ownSID()
	guest.runAndWait(func() {
		key := guest.hostKey
		guest.hostKey = nil // as before the host has proved it
		members := []protocol.Member{{SID: hostSID, Key: seal.PublicKeyOf(host.key),
			Role: protocol.RoleHost},
			{SID: guest.sid, Key: seal.PublicKeyOf(guest.key), Role: protocol.RoleGuest}}
		guest.handleServerMessage(seal.SignRoster(link.Host, guest.room, members, nil))
		if guest.isAdmitted() {
			t.Error("a list is followed that nobody has checked")
		}
		guest.handleAuthenticated(guest.pairs[hostSID], &protocol.Auth{HostKey: key})
		if !guest.isAdmitted() {
			t.Error("the list is lost")
		}
	})
}
