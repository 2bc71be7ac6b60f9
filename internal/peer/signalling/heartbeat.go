package signalling

import (
	"time"

	"einmal/internal/peer/taskqueue"
)

// When the server is pinged, and how long it may take to answer (protocol, 3.6).
const (
	PingInterval = 20 * time.Second
	minPatience  = time.Second     // for an answer on a fast line
	maxRoundTrip = 4 * time.Second // what took longer was a loss that has healed, not a round trip
	// a timer this late says that the process was suspended: answers may lie unread
	lateTime = 250 * time.Millisecond
	// the answer may queue behind other messages, but for at most this many times the patience
	behindOthers = 5
)

// roundTrip estimates the round-trip time to the server, over all connections of a call.
type roundTrip struct{ estimate time.Duration }

// observe takes a measurement in: a slower one at once, a faster one gradually.
func (r *roundTrip) observe(d time.Duration) {
	r.estimate = max(min(d, maxRoundTrip), r.estimate*8/10)
}

// patience is how long an answer may take.
func (r *roundTrip) patience() time.Duration { return max(minPatience, 2*r.estimate) }

// heartbeat checks whether the server still answers on a connection that looks open. It belongs to
// the call's goroutine.
type heartbeat struct {
	roundTrip *roundTrip
	tasks     *taskqueue.Queue
	sendPing  func()
	onSilence func() // the answer is overdue; it may still come

	lastHeard  time.Time // when anything last came from the server
	pingedAt   time.Time // zero: no ping is unanswered
	timer      *time.Timer
	generation int // a timer of an earlier generation is ignored
}

// schedulePing sets the next ping, at the start and after each answer.
func (h *heartbeat) schedulePing() {
	h.pingedAt = time.Time{}
	h.setTimer(PingInterval, func(bool) { h.pingServer(false) })
}

func (h *heartbeat) handlePong() {
	if !h.pingedAt.IsZero() {
		h.roundTrip.observe(time.Since(h.pingedAt))
	}
	h.schedulePing()
}

func (h *heartbeat) stop() {
	h.generation++
	if h.timer != nil {
		h.timer.Stop()
	}
}

func (h *heartbeat) pingServer(again bool) {
	h.pingedAt = time.Now()
	h.sendPing()
	h.awaitPong(h.roundTrip.patience(), again)
}

func (h *heartbeat) awaitPong(d time.Duration, again bool) {
	h.setTimer(d, func(late bool) {
		since, patience := h.pingedAt, h.roundTrip.patience()
		if h.lastHeard.After(since) {
			since = h.lastHeard
		}
		left := patience - time.Since(since)
		switch {
		case late && !again: // what has arrived meanwhile is read before the judgement
			h.pingServer(true)
		case left > 0 && time.Since(h.pingedAt) < behindOthers*patience:
			h.awaitPong(left, again)
		default:
			h.onSilence()
		}
	})
}

// setTimer runs f on the call's goroutine later, in place of whatever the timer was set for.
func (h *heartbeat) setTimer(d time.Duration, f func(late bool)) {
	h.stop()
	generation, due := h.generation, time.Now().Add(d)
	h.timer = time.AfterFunc(d, func() {
		h.tasks.Enqueue(func() {
			if generation == h.generation {
				f(time.Since(due) > lateTime)
			}
		})
	})
}
