package peer

import "sync"

// mailbox passes functions to the one goroutine that owns a call's state, in order. Posting never
// blocks. It is safe for concurrent use.
type mailbox struct {
	mu    sync.Mutex
	queue []func()
	wake  chan struct{} // holds one token while the queue may have something
}

func newMailbox() *mailbox { return &mailbox{wake: make(chan struct{}, 1)} }

func (b *mailbox) post(f func()) {
	b.mu.Lock()
	b.queue = append(b.queue, f)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// take gives all that was posted since the last time.
func (b *mailbox) take() []func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	queue := b.queue
	b.queue = nil
	return queue
}
