package signal

import (
	"reflect"
	"testing"
)

func TestALostGuestComesBackToItsPlace(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(2)
	expect[*RelayAccess](guests[0])
	guests[0].lose()
	guest, w := p.back(guests[0], false, p.newest)
	if w.SID != guests[0].sid || w.Role != RoleGuest || w.Host != host.sid || w.Roster == nil ||
		w.Roster.Epoch != p.epoch {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*RelayAccess](guest)
	guest.frame(guests[1].sid, "here again")
	if f := expect[gotFrame](guests[1]); f.from != guest.sid {
		t.Error("it came from somebody else")
	}
	host.quiet() // nobody was told of anything
}

func TestALostKnockerComesBackToItsPlace(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	host := p.host()
	knocker := p.knock()
	expect[*Knock](host)
	knocker.lose()
	knocker, w := p.back(knocker, false, nil)
	if w.Role != RoleKnocker || w.Host != host.sid || w.Roster != nil {
		t.Fatalf("welcomed as %+v", w)
	}
	host.frame(knocker.sid, "still here")
	expect[gotFrame](knocker)
	host.quiet()
}

func TestALostHostComesBackAndHearsOfWhoCameMeanwhile(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(1)
	early := p.knock()
	expect[*Knock](host)
	host.lose()
	if h := expect[*Host](early); !h.Away {
		t.Error("who waited was not told that the host was away")
	}
	late := p.knock()
	guests[0].send(&Leave{})
	expect[gotClose](guests[0])
	host, w := p.back(host, true, nil)
	if w.Role != RoleHost || w.SID != host.sid || w.Roster == nil {
		t.Fatalf("welcomed as %+v", w)
	}
	if l := expect[*Left](host); l.SID != guests[0].sid {
		t.Error("the host was not told who left")
	}
	if !reflect.DeepEqual(w.Knockers, []SID{early.sid, late.sid}) {
		t.Error("the host was not told who waits")
	}
	for _, c := range []*client{early, late} {
		if h := expect[*Host](c); h.Host != host.sid || h.Away {
			t.Error("who waits was not told that the host is back")
		}
	}
}

func TestWhoHeardNoWelcomeComesBackByItsKey(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host := p.host()
	first := p.knock()
	expect[*Knock](host)
	sid := first.sid
	first.lose()
	first.sid = SID{} // as if the welcome had been lost with the socket
	if _, w := p.back(first, false, nil); w.SID != sid {
		t.Error("there are two of it now")
	}
	host.quiet()
	sid = host.sid
	host.lose()
	host.sid = SID{}
	if _, w := p.back(host, true, nil); w.SID != sid {
		t.Error("the host is another one now")
	}
}

func TestAReloadedHostBringsTheListAfterARestart(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(1)
	r.restart()
	again := r.connect()
	m := p.joinMessage(again, true)
	m.Roster = p.newest
	again.send(m)
	if w := again.welcome(); w.SID == host.sid || !reflect.DeepEqual(w.Roster, p.newest) {
		t.Fatalf("welcomed as %+v", w)
	}
	p.install(again, []Member{member(guests[0], RoleGuest), member(again, RoleHost)})
	if _, w := p.back(guests[0], false, nil); w.SID != guests[0].sid || w.Role != RoleGuest {
		t.Errorf("the guest is welcomed as %+v", w)
	}
}

func TestTheOldSocketOfWhoCameBackIsClosed(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	_, guests := p.call(1)
	_, w := p.back(guests[0], false, nil)
	if w.Role != RoleGuest {
		t.Fatalf("welcomed as %+v", w)
	}
	guests[0].expectEnd(codeReplaced)
}

func TestSomebodyElsesPlaceCannotBeTaken(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(1)
	thief := r.connect()
	thief.sid = guests[0].sid // under the thief's own key
	_, w := p.back(thief, false, p.newest)
	if w.SID == guests[0].sid || w.Role != RoleKnocker || w.Roster != nil {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*Knock](host)
	// The host's sid without the host key is not the host's place either.
	if _, w = p.back(host, false, nil); w.SID == host.sid || w.Role != RoleKnocker {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*Knock](host)
	guests[0].quiet()
	host.quiet()
}

func TestWhoWasRemovedKnocksAgain(t *testing.T) {
	r := newRig(t)
	p := r.newParty(2)
	host, guests := p.call(1)
	before := p.newest
	p.install(host, []Member{member(host, RoleHost)}, guests[0])
	guests[0].expectEnd(codeRemoved)
	_, w := p.back(guests[0], false, before)
	if w.SID == guests[0].sid || w.Role != RoleKnocker {
		t.Fatalf("welcomed as %+v", w)
	}
	expect[*Knock](host)
}

