package signal

import (
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// TestACreateWhoseAnswerWasLostIsAnsweredAgain: the room is made once, and its expiry stands.
func TestACreateWhoseAnswerWasLostIsAnsweredAgain(t *testing.T) {
	r := newTestServer(t)
	p := r.uncreatedRoom()
	lost := r.connectSilent()
	go lost.read()
	lost.nonce = expect[*protocol.Challenge](lost).Nonce
	lost.send(p.createMessage(lost, 4, 24*60*60))
	lost.lose() // the answer may be on its way
	for end := time.Now().Add(patience); p.gone() && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	made, err := p.stored()
	if err != nil {
		t.Fatal(err)
	}
	// an hour later the same wish would be another hour
	for _, lifetime := range []uint32{24 * 60 * 60, 7 * 24 * 60 * 60} {
		again := r.connect()
		again.send(p.createMessage(again, 4, lifetime))
		if got := expect[*protocol.Created](again).Expires; got != made.Expires.Unix() {
			t.Errorf("the room expires at %d, said is %d", made.Expires.Unix(), got)
		}
	}
	r.restart()
	again := r.connect()
	again.send(p.createMessage(again, 4, 24*60*60))
	expect[*protocol.Created](again)
	if there, err := p.stored(); err != nil || there != made {
		t.Errorf("stored is %+v, %v; made was %+v", there, err, made)
	}
	// It is a room like all others.
	again.send(p.joinMessage(again, true))
	if w := again.welcome(); w.Role != protocol.RoleHost || w.Seats != 4 {
		t.Errorf("welcomed as %+v", w)
	}
}

func TestACreateThatIsTriedAgainCountsAndTakesWork(t *testing.T) {
	r := newTestServer(t, func(c *Config) { c.Create.Work = 1 })
	p := r.uncreatedRoom()
	try := func(works bool) *client {
		c := r.connect()
		m := p.createMessage(c, 2, 3600)
		if works {
			m.Proof = protocol.Prove(t.Context(), c.nonce, &p.room, 1)
		}
		c.send(m)
		return c
	}
	for range sourcelimit.MaxRooms {
		expect[*protocol.Created](try(true))
	}
	try(true).expectEnd(protocol.CodeTooMany)
	try(false).expectEnd(protocol.CodeBadProof)
}
