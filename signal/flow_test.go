package signal

import (
	"strings"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/wsconn"

	"github.com/gorilla/websocket"
)

func TestAClientThatReadsTooSlowlyIsCutOffAndTheOthersGoOn(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		slow := r.stalledGuest(p, host, guests[0])
		go func() {
			for slow.readOne() {
				time.Sleep(3 * time.Second)
			}
		}()
		for range wsconn.MaxWaiting + 100 {
			host.frame(slow.sid, "?")
		}
		host.frame(guests[0].sid, "we go on")
		expect[gotFrame](guests[0])
		for {
			if e, ok := (<-slow.in).(*protocol.Error); ok {
				if e.Code != protocol.CodeTooSlow {
					t.Errorf("the error is %s", e.Code)
				}
				break
			}
		}
		if got := <-slow.in; got != (gotClose{websocket.ClosePolicyViolation,
			string(protocol.CodeTooSlow)}) {
			t.Errorf("closed with %+v", got)
		}
		host.quiet()
	})
}

func TestAClientThatStallsIsLostAfterTheWriteTimeout(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		stalled := r.stalledGuest(p, host, guests[0])
		host.frame(stalled.sid, "?")
		time.Sleep(wsconn.WriteWait + roomstate.GraceTime + moment)
		for _, c := range []*client{host, guests[0]} {
			if l := expect[*protocol.Left](c); l.SID != stalled.sid {
				t.Error("somebody else left")
			}
		}
		host.frame(guests[0].sid, "we go on")
		expect[gotFrame](guests[0])
	})
}

// stalledGuest is a member who has stopped to read.
func (r *testServer) stalledGuest(p *testRoom, host, other *client) *client {
	r.t.Helper()
	c := r.connectSilent()
	read := func() protocol.Message {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			r.t.Fatal(err)
		}
		m, err := protocol.DecodeServer(data)
		if err != nil {
			r.t.Fatal(err)
		}
		return m
	}
	c.nonce = read().(*protocol.Challenge).Nonce
	c.send(p.joinMessage(c, false))
	c.sid = read().(*protocol.Welcome).SID
	expect[*protocol.Knock](host)
	p.install(host, append(p.members, member(c, protocol.RoleGuest)), other)
	read() // the roster
	read() // the credentials
	return c
}

func TestAFloodingKnockerDoesNotGetTheHostCutOff(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		_, guests := p.call(1)
		host := r.connectSilent() // replaces the first, on a line that takes ten messages a second
		hungUp := make(chan struct{})
		go func() {
			defer close(hungUp)
			for host.readOne() {
				time.Sleep(100 * time.Millisecond)
			}
		}()
		host.nonce = expect[*protocol.Challenge](host).Nonce
		host.send(p.joinMessage(host, true))
		host.welcome()
		p.install(host, []protocol.Member{member(guests[0], protocol.RoleGuest),
			member(host, protocol.RoleHost)}, guests[0])
		flooder := p.knock()
		expect[*protocol.Knock](host)
		go func() {
			frame := append(host.sid[:], strings.Repeat("x", 65536)...)
			// ten times what may come, so that the test ends also if nothing holds it back
			for range 300 {
				if flooder.ws.WriteMessage(websocket.BinaryMessage, frame) != nil {
					return
				}
			}
		}()
		flood := 0
		for range 100 {
			time.Sleep(time.Second)
			host.frame(guests[0].sid, "we go on")
			expect[gotFrame](guests[0])
			guests[0].frame(host.sid, "we go on")
			for f := expect[gotFrame](host); f.from != guests[0].sid; f = expect[gotFrame](host) {
				flood += len(f.body)
			}
		}
		// The burst of 320 KiB and 16 KiB for each second, each byte counting eightfold; the last
		// frame may pass on credit.
		if most := (320 + 100*16) << 10 / 8; flood > most+65536 || flood < most/2 {
			t.Errorf("%d bytes of the flood came to the host, want about %d", flood, most)
		}
		flooder.lose()
		host.lose()
		<-hungUp
	})
}
