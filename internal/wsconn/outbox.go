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

// waitingBytes counts the bytes in all outboxes of a server.
type waitingBytes struct{ bytes atomic.Int64 }

// reserve counts n more bytes for an outbox that has some, unless that is more than it may have
// now.
func (w *waitingBytes) reserve(has, n int) bool {
	before := int(w.bytes.Add(int64(n))) - n
	if has+n <= min(MaxWaitingBytes, (maxWaitingForAll-before)/8) {
		return true
	}
	w.release(n)
	return false
}

func (w *waitingBytes) release(n int) { w.bytes.Add(-int64(n)) }

// outbox is what a client is to get and nobody has written yet. None of its methods waits.
type outbox struct {
	total   *waitingBytes
	tooSlow *Ending       // of a client that lets too much wait
	closing chan struct{} // closed when the connection is to end
	// those who take out what is in it, by nextMessage: one at most, usually none
	writers sync.WaitGroup

	mu        sync.Mutex // guards what follows
	queue     [][]byte   // whole messages
	size      int        // in queue and at the writer
	writing   int        // of these, at the writer
	end       *Ending
	hasWriter bool // there is a writer, or it has ended for good
}

// pushMessage adds a message. If there is no room for it, all that waits is dropped and the client
// is cut off. It returns true if there is no writer: the caller becomes the writer.
func (o *outbox) pushMessage(message []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.end == nil && o.addMessage(message)
}

// offerLent is pushMessage for a message that is only lent. It returns true if there is no writer,
// so nothing waits: the caller writes the message, and then what nextMessage gives. A writer that
// is there already gets a copy.
func (o *outbox) offerLent(message []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.end != nil:
		return false
	case !o.hasWriter:
		return o.claimWriter()
	}
	return o.addMessage(bytes.Clone(message))
}

func (o *outbox) addMessage(message []byte) bool {
	if len(o.queue) >= MaxWaiting || !o.total.reserve(o.size, len(message)) {
		o.dropQueue()
		return o.setEndingLocked(*o.tooSlow)
	}
	o.queue = append(o.queue, message)
	o.size += len(message)
	return o.claimWriter()
}

// dropQueue empties the queue.
func (o *outbox) dropQueue() {
	o.total.release(o.size - o.writing)
	o.queue, o.size = nil, o.writing
}

// countRest counts what the writer could not write yet of a message that was lent. If there is no
// room for it, this message is the last.
func (o *outbox) countRest(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.total.reserve(o.size, n) {
		o.size += n
		o.writing += n
		return
	}
	o.dropQueue()
	if o.end == nil {
		o.setEndingLocked(*o.tooSlow)
	}
}

// pending is how many bytes are in the queue or at the writer.
func (o *outbox) pending() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.size
}

// release takes an outbox out of the count. It has no writer any more, and gets none.
func (o *outbox) release() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.total.release(o.size)
	o.queue, o.size, o.writing = nil, 0, 0
}

// setEnding ends the connection after what waits already. Only the first call counts. It returns
// true as pushMessage does.
func (o *outbox) setEnding(end Ending) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.end == nil && o.setEndingLocked(end)
}

func (o *outbox) setEndingLocked(end Ending) bool {
	o.end = &end
	close(o.closing)
	return o.claimWriter()
}

func (o *outbox) claimWriter() bool {
	if o.hasWriter {
		return false
	}
	o.hasWriter = true
	o.writers.Add(1)
	return true
}

// nextMessage gives the writer the next message or, after the last, the end. Both are nil if there
// is nothing at the moment: then it is no longer the writer.
func (o *outbox) nextMessage() ([]byte, *Ending) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.total.release(o.writing)
	o.size -= o.writing
	o.writing = 0
	if len(o.queue) == 0 {
		o.queue = nil
		o.hasWriter = o.end != nil
		return nil, o.end
	}
	message := o.queue[0]
	o.queue[0] = nil
	o.queue = o.queue[1:]
	o.writing = len(message)
	return message, nil
}
