package signal

import (
	"sync"

	"github.com/gorilla/websocket"
)

// What may wait for one client. It is far above what a call needs (six people who all negotiate at once send each of them
// some 100 KiB), so that only a client that does not read reaches it.
const (
	maxWaiting      = 4096    // messages
	maxWaitingBytes = 2 << 20 // 2 MiB
)

// outbox is what the hub wants a client to get and the writer has not written yet. Nothing in it ever waits.
type outbox struct {
	start func()        // starts a writer, which takes everything out by next; most of the time there is none
	over  chan struct{} // closed when the connection is to end

	mu     sync.Mutex // guards what follows
	queue  []packet
	bytes  int
	end    *closing
	writes bool // there is a writer, or it has ended for good
}

// packet is one WebSocket message.
type packet struct {
	kind int // websocket.TextMessage or BinaryMessage
	data []byte
}

// closing is how a connection ends: what is still said, and the close frame.
type closing struct {
	message []byte // an encoded error, or nil
	status  int    // RFC 6455, 7.4.1
	reason  string
}

// closingFor gives the end with a code; without one it is a plain goodbye.
func closingFor(code Code) closing {
	if code == "" {
		return closing{status: websocket.CloseNormalClosure}
	}
	return closing{Encode(newError(code)), closeStatus(code), string(code)}
}

// push adds a message. If there is no room for it, all that waits is dropped and the client is cut off.
func (o *outbox) push(p packet) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.end != nil {
		return
	}
	if len(o.queue) >= maxWaiting || o.bytes+len(p.data) > maxWaitingBytes {
		o.queue = nil
		o.finishLocked(closingFor(codeTooSlow))
		return
	}
	o.queue = append(o.queue, p)
	o.bytes += len(p.data)
	o.wake()
}

// finish ends the connection after what waits already. Only the first call counts.
func (o *outbox) finish(c closing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.end == nil {
		o.finishLocked(c)
	}
}

func (o *outbox) finishLocked(c closing) {
	o.end = &c
	close(o.over)
	o.wake()
}

func (o *outbox) wake() {
	if !o.writes {
		o.writes = true
		o.start()
	}
}

// next gives the writer the next message or, after the last, the end. Both are nil if there is nothing at the moment: then
// the writer is no more.
func (o *outbox) next() (*packet, *closing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		o.queue = nil
		o.writes = o.end != nil
		return nil, o.end
	}
	p := o.queue[0]
	o.queue[0] = packet{}
	o.queue = o.queue[1:]
	o.bytes -= len(p.data)
	return &p, nil
}
