package signal

import (
	"slices"
	"strings"
	"testing"
	"time"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

func TestAnOutboxKeepsOrderAndEndsAfterTheLast(t *testing.T) {
	var o outbox
	o.all, o.over = new(waiting), make(chan struct{})
	if m, end := o.next(); m != nil || end != nil {
		t.Error("an empty outbox gave something")
	}
	wanted := []bool{o.push([]byte("1")), o.push([]byte("2")),
		o.finish(closingFor(protocol.CodeDenied)),
		// the last two are too late
		o.finish(closingFor(protocol.CodeRemoved)), o.push([]byte("3"))}
	if !slices.Equal(wanted, []bool{true, false, false, false, false}) {
		t.Errorf("a writer was wanted %v", wanted)
	}
	for _, want := range []string{"1", "2"} {
		if m, end := o.next(); string(m) != want || end != nil {
			t.Fatalf("got %q and %v, want %s", m, end, want)
		}
	}
	<-o.over
	if m, end := o.next(); m != nil || end == nil || end.reason != string(protocol.CodeDenied) {
		t.Errorf("got %q and %v, want the end", m, end)
	}
}

func TestAnOutboxWantsAWriterWhenThereIsSomethingToWrite(t *testing.T) {
	var o outbox
	o.all, o.over = new(waiting), make(chan struct{})
	for range 3 {
		if !o.push([]byte("1")) || o.push([]byte("2")) {
			t.Fatal("want a writer for the first, and none beside it")
		}
		for m, _ := o.next(); m != nil; m, _ = o.next() {
		}
	}
	if !o.finish(closing{}) {
		t.Error("want one for the end")
	}
	o.next()
	if o.finish(closing{}) || o.push([]byte("3")) {
		t.Error("want none after the end")
	}
}

func TestAFullOutboxDropsAllAndSaysTooSlow(t *testing.T) {
	for name, test := range map[string]struct{ fits, size int }{
		"messages": {maxWaiting, 1},
		"bytes":    {maxWaitingBytes / protocol.MaxMessage, protocol.MaxMessage},
	} {
		var o outbox
		o.all, o.over = new(waiting), make(chan struct{})
		data := make([]byte, test.size)
		for range test.fits {
			o.push(data)
		}
		if _, end := o.next(); end != nil {
			t.Fatalf("%s: full too early", name)
		}
		o.push(data)
		o.push(data)
		if m, end := o.next(); m != nil || end == nil ||
			end.reason != string(protocol.CodeTooSlow) {
			t.Errorf("%s: got %v and %v", name, m, end)
		}
	}
}

// TestOutboxesHaveATotal: many clients that do not read are cut off before they take all memory;
// who reads loses nothing.
func TestOutboxesHaveATotal(t *testing.T) {
	all := new(waiting)
	var deaf []*outbox
	for range 400 {
		o := &outbox{all: all, over: make(chan struct{})}
		deaf = append(deaf, o)
		for range maxWaitingBytes / protocol.MaxMessage {
			o.push(make([]byte, protocol.MaxMessage))
		}
	}
	held := 0
	for _, o := range deaf {
		held += o.bytes
	}
	if held > maxWaitingForAll || held < maxWaitingForAll/2 || int64(held) != all.bytes.Load() {
		t.Errorf("%d bytes wait, %d are counted", held, all.bytes.Load())
	}
	reads := &outbox{all: all, over: make(chan struct{})}
	for range 1000 {
		reads.push(make([]byte, 2000))
		if m, end := reads.next(); m == nil || end != nil {
			t.Fatal("who reads is cut off")
		}
		reads.next()
	}
	for _, o := range deaf {
		o.finish(closing{})
		o.release()
	}
	if n := all.bytes.Load(); n != 0 {
		t.Errorf("%d bytes are counted when nothing waits", n)
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
	if one := time.Duration(float64(size+messageCost) / rate * float64(time.Second)); wait < one ||
		wait > 2*one {
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
	atTime(t, func(t *testing.T, r *rig) {
		p := r.newParty(3)
		host, guests := p.call(1)
		stalled := r.stalledGuest(p, host, guests[0])
		host.frame(stalled.sid, "?")
		time.Sleep(writeWait + graceTime + moment)
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
func (r *rig) stalledGuest(p *party, host, other *client) *client {
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
