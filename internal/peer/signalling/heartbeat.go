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
func (w *roundTrip) observe(d time.Duration) {
	w.estimate = max(min(d, maxRoundTrip), w.estimate*8/10)
}

// patience is how long an answer may take.
func (w *roundTrip) patience() time.Duration { return max(minPatience, 2*w.estimate) }

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
func (p *heartbeat) schedulePing() {
	p.pingedAt = time.Time{}
	p.setTimer(PingInterval, func(bool) { p.pingServer(false) })
}

func (p *heartbeat) handlePong() {
	if !p.pingedAt.IsZero() {
		p.roundTrip.observe(time.Since(p.pingedAt))
	}
	p.schedulePing()
}

func (p *heartbeat) stop() {
	p.generation++
	if p.timer != nil {
		p.timer.Stop()
	}
}

func (p *heartbeat) pingServer(again bool) {
	p.pingedAt = time.Now()
	p.sendPing()
	p.awaitPong(p.roundTrip.patience(), again)
}

func (p *heartbeat) awaitPong(d time.Duration, again bool) {
	p.setTimer(d, func(late bool) {
		since, patience := p.pingedAt, p.roundTrip.patience()
		if p.lastHeard.After(since) {
			since = p.lastHeard
		}
		left := patience - time.Since(since)
		switch {
		case late && !again: // what has arrived meanwhile is read before the judgement
			p.pingServer(true)
		case left > 0 && time.Since(p.pingedAt) < behindOthers*patience:
			p.awaitPong(left, again)
		default:
			p.onSilence()
		}
	})
}

// setTimer runs f on the call's goroutine later, in place of whatever the timer was set for.
func (p *heartbeat) setTimer(d time.Duration, f func(late bool)) {
	p.stop()
	turn, due := p.generation, time.Now().Add(d)
	p.timer = time.AfterFunc(d, func() {
		p.tasks.Enqueue(func() {
			if turn == p.generation {
				f(time.Since(due) > lateTime)
			}
		})
	})
}
