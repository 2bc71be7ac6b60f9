package signal

import (
	"reflect"
	"strings"
	"testing"

	"einmal/internal/protocol"
)

func TestALostGuestComesBackToItsPlace(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	expect[*protocol.RelayAccess](guests[0])
	guests[0].lose()
	if r.relay.mu.Lock(); len(r.relay.back) > 0 {
		t.Error("allocations were released before anybody came back")
	}
	r.relay.mu.Unlock()
	guest, w := p.back(guests[0], false, p.newest)
	if w.SID != guests[0].sid || w.Role != protocol.RoleGuest || w.Host != host.sid ||
		w.Roster == nil ||
		w.Roster.Epoch != p.epoch {
		t.Fatalf("welcomed as %+v", w)
	}
	access := expect[*protocol.RelayAccess](guest)
	r.relay.mu.Lock() // the room's queue released before it granted
	if back := r.relay.back; len(back) != 1 || !strings.HasSuffix(access.Username, ":"+back[0]) {
		t.Errorf("released for %d, want for who came back", len(back))
	}
	r.relay.mu.Unlock()
	guest.frame(guests[1].sid, "here again")
	if f := expect[gotFrame](guests[1]); f.from != guest.sid {
		t.Error("it came from somebody else")
	}
	host.quiet() // nobody was told of anything
}

func TestALostKnockerComesBackToItsPlace(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host := p.host()
	knocker := p.knock()
	expect[*protocol.Knock](host)
	knocker.lose()
	knocker, w := p.back(knocker, false, nil)
	if w.Role != protocol.RoleKnocker || w.Host != host.sid || w.Roster != nil {
		t.Fatalf("welcomed as %+v", w)
	}
	host.frame(knocker.sid, "still here")
	expect[gotFrame](knocker)
	host.quiet()
}

func TestALostHostComesBackAndHearsOfWhoCameMeanwhile(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	early := p.knock()
	expect[*protocol.Knock](host)
	host.lose()
	if h := expect[*protocol.Host](early); !h.Away {
		t.Error("who waited was not told that the host was away")
	}
	late := p.knock()
	guests[0].send(&protocol.Leave{})
	expect[gotClose](guests[0])
	host, w := p.back(host, true, nil)
	if w.Role != protocol.RoleHost || w.SID != host.sid || w.Roster == nil {
		t.Fatalf("welcomed as %+v", w)
	}
	if l := expect[*protocol.Left](host); l.SID != guests[0].sid {
		t.Error("the host was not told who left")
	}
	if !reflect.DeepEqual(w.Knockers, []protocol.SID{early.sid, late.sid}) {
		t.Error("the host was not told who waits")
	}
	for _, c := range []*client{early, late} {
		if h := expect[*protocol.Host](c); h.Host != host.sid || h.Away {
			t.Error("who waits was not told that the host is back")
		}
	}
}

func TestWhoHeardNoWelcomeComesBackByItsKey(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host := p.host()
	first := p.knock()
	expect[*protocol.Knock](host)
	sid := first.sid
	first.lose()
	first.sid = protocol.SID{} // as if the welcome had been lost with the socket
	if _, w := p.back(first, false, nil); w.SID != sid {
		t.Error("there are two of it now")
	}
	host.quiet()
	sid = host.sid
	host.lose()
	host.sid = protocol.SID{}
	if _, w := p.back(host, true, nil); w.SID != sid {
		t.Error("the host is another one now")
	}
}

func TestAReloadedHostBringsTheListAfterARestart(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	r.restart()
	again := r.connect()
	m := p.joinMessage(again, true)
	m.Roster = p.newest
	again.send(m)
	if w := again.welcome(); w.SID == host.sid || !reflect.DeepEqual(w.Roster, p.newest) {
		t.Fatalf("welcomed as %+v", w)
	}
	p.install(again, []protocol.Member{member(guests[0], protocol.RoleGuest),
		member(again, protocol.RoleHost)})
	if _, w := p.back(guests[0], false, nil); w.SID != guests[0].sid ||
		w.Role != protocol.RoleGuest {
		t.Errorf("the guest is welcomed as %+v", w)
	}
}

func TestTheOldSocketOfWhoCameBackIsClosed(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	_, guests := p.call(1)
	_, w := p.back(guests[0], false, nil)
	if w.Role != protocol.RoleGuest {
		t.Fatalf("welcomed as %+v", w)
	}
	guests[0].expectEnd(protocol.CodeReplaced)
}

func TestSomebodyElsesPlaceCannotBeTaken(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	thief := r.connect()
	thief.sid = guests[0].sid // under the thief's own key
	_, w := p.back(thief, false, p.newest)
	if w.SID == guests[0].sid || w.Role != protocol.RoleKnocker || w.Roster != nil {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*protocol.Knock](host)
	// The host's sid without the host key is not the host's place either.
	if _, w = p.back(host, false, nil); w.SID == host.sid || w.Role != protocol.RoleKnocker {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*protocol.Knock](host)
	guests[0].quiet()
	host.quiet()
}

