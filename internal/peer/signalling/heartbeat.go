package signalling

import (
	"time"

	"einmal/internal/peer/taskqueue"
)

// When and how the server is asked for a sign of life (protocol, 3.6).
const (
	PingInterval = 20 * time.Second
	minPatience  = time.Second     // how long an answer may take on a fast line
	maxRoundTrip = 4 * time.Second // what took longer was no way but a loss that has healed
	// a timer that is so late says that we did not run: answers may lie unread
	lateTime = 250 * time.Millisecond
	// while other messages come, the answer may stand behind them; not for so many times as long
	behindOthers = 5
)

// roundTrip is what is known of the way to the server and back, over all connections of a call.
type roundTrip struct{ estimate time.Duration }

// observe: slower is believed at once, faster by and by.
func (w *roundTrip) observe(d time.Duration) {
	w.estimate = max(min(d, maxRoundTrip), w.estimate*8/10)
}

// patience is how long an answer may take.
func (w *roundTrip) patience() time.Duration { return max(minPatience, 2*w.estimate) }

// heartbeat asks whether the server still answers on a connection that looks open. It belongs to
// the call's goroutine.
type heartbeat struct {
	roundTrip *roundTrip
	tasks     *taskqueue.Queue
	sendPing  func()
	onSilence func() // the answer is overdue; it may still come

	lastHeard  time.Time // of anything from the server
	pingedAt   time.Time // zero: there is no question
	timer      *time.Timer
	generation int // a timer of another turn has no say
}

// schedulePing begins to ask, and begins anew after an answer.
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

// setTimer runs f on the call's goroutine, in place of whatever the timer was set for.
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
