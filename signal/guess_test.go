package signal

import (
	"math"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// answerTo joins by hand and gives the bytes that come back.
func (r *testServer) answerTo(p *testRoom, host bool) string {
	r.t.Helper()
	c := r.connectSilent()
	_, challenge, err := c.ws.ReadMessage()
	if err != nil {
		r.t.Fatal(err)
	}
	m, err := protocol.DecodeServer(challenge)
	if err != nil {
		r.t.Fatal(err)
	}
	c.nonce = m.(*protocol.Challenge).Nonce
	c.send(p.joinMessage(c, host))
	_, answer, err := c.ws.ReadMessage()
	if err != nil {
		r.t.Fatal(err)
	}
	_, _, closed := c.ws.ReadMessage()
	c.ws.Close()
	return string(answer) + " " + closed.Error()
}

func TestARoomThatIsNotThereAnswersTheSameWhateverItWas(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		ended, expired, swept, never := r.newRoom(
			2), r.uncreatedRoom(), r.newRoom(2), r.uncreatedRoom()
		time.Sleep(23 * time.Hour)
		c := r.connect()
		c.send(expired.createMessage(c, 2, 1))
		expires := time.Unix(expect[*protocol.Created](c).Expires, 0)
		host := ended.host()
		host.send(ended.end())
		expect[*protocol.End](host)
		// swept is over too, but the sweeper has not come yet to expired
		time.Sleep(time.Until(expires))
		for i, p := range []*testRoom{ended, expired, swept, never, ended, expired, swept, never} {
			for _, asHost := range []bool{false, true} {
				const want = `{"kind":"error","code":"room-gone","message":"This call is over, or it never existed."} ` +
					`websocket: close 1008 (policy violation): room-gone`
				if got := r.answerTo(p, asHost); got != want {
					t.Errorf("room %d: %s", i, got)
				}
			}
			if i == 3 {
				time.Sleep(25 * time.Hour)
			}
		}
	})
}

// Time is too coarse to be tested, so the work is counted: the look-up of a room that ended takes
// the same allocations as that of a room that never was.
func TestLookingForARoomThatIsNotThereTakesTheSameWorkWhateverItWas(t *testing.T) {
	r := newTestServer(t)
	ended, never := r.newRoom(2), r.uncreatedRoom()
	host := ended.host()
	host.send(ended.end())
	expect[*protocol.End](host)
	host.expectEnd(protocol.CodeRoomGone)
	work := func(p *testRoom) float64 {
		c := newClientConn(r.hub, nil, nil)
		joiner := &client{t: t, nonce: c.nonce}
		joiner.newKey()
		m := p.joinMessage(joiner, false)
		least := math.Inf(1) // what other goroutines and emptied pools take comes and goes
		for range 50 {
			least = min(least, testing.AllocsPerRun(3, func() {
				if code := r.hub.enterRoom(c, r.store.RoomKey(rooms.ID(p.room)),
					m); code != protocol.CodeRoomGone {
					t.Fatal(code)
				}
			}))
		}
		return least
	}
	if a, b := work(ended), work(never); a != b {
		t.Errorf("%v allocations for a room that ended, %v for one that never was", a, b)
	}
}
