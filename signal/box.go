package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"
	"einmal/rooms"
)

// A box is filled or emptied over a socket of its own (docs/protocol.md, 3.8): its reader's
// goroutine writes and reads the file, so nothing of a call waits for it. The server never holds
// more of a box in memory than what is on its way.

const (
	// mostTransfers is how many boxes are filled or emptied at a time, each with a MiB a second.
	mostTransfers = 16
	// pieceWait is how long the next message may take. A piece in that time is 17 kbit/s.
	pieceWait = 30 * time.Second
)

// boxTransfer is what a connection does to a box. The goroutine that reads owns it.
type boxTransfer struct {
	key    rooms.Key
	writer *rooms.BoxWriter // nil: it takes
	box    rooms.Box        // that is taken
	slow   *time.Timer
}

// isTaken says whether a connection has its task already.
func (c *clientConn) isTaken() bool {
	return c.created.Load() || c.joined != nil || c.box != nil
}

// beginTransfer gives the connection a place among those that fill or empty a box.
func (c *clientConn) beginTransfer(t *boxTransfer) protocol.Code {
	h := c.hub
	if h.transfers.Add(1) > mostTransfers {
		h.transfers.Add(-1)
		return protocol.CodeTooMany
	}
	if !c.source.OpenBox() {
		h.transfers.Add(-1)
		return protocol.CodeTooMany
	}
	c.stopJoinTimer()
	c.conn.AllowBulk()
	t.slow = time.AfterFunc(pieceWait, func() { c.endWith(protocol.CodeTooSlow) })
	c.box = t
	return ""
}

// endTransfer gives the place back, and discards what has not become a box.
func (c *clientConn) endTransfer() {
	if c.box == nil {
		return
	}
	c.box.slow.Stop()
	if w := c.box.writer; w != nil {
		if err := w.Discard(); err != nil {
			c.hub.logFailure("discard box", err)
		}
	}
	c.source.CloseBox()
	c.hub.transfers.Add(-1)
	c.box = nil
}

func (c *clientConn) beginPut(m *protocol.Put) protocol.Code {
	switch {
	case c.isTaken():
		return protocol.CodeWrongState
	case !c.source.CountAttempt(time.Now()):
		return protocol.CodeTooMany
	}
	key := c.hub.config.Store.RoomKey(rooms.ID(m.Room))
	if code := c.hub.checkPut(key, c.nonce, m); code != "" {
		return code
	}
	if !c.hub.config.Store.TakesBoxes() {
		return protocol.CodeMailboxFull
	}
	if !c.source.CountPieces(int(m.Pieces)) {
		return protocol.CodeTooMany
	}
	t := &boxTransfer{key: key}
	if code := c.beginTransfer(t); code != "" {
		return code
	}
	writer, err := c.hub.config.Store.PutBox(key, rooms.Box{Pieces: m.Pieces, Taker: m.Taker,
		Salt: m.Salt, Head: m.Head})
	if err != nil {
		return c.hub.boxCode("put box", err)
	}
	t.writer = writer
	c.sendMessage(&protocol.Send{})
	return ""
}

// checkPut makes sure that it is the host who leaves something.
func (h *Hub) checkPut(key rooms.Key, nonce protocol.Nonce, m *protocol.Put) protocol.Code {
	by := verifiedKey(h.hostKeyOf(key), protocol.PutBytes(nonce, m), m.Signature)
	h.mu.Lock()
	defer h.mu.Unlock()
	l, code := h.findRoom(key)
	if code != "" {
		return code
	}
	now := time.Now()
	code = l.room.MayPut(now, by)
	h.applyEffects(l, now)
	return code
}

// boxCode is what an error of the store means to a client.
func (h *Hub) boxCode(operation string, err error) protocol.Code {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, rooms.ErrGone):
		return protocol.CodeRoomGone
	case errors.Is(err, rooms.ErrExists):
		return protocol.CodeBoxExists
	case errors.Is(err, rooms.ErrFull):
		return protocol.CodeMailboxFull
	}
	h.logFailure(operation, err)
	return protocol.CodeInternal
}

