package wsconn

import (
	"bytes"
	"sync"
	"sync/atomic"
)

// What may wait for one client. It is far above what a call needs (six people who all negotiate at
// once send each of them some 100 KiB), so that only a client that does not read reaches it.
const (
	MaxWaiting      = 4096    // messages
	MaxWaitingBytes = 2 << 20 // 2 MiB
	// maxWaitingForAll is what may wait for all clients together. One may have an eighth of what is
	// left: the more there is, the less it takes to be cut off, and those who read lose nothing.
	maxWaitingForAll = 128 << 20
)

// waiting counts the bytes in all outboxes of a hub.
type waiting struct{ bytes atomic.Int64 }

// take counts n bytes more for who has some already, if that is not more than it may have now.
func (w *waiting) take(has, n int) bool {
	before := int(w.bytes.Add(int64(n))) - n
	if has+n <= min(MaxWaitingBytes, (maxWaitingForAll-before)/8) {
		return true
	}
	w.give(n)
	return false
}

func (w *waiting) give(n int) { w.bytes.Add(-int64(n)) }

// outbox is what the hub wants a client to get and nobody has written yet. Nothing in it ever
// waits.
type outbox struct {
	all     *waiting
	tooSlow *Ending       // of a client that lets too much wait
	over    chan struct{} // closed when the connection is to end
	// who takes out what is in it, by next: one at most, and most of the time none
	writers sync.WaitGroup

	mu     sync.Mutex // guards what follows
	queue  [][]byte   // whole messages
	bytes  int        // in queue and at the writer
	taken  int        // of these, at the writer
	end    *Ending
	writes bool // there is a writer, or it has ended for good
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
	if len(o.queue) >= MaxWaiting || !o.all.take(o.bytes, len(message)) {
		o.drop()
		return o.finishLocked(*o.tooSlow)
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
		o.finishLocked(*o.tooSlow)
	}
}

// pending is how many bytes are in the queue or at the writer.
func (o *outbox) pending() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bytes
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
func (o *outbox) finish(end Ending) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.end == nil && o.finishLocked(end)
}

func (o *outbox) finishLocked(end Ending) bool {
	o.end = &end
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
func (o *outbox) next() ([]byte, *Ending) {
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