func TestAfterARestartARosterBringsTheMembersBack(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(2)
	p.use(host, guests[0])
	r.restart()

	// A guest before the host: the host's signature is enough.
	first, w := p.back(guests[0], false, p.newest)
	if w.SID != guests[0].sid || w.Role != RoleGuest || w.Host != (SID{}) || w.Roster == nil ||
		w.Roster.Epoch != p.epoch {
		t.Fatalf("the guest was welcomed as %+v", w)
	}
	expect[*RelayAccess](first)
	// Without a roster it is enough that the server has it by now.
	second, w := p.back(guests[1], false, nil)
	if w.SID != guests[1].sid || w.Role != RoleGuest {
		t.Fatalf("the second guest was welcomed as %+v", w)
	}
	back, w := p.back(host, true, p.newest)
	if w.SID != host.sid || w.Role != RoleHost || w.Roster.Epoch != p.epoch {
		t.Fatalf("the host was welcomed as %+v", w)
	}
	first.frame(second.sid, "all here")
	expect[gotFrame](second)
	p.install(back, []Member{member(back, RoleHost), member(second, RoleGuest)}, first, second)
	first.expectEnd(codeRemoved)
}

func TestAfterARestartANewerRosterOverridesAnOlder(t *testing.T) {
	r := newRig(t)
	p := r.newParty(4)
	host, guests := p.call(2)
	older := p.newest
	newer := p.roster(member(host, RoleHost), member(guests[1], RoleGuest))
	r.restart()

	removed, w := p.back(guests[0], false, older)
	if w.Role != RoleGuest {
		t.Fatalf("welcomed as %+v", w)
	}
	guest, w := p.back(guests[1], false, newer)
	if w.Role != RoleGuest || w.Roster.Epoch != newer.Epoch {
		t.Fatalf("welcomed as %+v", w)
	}
	if got := expect[*Roster](removed); got.Epoch != newer.Epoch {
		t.Error("the older guest did not get the newer roster")
	}
	removed.expectEnd(codeRemoved)
	_, w = p.back(host, true, older) // it has a place in both, but the list stays the newer
	if w.SID != host.sid || w.Roster.Epoch != newer.Epoch {
		t.Fatalf("the host was welcomed as %+v", w)
	}
	guest.quiet()
}

func TestAfterARestartWhoHasNoRosterKnocksAgain(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	_, guests := p.call(1)
	knocker := p.knock()
	r.restart()
	for _, c := range []*client{guests[0], knocker} {
		if _, w := p.back(c, false, nil); w.SID == c.sid || w.Role != RoleKnocker {
			t.Fatalf("welcomed as %+v", w)
		}
	}
	if _, w := p.back(knocker, false, p.newest); w.Role != RoleKnocker { // it does not stand in it
		t.Fatalf("welcomed as %+v", w)
	}
}

func TestAReloadedHostAfterARestartTakesTheGuestsRosterOver(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	_, guests := p.call(1)
	old := p.newest
	r.restart()
	p.newest = nil // so far the server has none
	host := p.host()
	guest, w := p.back(guests[0], false, old)
	if w.Role != RoleGuest || w.Host != host.sid {
		t.Fatalf("welcomed as %+v", w)
	}
	if got := expect[*Roster](host); got.Epoch != old.Epoch {
		t.Error("the host did not get the roster")
	}
	p.install(host, []Member{member(guest, RoleGuest), member(host, RoleHost)}, guest)
	guest.frame(host.sid, "together again")
	expect[gotFrame](host)
}

func TestAMemberWhoseSeatNobodyFreedIsNamedInRostersWhileItIsAway(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host, guests := p.call(1)
	guests[0].lose()
	p.admit(host) // the roster still names the lost one, with whom the host has a direct connection
	_, w := p.back(guests[0], false, nil)
	if w.SID != guests[0].sid || w.Roster.Epoch != p.epoch {
		t.Fatalf("welcomed as %+v", w)
	}
}

func TestASecondHostReplacesTheFirstAndKeepsTheRoster(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	first, guests := p.call(1)
	knocker := p.knock()
	expect[*Knock](first)

	second := p.host()
	first.expectEnd(codeReplaced)
	if h := expect[*Host](knocker); h.Host != second.sid {
		t.Error("the knocker was not told of the new host")
	}
	second.frame(guests[0].sid, "too early") // it does not stand in the roster yet
	second.expectError(codeUnknownPeer)
	p.install(second, []Member{member(guests[0], RoleGuest), member(second, RoleHost)}, guests...)
	second.frame(guests[0].sid, "now")
	expect[gotFrame](guests[0])
	expect[*RelayAccess](second)
}
