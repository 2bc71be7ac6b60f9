package signal

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

func TestARoomLivesFromCreateToEnd(t *testing.T) {
	r := newTestServer(t)
	p := r.uncreatedRoom()

	creator := r.connect()
	creator.send(p.createMessage(creator, 4, 7*24*60*60))
	expires := time.Unix(expect[*protocol.Created](creator).Expires, 0)
	if expires.Minute() != 0 || expires.Second() != 0 || time.Until(expires) < 7*24*time.Hour {
		t.Errorf("expires at %v, want a full hour in a week", expires)
	}
	if room, err := p.stored(); err != nil || room.Used || room.Seats != 4 ||
		!room.Expires.Equal(expires) {
		t.Fatalf("stored %+v, %v", room, err)
	}

	early := p.knock() // before the host
	host := p.host()
	if !reflect.DeepEqual(host.welcomed.Knockers, []protocol.SID{early.sid}) {
		t.Fatal("the host was not told who waits already")
	}
	if h := expect[*protocol.Host](early); h.Host != host.sid {
		t.Fatal("the knocker was not told of the host")
	}
	p.install(host, []protocol.Member{member(host, protocol.RoleHost)})
	p.install(host, append(p.members, member(early, protocol.RoleGuest)), early)
	late := p.admit(host, early)
	for _, c := range []*client{host, early, late} {
		if access := expect[*protocol.RelayAccess](c); access.Expires == 0 ||
			len(access.URLs) != 1 {
			t.Errorf("relay access %+v", access)
		}
	}

	host.frame(late.sid, "sealed")
	if f := expect[gotFrame](late); f != (gotFrame{host.sid, "sealed"}) {
		t.Errorf("got %+v", f)
	}
	early.frame(late.sid, "")
	if f := expect[gotFrame](late); f != (gotFrame{early.sid, ""}) {
		t.Errorf("got %+v", f)
	}
	p.use(host, late)

	waiting := p.knock()
	expect[*protocol.Knock](host)
	host.send(p.end())
	for _, c := range []*client{host, early, late, waiting} {
		if e := expect[*protocol.End](c); e.Signature != p.end().Signature {
			t.Error("the end was changed on its way")
		}
		if !p.gone() {
			t.Fatal("the end was told before the room was erased")
		}
		c.expectEnd(protocol.CodeRoomGone)
	}
	c := r.connect()
	c.send(p.joinMessage(c, true))
	c.expectEnd(protocol.CodeRoomGone)

	r.hub.Close()
	if len(r.relay.closed) != 1 {
		t.Errorf("the relay closed %d rooms, want 1", len(r.relay.closed))
	}
	if r.log.Len() != 0 {
		t.Errorf("the hub logged %q", r.log)
	}
}

func TestRoomGoneIsTheSameBytesWhateverHappened(t *testing.T) {
	r := newTestServer(t)
	ended := r.newRoom(2)
	host := ended.host()
	host.send(ended.end())
	expect[*protocol.End](host)
	never := r.uncreatedRoom()

	var first []byte
	for name, p := range map[string]*testRoom{"ended": ended, "never there": never} {
		for _, host := range []bool{true, false} {
			c := r.connectSilent()
			_, challenge, _ := c.ws.ReadMessage()
			m, err := protocol.DecodeServer(challenge)
			if err != nil {
				t.Fatal(err)
			}
			c.nonce = m.(*protocol.Challenge).Nonce
			c.send(p.joinMessage(c, host))
			_, answer, _ := c.ws.ReadMessage()
			if first == nil {
				first = answer
			}
			if !json.Valid(answer) || !bytes.Equal(answer, first) {
				t.Errorf("%s: %s, want %s", name, answer, first)
			}
		}
	}
}

func TestABadSignatureDoesNotTellWhetherTheRoomIsThere(t *testing.T) {
	r := newTestServer(t)
	for _, p := range []*testRoom{r.newRoom(2), r.uncreatedRoom()} {
		c := r.connect()
		m := p.joinMessage(c, false)
		m.Signature[0] ^= 1
		c.send(m)
		c.expectEnd(protocol.CodeBadSignature)
	}
}

func TestAMemberWhoLeavesIsGoneAtOnce(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	guests[0].send(&protocol.Leave{})
	if got := expect[gotClose](guests[0]); got.status != websocket.CloseNormalClosure {
		t.Errorf("closed with %+v", got)
	}
	for _, c := range []*client{host, guests[1]} {
		if l := expect[*protocol.Left](c); l.SID != guests[0].sid {
			t.Errorf("%v left, want %v", l.SID, guests[0].sid)
		}
	}
	p.install(host, p.members, guests[1]) // it still names the one who left
	expect[*protocol.Left](host)
	p.install(host, []protocol.Member{member(host, protocol.RoleHost),
		member(guests[1], protocol.RoleGuest)}, guests[1])
}

