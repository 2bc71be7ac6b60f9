package turnserver

import (
	"sync"
	"time"
)

// sendResponse queues a response and writes it.
func (s *stream) sendResponse(message []byte) {
	s.enqueue(message, queueLimit+queueReserve)
	s.flushMessages()
}

// sendMessage queues relayed data until flushMessages, or drops it if the client is too slow.
func (s *stream) sendMessage(packet []byte) { s.enqueue(packet, queueLimit) }

func (s *stream) enqueue(packet []byte, limit int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.queue)+len(packet) > limit {
		s.listener.table.countDrop(dropQueueFull)
		return
	}
	if s.queue == nil {
		s.queue = (*queues.Get().(*[readSize]byte))[:0]
	}
	s.queue = append(s.queue, packet...)
	s.queue = append(s.queue, "\x00\x00\x00"[:-len(packet)&3]...)
}

// queues are buffers for writing.
var queues = sync.Pool{New: func() any { return new([readSize]byte) }}

// recycleQueue returns a written queue to the pool, unless it had to grow.
func recycleQueue(queue []byte) {
	if cap(queue) == readSize {
		queues.Put((*[readSize]byte)(queue[:readSize]))
	}
}

// takeQueue begins to write: it returns the queue, if anything is in it and nobody else is writing.
func (s *stream) takeQueue() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.writing || len(s.queue) == 0 {
		return nil
	}
	queue := s.queue
	s.queue, s.writing = nil, true
	return queue
}

// takeNextQueue returns what was queued meanwhile, or ends writing.
func (s *stream) takeNextQueue() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue := s.queue
	s.queue, s.writing = nil, queue != nil
	return queue
}

// flushMessages writes as much of the queue as the socket takes without waiting, and leaves the
// rest to a goroutine.
func (s *stream) flushMessages() {
	for queue := s.takeQueue(); queue != nil; queue = s.takeNextQueue() {
		n, err := s.socket.writeNow(s, queue)
		switch {
		case err != nil:
			_ = s.Close()
			return
		case n < len(queue):
			go s.drainQueue(queue, n)
			return
		}
		recycleQueue(queue)
	}
}

// drainQueue writes a queue from n on, and what is queued meanwhile. It waits, but not longer than
// a client may stall.
func (s *stream) drainQueue(queue []byte, n int) {
	for ; queue != nil; queue, n = s.takeNextQueue(), 0 {
		_ = s.SetWriteDeadline(time.Now().Add(stalledWrite))
		if _, err := s.Conn.Write(queue[n:]); err != nil {
			_ = s.Close()
			return
		}
		recycleQueue(queue)
	}
}
