package signal

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestAnOutboxKeepsOrderAndEndsAfterTheLast(t *testing.T) {
	o, writers := newTestOutbox()
	if p, end := o.next(); p != nil || end != nil {
		t.Error("an empty outbox gave something")
	}
	o.push(packet{websocket.TextMessage, []byte("1")})
	o.push(packet{websocket.BinaryMessage, []byte("2")})
	o.finish(closingFor(codeDenied))
	o.finish(closingFor(codeRemoved)) // too late
	o.push(packet{websocket.TextMessage, []byte("3")})
	for _, want := range []string{"1", "2"} {
		if p, end := o.next(); p == nil || string(p.data) != want || end != nil {
			t.Fatalf("got %v and %v, want %s", p, end, want)
		}
	}
	<-o.over
	if p, end := o.next(); p != nil || end == nil || end.reason != string(codeDenied) {
		t.Errorf("got %v and %v, want the end", p, end)
	}
	if *writers != 1 {
		t.Errorf("there were %d writers", *writers)
	}
}

func TestAnOutboxStartsAWriterWhenThereIsSomethingToWrite(t *testing.T) {
	o, writers := newTestOutbox()
	for want := 1; want <= 3; want++ {
		o.push(packet{websocket.TextMessage, nil})
		o.push(packet{websocket.TextMessage, nil})
		if *writers != want {
			t.Fatalf("there were %d writers, want %d", *writers, want)
		}
		for p, _ := o.next(); p != nil; p, _ = o.next() {
		}
	}
	o.finish(closing{})
	o.next()
	o.finish(closing{})
	if *writers != 4 {
		t.Errorf("there were %d writers, want one more, for the end", *writers)
	}
}

// newTestOutbox counts the writers that it would start.
func newTestOutbox() (*outbox, *int) {
	writers := new(int)
	return &outbox{start: func() { *writers++ }, over: make(chan struct{})}, writers
}

func TestAFullOutboxDropsAllAndSaysTooSlow(t *testing.T) {
	for name, test := range map[string]struct{ fits, size int }{
		"messages": {maxWaiting, 1},
		"bytes":    {maxWaitingBytes / maxMessage, maxMessage},
	} {
		o, _ := newTestOutbox()
		data := make([]byte, test.size)
		for range test.fits {
			o.push(packet{websocket.BinaryMessage, data})
		}
		if _, end := o.next(); end != nil {
			t.Fatalf("%s: full too early", name)
		}
		o.push(packet{websocket.BinaryMessage, data})
		o.push(packet{websocket.BinaryMessage, data})
		if p, end := o.next(); p != nil || end == nil || end.reason != string(codeTooSlow) {
			t.Errorf("%s: got %v and %v", name, p, end)
		}
	}
}

func TestThePaceAllowsABurstAndThenARate(t *testing.T) {
	now := time.Unix(1790000000, 0)
	var p pace
	const size = 1024
	for i := range burst / (size + messageCost) {
		if wait := p.take(now, size+messageCost); wait != 0 {
			t.Fatalf("message %d of the burst has to wait %v", i, wait)
		}
	}
	p.take(now, size+messageCost)
	wait := p.take(now, size+messageCost)
	if one := time.Duration(float64(size+messageCost) / rate * float64(time.Second)); wait < one || wait > 2*one {
		t.Errorf("the next has to wait %v, want about %v", wait, one)
	}
	if wait := p.take(now.Add(time.Hour), burst); wait != 0 {
		t.Errorf("after an hour a burst has to wait %v", wait)
	}
}

func TestAClientThatReadsTooSlowlyIsCutOffAndTheOthersGoOn(t *testing.T) {
	atTime(t, func(t *testing.T, r *rig) {
		p := r.newParty(3)
		host, guests := p.call(1)
		slow := r.stalledGuest(p, host, guests[0])
		go func() {
			for slow.readOne() {
				time.Sleep(3 * time.Second)
			}
		}()
		for range maxWaiting + 100 {
			host.frame(slow.sid, "?")
		}
		host.frame(guests[0].sid, "we go on")
		expect[gotFrame](guests[0])
		for {
			if e, ok := (<-slow.in).(*Error); ok {
				if e.Code != codeTooSlow {
					t.Errorf("the error is %s", e.Code)
				}
				break
			}
		}
		if got := <-slow.in; got != (gotClose{websocket.ClosePolicyViolation, string(codeTooSlow)}) {
			t.Errorf("closed with %+v", got)
		}
		host.quiet()
	})
}

func TestAClientThatStallsIsLostAfterTheWriteTimeout(t *testing.T) {
	atTime(t, func(t *testing.T, r *rig) {
		p := r.newParty(3)
		host, guests := p.call(1)
		stalled := r.stalledGuest(p, host, guests[0])
		host.frame(stalled.sid, "?")
		time.Sleep(writeWait + graceTime + moment)
		for _, c := range []*client{host, guests[0]} {
			if l := expect[*Left](c); l.SID != stalled.sid {
				t.Error("somebody else left")
			}
		}
		host.frame(guests[0].sid, "we go on")
		expect[gotFrame](guests[0])
	})
}

// stalledGuest is a member who has stopped to read.
func (r *rig) stalledGuest(p *party, host, other *client) *client {
	r.t.Helper()
	c := r.connectSilent()
	read := func() Message {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			r.t.Fatal(err)
		}
		m, err := DecodeServer(data)
		if err != nil {
			r.t.Fatal(err)
		}
		return m
	}
	c.nonce = read().(*Challenge).Nonce
	c.send(p.joinMessage(c, false))
	c.sid = read().(*Welcome).SID
	expect[*Knock](host)
	p.install(host, append(p.members, member(c, RoleGuest)), other)
	read() // the roster
	read() // the credentials
	return c
}

func TestAFloodingKnockerDoesNotGetTheHostCutOff(t *testing.T) {
	atTime(t, func(t *testing.T, r *rig) {
		p := r.newParty(3)
		_, guests := p.call(1)
		host := r.connectSilent() // replaces the first, on a line that takes ten messages a second
		hungUp := make(chan struct{})
		go func() {
			defer close(hungUp)
			for host.readOne() {
				time.Sleep(100 * time.Millisecond)
			}
		}()
		host.nonce = expect[*Challenge](host).Nonce
		host.send(p.joinMessage(host, true))
		host.welcome()
		p.install(host, []Member{member(guests[0], RoleGuest), member(host, RoleHost)}, guests[0])
		flooder := p.knock()
		expect[*Knock](host)
		go func() {
			frame := append(host.sid[:], strings.Repeat("x", 65536)...)
			for flooder.ws.WriteMessage(websocket.BinaryMessage, frame) == nil {
			}
		}()
		for range 100 {
			time.Sleep(time.Second)
			host.frame(guests[0].sid, "we go on")
			expect[gotFrame](guests[0])
			guests[0].frame(host.sid, "we go on")
			for expect[gotFrame](host).from != guests[0].sid {
			}
		}
		flooder.lose()
		host.lose()
		<-hungUp
	})
}
