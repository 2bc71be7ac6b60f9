package signal

import (
	"bytes"
	"sync"
	"sync/atomic"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// What may wait for one client. It is far above what a call needs (six people who all negotiate at
// once send each of them some 100 KiB), so that only a client that does not read reaches it.
const (
	maxWaiting      = 4096    // messages
	maxWaitingBytes = 2 << 20 // 2 MiB
	// maxWaitingForAll is what may wait for all clients together. One may have an eighth of what is
	// left: the more there is, the less it takes to be cut off, and those who read lose nothing.
	maxWaitingForAll = 128 << 20
)

// waiting counts the bytes in all outboxes of a hub.
type waiting struct{ bytes atomic.Int64 }

// take counts n bytes more for who has some already, if that is not more than it may have now.
func (w *waiting) take(has, n int) bool {
	before := int(w.bytes.Add(int64(n))) - n
	if has+n <= min(maxWaitingBytes, (maxWaitingForAll-before)/8) {
		return true
	}
	w.give(n)
	return false
}

func (w *waiting) give(n int) { w.bytes.Add(-int64(n)) }

// outbox is what the hub wants a client to get and nobody has written yet. Nothing in it ever
// waits.
type outbox struct {
	all  *waiting
	over chan struct{} // closed when the connection is to end
	// who takes out what is in it, by next: one at most, and most of the time none
	writers sync.WaitGroup

	mu     sync.Mutex // guards what follows
	queue  [][]byte   // whole messages
	bytes  int        // in queue and at the writer
	taken  int        // of these, at the writer
	end    *closing
	writes bool // there is a writer, or it has ended for good
}

// closing is how a connection ends: what is still said, and the close frame.
type closing struct {
	message []byte // an error, or nil
	status  int    // RFC 6455, 7.4.1
	reason  string
}

// closingFor gives the end with a code; without one it is a plain goodbye.
func closingFor(code protocol.Code) closing {
	if code == "" {
		return closing{status: websocket.CloseNormalClosure}
	}
	return closing{newMessage(websocket.TextMessage, protocol.Encode(protocol.NewError(code))),
		closeStatus(code),
		string(code)}
}

// push adds a message. If there is no room for it, all that waits is dropped and the client is cut
// off. True makes the caller the writer: there is none.
func (o *outbox) push(message []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.end == nil && o.add(message)
}

// offer is push for a message that is only lent. True says as well that nothing waits: then the
// caller writes it, before what next gives. A writer who is there already gets a copy.
func (o *outbox) offer(message []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.end != nil:
		return false
	case !o.writes:
		return o.enlist()
	}
	return o.add(bytes.Clone(message))
}

func (o *outbox) add(message []byte) bool {
	if len(o.queue) >= maxWaiting || !o.all.take(o.bytes, len(message)) {
		o.drop()
		return o.finishLocked(closingFor(protocol.CodeTooSlow))
	}
	o.queue = append(o.queue, message)
	o.bytes += len(message)
	return o.enlist()
}

// drop empties the queue.
func (o *outbox) drop() {
	o.all.give(o.bytes - o.taken)
	o.queue, o.bytes = nil, o.taken
}

// keep counts what the writer could not write yet of a message that was lent. If there is no room
// for it, it is the last one.
func (o *outbox) keep(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.all.take(o.bytes, n) {
		o.bytes += n
		o.taken += n
		return
	}
	o.drop()
	if o.end == nil {
		o.finishLocked(closingFor(protocol.CodeTooSlow))
	}
}

// release ends the count of an outbox that has no writer any more, and gets none.
func (o *outbox) release() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all.give(o.bytes)
	o.queue, o.bytes, o.taken = nil, 0, 0
}

// finish ends the connection after what waits already. Only the first call counts. True is as in
// push.
func (o *outbox) finish(c closing) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.end == nil && o.finishLocked(c)
}

func (o *outbox) finishLocked(c closing) bool {
	o.end = &c
	close(o.over)
	return o.enlist()
}

func (o *outbox) enlist() bool {
	if o.writes {
		return false
	}
	o.writes = true
	o.writers.Add(1)
	return true
}

// next gives the writer the next message or, after the last, the end. Both are nil if there is
// nothing at the moment: then the writer is no more.
func (o *outbox) next() ([]byte, *closing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all.give(o.taken)
	o.bytes -= o.taken
	o.taken = 0
	if len(o.queue) == 0 {
		o.queue = nil
		o.writes = o.end != nil
		return nil, o.end
	}
	message := o.queue[0]
	o.queue[0] = nil
	o.queue = o.queue[1:]
	o.taken = len(message)
	return message, nil
}

// closeStatus is the WebSocket close code (RFC 6455, 7.4.1) that goes with an error.
func closeStatus(code protocol.Code) int {
	if code == protocol.CodeTooLarge {
		return websocket.CloseMessageTooBig
	}
	return websocket.ClosePolicyViolation
}
