package signal

import (
	"bytes"
	"sync"

	"github.com/gorilla/websocket"
)

// What may wait for one client. It is far above what a call needs (six people who all negotiate at once send each of them
// some 100 KiB), so that only a client that does not read reaches it.
const (
	maxWaiting      = 4096    // messages
	maxWaitingBytes = 2 << 20 // 2 MiB
)

// outbox is what the hub wants a client to get and nobody has written yet. Nothing in it ever waits.
type outbox struct {
	over    chan struct{}  // closed when the connection is to end
	writers sync.WaitGroup // who takes out what is in it, by next: one at most, and most of the time none

	mu     sync.Mutex // guards what follows
	queue  [][]byte   // whole messages
	bytes  int
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
func closingFor(code Code) closing {
	if code == "" {
		return closing{status: websocket.CloseNormalClosure}
	}
	return closing{newMessage(websocket.TextMessage, Encode(newError(code))), closeStatus(code), string(code)}
}

// push adds a message. If there is no room for it, all that waits is dropped and the client is cut off. True makes the caller
// the writer: there is none.
func (o *outbox) push(message []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.end == nil && o.add(message)
}

// offer is push for a message that is only lent. True says as well that nothing waits: then the caller writes it, before what
// next gives. A writer who is there already gets a copy.
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
	if len(o.queue) >= maxWaiting || o.bytes+len(message) > maxWaitingBytes {
		o.queue = nil
		return o.finishLocked(closingFor(codeTooSlow))
	}
	o.queue = append(o.queue, message)
	o.bytes += len(message)
	return o.enlist()
}

// finish ends the connection after what waits already. Only the first call counts. True is as in push.
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

// next gives the writer the next message or, after the last, the end. Both are nil if there is nothing at the moment: then
// the writer is no more.
func (o *outbox) next() ([]byte, *closing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		o.queue = nil
		o.writes = o.end != nil
		return nil, o.end
	}
	message := o.queue[0]
	o.queue[0] = nil
	o.queue = o.queue[1:]
	o.bytes -= len(message)
	return message, nil
}