// takePiece writes a piece that the client sends; after the last one the box is there.
func (c *clientConn) takePiece(piece []byte) protocol.Code {
	t := c.box
	switch {
	case t.writer == nil || t.writer.Missing() == 0:
		return protocol.CodeWrongState
	case len(piece) != protocol.PieceSize:
		return protocol.CodeBadMessage
	}
	t.slow.Reset(pieceWait)
	if code := c.hub.boxCode("put box", t.writer.Write(piece)); code != "" {
		return code
	}
	if t.writer.Missing() > 0 {
		return ""
	}
	if code := c.hub.boxCode("put box", t.writer.Finish()); code != "" {
		return code
	}
	c.hub.noteBox(t.key)
	c.sendMessage(&protocol.Kept{})
	return ""
}

func (c *clientConn) beginTake(m *protocol.Take) protocol.Code {
	switch {
	case c.isTaken():
		return protocol.CodeWrongState
	case !c.source.CountAttempt(time.Now()):
		return protocol.CodeTooMany
	}
	store := c.hub.config.Store
	key := store.RoomKey(rooms.ID(m.Room))
	if code := c.hub.checkRoom(key); code != "" {
		return code
	}
	box, err := store.FindBox(key)
	if err != nil {
		return protocol.CodeNoBox
	}
	if !protocol.VerifyAndClear(box.Taker, protocol.TakeBytes(c.nonce, &m.Room), m.Signature) {
		return protocol.CodeBadSignature
	}
	if code := c.beginTransfer(&boxTransfer{key: key, box: box}); code != "" {
		return code
	}
	c.sendMessage(&protocol.BoxFound{Pieces: box.Pieces, Salt: box.Salt, Head: box.Head})
	return ""
}

// checkRoom says whether a room is there for whoever comes now.
func (h *Hub) checkRoom(key rooms.Key) protocol.Code {
	h.mu.Lock()
	defer h.mu.Unlock()
	l, code := h.findRoom(key)
	if code == "" {
		h.applyEffects(l, time.Now())
	}
	return code
}

// sendPieces sends some pieces. They are counted like what a client says, so whoever asks faster
// waits, and no outbox fills.
func (c *clientConn) sendPieces(from int) protocol.Code {
	if c.box == nil || c.box.writer != nil || from >= int(c.box.box.Pieces) {
		return protocol.CodeWrongState
	}
	t := c.box
	t.slow.Reset(pieceWait)
	n := min(protocol.FetchPieces, int(t.box.Pieces)-from)
	if !c.source.CountPieces(n) {
		return protocol.CodeTooMany
	}
	for i := range n {
		buffer := make([]byte, wsconn.HeaderSize+protocol.PieceSize)
		err := c.hub.config.Store.ReadPiece(t.key, t.box.Salt, from+i, buffer[wsconn.HeaderSize:])
		if errors.Is(err, rooms.ErrGone) {
			return protocol.CodeNoBox
		}
		if err != nil {
			return c.hub.boxCode("read box", err)
		}
		c.conn.SendBinary(buffer)
	}
	c.conn.Throttle(n * protocol.PieceSize)
	return ""
}

// eraseTaken erases the box, and answers when no byte of it is left.
func (c *clientConn) eraseTaken() protocol.Code {
	if c.box == nil || c.box.writer != nil {
		return protocol.CodeWrongState
	}
	err := c.hub.config.Store.EraseBox(c.box.key, c.box.box.Salt)
	if errors.Is(err, rooms.ErrGone) { // somebody else has taken it
		return protocol.CodeNoBox
	}
	if code := c.hub.boxCode("erase box", err); code != "" {
		return code
	}
	c.hub.noteBox(c.box.key)
	c.sendMessage(&protocol.Erased{})
	return ""
}

// boxSize is how many bytes lie there for whoever comes to a room.
func boxSize(store *rooms.Store, key rooms.Key) int64 {
	box, err := store.FindBox(key)
	if err != nil {
		return 0
	}
	return box.Size()
}

// noteBox has the people in a room told what there is to take now.
func (h *Hub) noteBox(key rooms.Key) {
	defer h.forgotten()
	h.mu.Lock()
	defer h.mu.Unlock()
	if l := h.rooms[key]; l != nil {
		l.room.SetBox(boxSize(h.config.Store, key))
		h.applyEffects(l, time.Now())
	}
}
