package signal

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"einmal/internal/protocol"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

func TestWhatTheHostLeavesIsTakenOnce(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	early := p.knock()
	b := p.leave(11)
	if m := expect[*protocol.Host](early); !m.Box || m.Host != (protocol.SID{}) {
		t.Errorf("who waits is told %+v", m)
	}
	r.restart()
	if !bytes.Contains(r.filesOf(), b.pieces[3][:64]) {
		t.Fatal("the search does not find a piece that is there")
	}
	late := p.knock()
	if !late.welcomed.Box {
		t.Error("who comes is not told")
	}
	for range 2 { // what is not confirmed is still there
		c := r.connect()
		p.ask(c, b.taker)
		if m := expect[*protocol.BoxFound](c); m.Pieces != 11 || m.Salt != b.put.Salt ||
			m.Head != b.put.Head {
			t.Errorf("found is %d pieces, or another box", m.Pieces)
		}
		for i, piece := range c.fetchAll(11) {
			if !bytes.Equal(piece, b.pieces[i]) {
				t.Errorf("piece %d is another", i)
			}
		}
		c.lose()
	}
	c, other := r.connect(), r.connect()
	p.ask(c, b.taker)
	expect[*protocol.BoxFound](c)
	p.ask(other, b.taker)
	expect[*protocol.BoxFound](other)
	c.send(&protocol.Taken{})
	expect[*protocol.Erased](c)
	if len(r.filesOf()) > 0 {
		t.Error("there is a file of what was taken")
	}
	if m := expect[*protocol.Host](late); m.Box {
		t.Error("who waits is told that there is something")
	}
	other.send(&protocol.Fetch{})
	other.expectEnd(protocol.CodeNoBox)
	again := r.connect()
	p.ask(again, b.taker)
	again.expectEnd(protocol.CodeNoBox)
	p.leave(1) // and now there is room for another
}

func TestOnlyTheHostLeavesAndOnlyTheLinkTakes(t *testing.T) {
	r := newTestServer(t)
	p, other := r.newRoom(3), r.newRoom(3)
	for name, change := range map[string]func(c *client, m *protocol.Put){
		"another room":       func(_ *client, m *protocol.Put) { m.Room = other.room },
		"another size":       func(_ *client, m *protocol.Put) { m.Pieces++ },
		"another taker":      func(_ *client, m *protocol.Put) { m.Taker[0] ^= 1 },
		"another salt":       func(_ *client, m *protocol.Put) { m.Salt[0] ^= 1 },
		"another head":       func(_ *client, m *protocol.Put) { m.Head[1023] ^= 1 },
		"another host's key": func(c *client, m *protocol.Put) { m.Signature = other.sign(protocol.PutBytes(c.nonce, m)) },
		"another nonce": func(_ *client, m *protocol.Put) {
			m.Signature = p.sign(protocol.PutBytes(protocol.Nonce{}, m))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, b := r.connect(), p.newBox(2)
			b.put.Signature = p.sign(protocol.PutBytes(c.nonce, b.put))
			change(c, b.put)
			c.send(b.put)
			c.expectEnd(protocol.CodeBadSignature)
		})
	}
	b := p.leave(1)
	c := r.connect()
	p.ask(c, p.secret) // the host takes it back with the link, and not with its own key
	c.expectEnd(protocol.CodeBadSignature)
	c = r.connect()
	c.send(&protocol.Take{Room: p.room, Signature: protocol.Signature(ed25519.Sign(b.taker,
		protocol.TakeBytes(protocol.Nonce{}, &p.room)))})
	c.expectEnd(protocol.CodeBadSignature)
	c = r.connect()
	other.ask(c, b.taker)
	c.expectEnd(protocol.CodeNoBox)
	c, gone := r.connect(), r.uncreatedRoom()
	gone.ask(c, b.taker)
	c.expectEnd(protocol.CodeRoomGone)
	c = r.connect()
	gone.announce(c, gone.newBox(1))
	c.expectEnd(protocol.CodeRoomGone)
}

// TestWhoBreaksTheRulesOfABoxIsCutOff, and what they had begun is gone.
func TestWhoBreaksTheRulesOfABoxIsCutOff(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	begin := func() (*client, *left) {
		c, b := r.connect(), p.newBox(2)
		p.announce(c, b)
		expect[*protocol.Send](c)
		return c, b
	}
	for name, test := range map[string]struct {
		do   func(c *client, b *left)
		want protocol.Code
	}{
		"a short piece": {func(c *client, b *left) {
			c.sendRaw(websocket.BinaryMessage, b.pieces[0][1:])
		}, protocol.CodeBadMessage},
		"a long piece": {func(c *client, b *left) {
			c.sendRaw(websocket.BinaryMessage, append(b.pieces[0], 0))
		}, protocol.CodeBadMessage},
		"a second box": {func(c *client, b *left) { p.announce(c, b) }, protocol.CodeWrongState},
		"to take as well": {func(c *client, b *left) { p.ask(c, b.taker) },
			protocol.CodeWrongState},
		"to fetch":   {func(c *client, _ *left) { c.send(&protocol.Fetch{}) }, protocol.CodeWrongState},
		"to confirm": {func(c *client, _ *left) { c.send(&protocol.Taken{}) }, protocol.CodeWrongState},
		"to join":    {func(c *client, _ *left) { c.send(p.joinMessage(c, false)) }, protocol.CodeWrongState},
	} {
		t.Run(name, func(t *testing.T) {
			c, b := begin()
			test.do(c, b)
			c.expectEnd(test.want)
			r.until(func() bool { n, _ := r.store.CountBoxes(); return n == 0 })
			r.until(func() bool { return r.hub.transfers.Load() == 0 })
		})
	}
	c := r.connect()
	c.send(&protocol.Fetch{})
	c.expectEnd(protocol.CodeWrongState)
	b := p.leave(2)
	idle := func() { r.until(func() bool { return r.hub.transfers.Load() == 0 }) }
	c = r.connect()
	p.announce(c, p.newBox(1))
	c.expectEnd(protocol.CodeBoxExists)
	idle()
	c = r.connect()
	p.ask(c, b.taker)
	expect[*protocol.BoxFound](c)
	c.sendRaw(websocket.BinaryMessage, b.pieces[0])
	c.expectEnd(protocol.CodeWrongState)
	idle()
	c = r.connect()
	p.ask(c, b.taker)
	expect[*protocol.BoxFound](c)
	c.send(&protocol.Fetch{From: 2})
	c.expectEnd(protocol.CodeWrongState)
	if got, err := r.store.FindBox(r.store.RoomKey(rooms.ID(p.room))); err != nil ||
		got.Salt != [32]byte(b.put.Salt) {
		t.Errorf("the box is gone: %v", err)
	}
	idle()
}
