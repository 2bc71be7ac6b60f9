package signal

import (
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
	"einmal/internal/wsconn"
)

// tryEnter joins as a knocker from a source.
func (s *roomDriver) tryEnter(key byte, from *sourcelimit.Source) (*peer, protocol.Code) {
	s.last++
	code := s.after(s.room.acceptJoin(s.now, s.last, from,
		&protocol.Join{Room: s.id, Key: protocol.Key{key}}, nil))
	return s.room.peerAt(s.last), code
}

func TestOneSourceThatFillsTheLobbyShutsNobodyElseOut(t *testing.T) {
	s := newRoomDriver(t)
	s.enter(1, true)
	flooder, office, guest := &sourcelimit.Source{}, &sourcelimit.Source{}, &sourcelimit.Source{}
	var first, last *peer
	for i := range protocol.MaxKnockers {
		p, code := s.tryEnter(byte(10+i), flooder)
		if code != "" {
			t.Fatalf("knock %d: %s", i, code)
		}
		if last = p; first == nil {
			first = p
		}
	}
	if _, code := s.tryEnter(50, flooder); code != protocol.CodeLobbyFull {
		t.Errorf("the flooder's ninth: %q", code)
	}
	p, code := s.tryEnter(60, guest)
	if code != "" || p == nil {
		t.Fatalf("somebody from elsewhere: %q", code)
	}
	if s.room.peerBySID(last.sid) != nil || s.room.peerBySID(first.sid) == nil {
		t.Error("it was not the newest of the flooder that gave way")
	}
	s.want("endConn", "sendText", "sendText", "sendText") // the flooder's; left, knock, welcome
	if got := s.all[0].(endConn); got.code != protocol.CodeLobbyFull {
		t.Errorf("it gave way with %q", got.code)
	}
	for i := range 3 { // until all have about the same
		if _, code := s.tryEnter(byte(70+i), office); code != "" {
			t.Errorf("knock %d of an office: %s", i, code)
		}
	}
	if s.room.peerBySID(p.sid) == nil {
		t.Error("who had one place lost it")
	}
	if _, code := s.tryEnter(80, office); code != protocol.CodeLobbyFull {
		t.Errorf("one more than its share: %q", code)
	}
}

func TestKnocksOfOneSourceAreCountedForAMinute(t *testing.T) {
	s := newRoomDriver(t)
	s.enter(1, true)
	flooder, guest := &sourcelimit.Source{}, &sourcelimit.Source{}
	for i := range maxKnocks {
		p, code := s.tryEnter(byte(10+i), flooder)
		if code != "" {
			t.Fatalf("knock %d: %s", i, code)
		}
		s.after(s.room.leaveRoom(p.connID))
	}
	if _, code := s.tryEnter(50, flooder); code != protocol.CodeTooMany {
		t.Errorf("one more: %q", code)
	}
	if _, code := s.tryEnter(60, guest); code != "" {
		t.Errorf("somebody from elsewhere: %q", code)
	}
	s.now = s.now.Add(time.Minute)
	if _, code := s.tryEnter(70, flooder); code != "" {
		t.Errorf("a minute later: %q", code)
	}
	if len(s.room.knocks) != 1 {
		t.Errorf("%d knocks are remembered", len(s.room.knocks))
	}
}

func TestTheHostComesBackThroughAFullLobby(t *testing.T) {
	s := newRoomDriver(t)
	host := s.enter(1, true)
	for i := range protocol.MaxKnockers {
		s.tryEnter(byte(10+i), nil)
	}
	s.room.loseConn(s.now, host.connID)
	s.after("")
	s.enter(1, true)
}

// The bursts of all who may send to one client, and the knocks, fit into its outbox: nobody can
// have it cut off.
func TestNobodyIsCutOffByTheBurstsOfOthers(t *testing.T) {
	const members = protocol.MaxSeats - 1
	bytes := members*wsconn.Burst + protocol.MaxKnockers*wsconn.Burst/knockerFactor
	messages := members*wsconn.Burst/wsconn.MessageCost +
		protocol.MaxKnockers*wsconn.Burst/knockerFactor/wsconn.MessageCost
	largest := protocol.MaxKnockers * wsconn.MaxMessage
	if bytes+largest/knockerFactor > wsconn.MaxWaitingBytes {
		t.Errorf("%d bytes may come at once, %d fit", bytes, wsconn.MaxWaitingBytes)
	}
	if messages > wsconn.MaxWaiting {
		t.Errorf("%d messages may come at once, %d fit", messages, wsconn.MaxWaiting)
	}
}

func TestAKnockerIsReadMoreSlowlyThanAMember(t *testing.T) {
	count := func(t *testing.T, sender func(*testRoom, *client) *client) (came int) {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(2)
			host, guests := p.call(1)
			c := sender(p, guests[0])
			go func() {
				for range 1000 {
					if c.ws.WriteMessage(2, append(host.sid[:], make([]byte, 2040)...)) != nil {
						return
					}
				}
			}()
			time.Sleep(moment) // what comes at once is the burst
			for {
				select {
				case m := <-host.in:
					if f, ok := m.(gotFrame); ok && f.from == c.sid {
						came++
					}
				default:
					c.lose()
					return
				}
			}
		})
		return came
	}
	member := count(t, func(_ *testRoom, guest *client) *client { return guest })
	knocker := count(t, func(p *testRoom, _ *client) *client { return p.knock() })
	if knocker < 10 || member < (knockerFactor-2)*knocker || member > (knockerFactor+2)*knocker {
		t.Errorf("at once came %d frames of a member and %d of a knocker", member, knocker)
	}
}
