package signal

import (
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
)

func TestALostMemberIsGoneAfterAMinute(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(4)
		host, guests := p.call(2)
		guests[0].lose()
		time.Sleep(roomstate.GraceTime - moment)
		host.quiet()
		time.Sleep(2 * moment)
		for _, c := range []*client{host, guests[1]} {
			if l := expect[*protocol.Left](c); l.SID != guests[0].sid {
				t.Error("somebody else left")
			}
		}
		// The host has not taken it from the roster, so it is still a member.
		p.admit(host, guests[1])
	})
}

func TestAMemberThatComesBackInTimeIsNotGone(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		guests[0].lose()
		time.Sleep(roomstate.GraceTime - moment)
		p.back(guests[0], false, nil)
		time.Sleep(2 * roomstate.GraceTime)
		host.quiet()
	})
}

func TestALostKnockerIsDroppedAfterAMinute(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		knocker := p.knock()
		expect[*protocol.Knock](host)
		knocker.lose()
		time.Sleep(roomstate.GraceTime + moment)
		if l := expect[*protocol.Left](host); l.SID != knocker.sid {
			t.Error("somebody else left")
		}
		guests[0].quiet()
		if _, w := p.back(knocker, false, nil); w.SID == knocker.sid {
			t.Error("it still had its place")
		}
	})
}

func TestKnockersHearThatTheHostWasLost(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		knocker := p.knock()
		expect[*protocol.Knock](host)
		host.lose()
		if h := expect[*protocol.Host](knocker); h.Host != host.sid || !h.Away {
			t.Error("the knocker was not told that the host is away")
		}
		if late, w := p.back(r.connect(), false, nil); !w.Away {
			t.Error("who comes meanwhile was not told that the host is away")
		} else {
			late.ws.Close()
		}
		time.Sleep(roomstate.GraceTime - moment)
		knocker.quiet()
		time.Sleep(2 * moment)
		if h := expect[*protocol.Host](knocker); h.Host != (protocol.SID{}) {
			t.Error("there is still a host")
		}
		expect[*protocol.Left](guests[0])
		p.back(host, true, nil) // its seat is still its own, for the roster names it
		if h := expect[*protocol.Host](knocker); h.Host != host.sid || h.Away {
			t.Error("the knocker was not told that the host came back")
		}
	})
}