func TestWhoWasRemovedKnocksAgain(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	before := p.newest
	p.install(host, []protocol.Member{member(host, protocol.RoleHost)}, guests[0])
	guests[0].expectEnd(protocol.CodeRemoved)
	_, w := p.back(guests[0], false, before)
	if w.SID == guests[0].sid || w.Role != protocol.RoleKnocker {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*protocol.Knock](host)
}

func TestAfterARestartARosterBringsTheMembersBack(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	p.use(host, guests[0])
	r.restart()

	// A guest before the host: the host's signature is enough.
	first, w := p.back(guests[0], false, p.newest)
	if w.SID != guests[0].sid || w.Role != protocol.RoleGuest || w.Host != (protocol.SID{}) ||
		w.Roster == nil ||
		w.Roster.Epoch != p.epoch {
		t.Fatalf("the guest was welcomed as %+v", w)
	}
	expect[*protocol.RelayAccess](first)
	// Without a roster it is enough that the server has it by now.
	second, w := p.back(guests[1], false, nil)
	if w.SID != guests[1].sid || w.Role != protocol.RoleGuest {
		t.Fatalf("the second guest was welcomed as %+v", w)
	}
	back, w := p.back(host, true, p.newest)
	if w.SID != host.sid || w.Role != protocol.RoleHost || w.Roster.Epoch != p.epoch {
		t.Fatalf("the host was welcomed as %+v", w)
	}
	first.frame(second.sid, "all here")
	expect[gotFrame](second)
	p.install(back, []protocol.Member{member(back, protocol.RoleHost),
		member(second, protocol.RoleGuest)}, first, second)
	first.expectEnd(protocol.CodeRemoved)
}

func TestAfterARestartANewerRosterOverridesAnOlder(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(4)
	host, guests := p.call(2)
	older := p.newest
	newer := p.roster(member(host, protocol.RoleHost), member(guests[1], protocol.RoleGuest))
	r.restart()

	removed, w := p.back(guests[0], false, older)
	if w.Role != protocol.RoleGuest {
		t.Fatalf("welcomed as %+v", w)
	}
	guest, w := p.back(guests[1], false, newer)
	if w.Role != protocol.RoleGuest || w.Roster.Epoch != newer.Epoch {
		t.Fatalf("welcomed as %+v", w)
	}
	if got := expect[*protocol.Roster](removed); got.Epoch != newer.Epoch {
		t.Error("the older guest did not get the newer roster")
	}
	removed.expectEnd(protocol.CodeRemoved)
	_, w = p.back(host, true, older) // it has a place in both, but the list stays the newer
	if w.SID != host.sid || w.Roster.Epoch != newer.Epoch {
		t.Fatalf("the host was welcomed as %+v", w)
	}
	guest.quiet()
}

func TestAfterARestartWhoHasNoRosterKnocksAgain(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	_, guests := p.call(1)
	knocker := p.knock()
	r.restart()
	for _, c := range []*client{guests[0], knocker} {
		if _, w := p.back(c, false, nil); w.SID == c.sid || w.Role != protocol.RoleKnocker {
			t.Fatalf("welcomed as %+v", w)
		}
	}
	// it does not stand in it
	if _, w := p.back(knocker, false, p.newest); w.Role != protocol.RoleKnocker {
		t.Fatalf("welcomed as %+v", w)
	}
}

func TestAReloadedHostAfterARestartTakesTheGuestsRosterOver(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	_, guests := p.call(1)
	old := p.newest
	r.restart()
	p.newest = nil // so far the server has none
	host := p.host()
	guest, w := p.back(guests[0], false, old)
	if w.Role != protocol.RoleGuest || w.Host != host.sid {
		t.Fatalf("welcomed as %+v", w)
	}
	if got := expect[*protocol.Roster](host); got.Epoch != old.Epoch {
		t.Error("the host did not get the roster")
	}
	p.install(host, []protocol.Member{member(guest, protocol.RoleGuest),
		member(host, protocol.RoleHost)}, guest)
	guest.frame(host.sid, "together again")
	expect[gotFrame](host)
}

func TestAMemberWhoseSeatNobodyFreedIsNamedInRostersWhileItIsAway(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	guests[0].lose()
	p.admit(host) // the roster still names the lost one, with whom the host has a direct connection
	_, w := p.back(guests[0], false, nil)
	if w.SID != guests[0].sid || w.Roster.Epoch != p.epoch {
		t.Fatalf("welcomed as %+v", w)
	}
}

func TestASecondHostReplacesTheFirstAndKeepsTheRoster(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	first, guests := p.call(1)
	knocker := p.knock()
	expect[*protocol.Knock](first)

	second := p.host()
	first.expectEnd(protocol.CodeReplaced)
	if h := expect[*protocol.Host](knocker); h.Host != second.sid {
		t.Error("the knocker was not told of the new host")
	}
	second.frame(guests[0].sid, "too early") // it does not stand in the roster yet
	second.expectError(protocol.CodeUnknownPeer)
	p.install(second, []protocol.Member{member(guests[0], protocol.RoleGuest),
		member(second, protocol.RoleHost)}, guests...)
	second.frame(guests[0].sid, "now")
	expect[gotFrame](guests[0])
	expect[*protocol.RelayAccess](second)
}
