// Package taskqueue passes functions to the one goroutine that owns a call's state.
package taskqueue

import "sync"

// Queue passes functions to the one goroutine that owns a call's state, in order. Enqueue never
// blocks. It is safe for concurrent use.
type Queue struct {
	mu    sync.Mutex
	queue []func()
	Wake  chan struct{} // holds one token while the queue may have something
}

func New() *Queue { return &Queue{Wake: make(chan struct{}, 1)} }

func (q *Queue) Enqueue(f func()) {
	q.mu.Lock()
	q.queue = append(q.queue, f)
	q.mu.Unlock()
	select {
	case q.Wake <- struct{}{}:
	default:
	}
}

// TakeAll returns all that was enqueued since the last time.
func (q *Queue) TakeAll() []func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	queue := q.queue
	q.queue = nil
	return queue
}