func TestAKnockerWhoLeavesIsToldToTheHostAlone(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	knocker := p.knock()
	expect[*protocol.Knock](host)
	knocker.send(&protocol.Leave{})
	if l := expect[*protocol.Left](host); l.SID != knocker.sid {
		t.Error("somebody else left")
	}
	guests[0].quiet()
}

func TestKnockersHearThatTheHostLeft(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	knocker := p.knock()
	expect[*protocol.Knock](host)
	host.send(&protocol.Leave{})
	if h := expect[*protocol.Host](knocker); h.Host != (protocol.SID{}) {
		t.Error("there is still a host")
	}
	if l := expect[*protocol.Left](guests[0]); l.SID != host.sid {
		t.Error("somebody else left")
	}
	knocker.quiet()
}

func TestARemovedMemberGetsTheRosterAndIsClosed(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	access := expect[*protocol.RelayAccess](guests[0])
	p.install(host, []protocol.Member{member(host, protocol.RoleHost),
		member(guests[1], protocol.RoleGuest)}, guests...)
	guests[0].expectEnd(protocol.CodeRemoved)
	host.frame(guests[0].sid, "still there?")
	host.expectError(protocol.CodeUnknownPeer)
	guests[1].frame(host.sid, "we go on")
	expect[gotFrame](host)

	r.hub.Close()
	if len(r.relay.removed) != 1 || access.Username != r.relay.granted[r.relay.removed[0]]+":"+
		r.relay.removed[0] {
		t.Errorf("the relay removed %d peers, want the one", len(r.relay.removed))
	}
}

func TestADeniedKnockerGetsTheWordAndIsClosed(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host := p.host()
	knocker := p.knock()
	expect[*protocol.Knock](host)
	deny := &protocol.Deny{SID: knocker.sid, Signature: p.sign(protocol.DenyBytes(&p.room,
		knocker.sid, knocker.key))}
	host.send(deny)
	if got := expect[*protocol.Deny](knocker); *got != *deny {
		t.Error("the denial was changed on its way")
	}
	knocker.expectEnd(protocol.CodeDenied)
	host.send(deny)
	host.expectError(protocol.CodeUnknownPeer)
}

func TestJoinsThatRaceTheEndLeaveNoRoomBehind(t *testing.T) {
	r := newTestServer(t)
	for range 10 {
		p := r.newRoom(2)
		host := p.host()
		var joiners []*client
		for range protocol.MaxKnockers {
			joiners = append(joiners, r.connect())
		}
		for i, c := range joiners {
			c.send(p.joinMessage(c, false))
			if i == protocol.MaxKnockers/2 {
				host.send(p.end())
			}
		}
		for _, c := range append(joiners, host) {
			got := <-c.in
			for ; got != (gotClose{websocket.ClosePolicyViolation,
				string(protocol.CodeRoomGone)}); got = <-c.in {
				if e, failed := got.(*protocol.Error); failed && e.Code != protocol.CodeRoomGone {
					t.Fatalf("got %s", e.Code)
				}
			}
		}
		r.hub.mu.Lock()
		if len(r.hub.rooms) != 0 {
			t.Error("the room is in memory")
		}
		r.hub.mu.Unlock()
		if !p.gone() {
			t.Error("the room is on disk")
		}
	}
}

// TestWhoHasLeftIsForgottenWhileTheCallGoesOn: memory is cleaned after each connection, not only
// after the room.
func TestWhoHasLeftIsForgottenWhileTheCallGoesOn(t *testing.T) {
	cleaned := make(chan struct{}, 9)
	r := newTestServer(t, func(c *Config) { c.Forgotten = func() { cleaned <- struct{}{} } })
	wait := func(who string) {
		t.Helper()
		select {
		case <-cleaned:
		case <-time.After(5 * time.Second):
			t.Fatalf("nobody cleans up after %s", who)
		}
	}
	p := r.newRoom(3)
	wait("who made the room")
	host, guests := p.call(2)
	guests[0].send(&protocol.Leave{})
	wait("who has left")
	expect[*protocol.Left](host)
	guests[1].frame(host.sid, "we go on")
	expect[gotFrame](host)
}
