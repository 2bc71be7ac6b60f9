package signal

import (
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"path/filepath"

	"einmal/internal/protocol"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

// left is a box as its host left it.
type left struct {
	put    *protocol.Put
	taker  ed25519.PrivateKey
	pieces [][]byte
}

// newBox is one of n pieces for a room, not signed.
func (p *testRoom) newBox(n uint16) *left {
	p.t.Helper()
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	b := &left{taker: secret, put: &protocol.Put{Room: p.room, Pieces: n,
		Taker: protocol.Key(public)}}
	rand.Read(b.put.Salt[:])
	rand.Read(b.put.Head[:])
	for range n {
		piece := make([]byte, protocol.PieceSize)
		rand.Read(piece)
		b.pieces = append(b.pieces, piece)
	}
	return b
}

// announce signs and sends the message of a box.
func (p *testRoom) announce(c *client, b *left) {
	p.t.Helper()
	b.put.Signature = p.sign(protocol.PutBytes(c.nonce, b.put))
	c.send(b.put)
}

// leave leaves a box of n pieces, over a connection of its own.
func (p *testRoom) leave(n uint16) *left {
	p.t.Helper()
	b := p.newBox(n)
	r := p.server
	r.hub.mu.Lock()
	before := len(r.hub.conns)
	r.hub.mu.Unlock()
	c := r.connect()
	p.announce(c, b)
	expect[*protocol.Send](c)
	for _, piece := range b.pieces {
		c.sendRaw(websocket.BinaryMessage, piece)
	}
	expect[*protocol.Kept](c)
	c.ws.Close()
	r.until(func() bool { return len(r.hub.conns) <= before })
	return b
}

// ask asks for the box of a room with the key of a taker.
func (p *testRoom) ask(c *client, taker ed25519.PrivateKey) {
	p.t.Helper()
	c.send(&protocol.Take{Room: p.room, Signature: protocol.Signature(ed25519.Sign(taker,
		protocol.TakeBytes(c.nonce, &p.room)))})
}

// fetchAll takes all pieces.
func (c *client) fetchAll(n uint16) (pieces [][]byte) {
	c.t.Helper()
	for len(pieces) < int(n) {
		if len(pieces)%protocol.FetchPieces == 0 {
			c.send(&protocol.Fetch{From: uint16(len(pieces))})
		}
		piece := expect[gotFrame](c)
		pieces = append(pieces, append(piece.from[:], piece.body...))
	}
	return pieces
}

// filesOf is all that lies in the boxes of a server.
func (r *testServer) filesOf() (all []byte) {
	r.t.Helper()
	dir := filepath.Join(r.dir, rooms.BoxesName)
	entries, err := os.ReadDir(dir)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			r.t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}
