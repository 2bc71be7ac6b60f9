package peer

import (
	"time"

	"einmal/internal/peer/taskqueue"
)

// When and how the server is asked for a sign of life (protocol, 3.6).
const (
	askEvery    = 20 * time.Second
	leastAnswer = time.Second     // how long an answer may take on a fast line
	slowestWay  = 4 * time.Second // what took longer was no way but a loss that has healed
	// a timer that is so late says that we did not run: answers may lie unread
	lateTime = 250 * time.Millisecond
	// while other messages come, the answer may stand behind them; not for so many times as long
	behindOthers = 5
)

// wayBack is what is known of the way to the server and back, over all connections of a call.
type wayBack struct{ time time.Duration }

// took: slower is believed at once, faster by and by.
func (w *wayBack) took(d time.Duration) { w.time = max(min(d, slowestWay), w.time*8/10) }

// patience is how long an answer may take.
func (w *wayBack) patience() time.Duration { return max(leastAnswer, 2*w.time) }

// pulse asks whether the server still answers on a connection that looks open. It belongs to the
// call's goroutine.
type pulse struct {
	way    *wayBack
	tasks  *taskqueue.Queue
	ping   func()
	silent func() // the answer is overdue; it may still come

	heard time.Time // of anything from the server
	asked time.Time // zero: there is no question
	timer *time.Timer
	turn  int // a timer of another turn has no say
}

// start begins to ask, and begins anew after an answer.
func (p *pulse) start() {
	p.asked = time.Time{}
	p.after(askEvery, func(bool) { p.ask(false) })
}

func (p *pulse) answered() {
	if !p.asked.IsZero() {
		p.way.took(time.Since(p.asked))
	}
	p.start()
}

func (p *pulse) stop() {
	p.turn++
	if p.timer != nil {
		p.timer.Stop()
	}
}

func (p *pulse) ask(again bool) {
	p.asked = time.Now()
	p.ping()
	p.wait(p.way.patience(), again)
}

func (p *pulse) wait(d time.Duration, again bool) {
	p.after(d, func(late bool) {
		since, patience := p.asked, p.way.patience()
		if p.heard.After(since) {
			since = p.heard
		}
		left := patience - time.Since(since)
		switch {
		case late && !again: // what has arrived meanwhile is read before the judgement
			p.ask(true)
		case left > 0 && time.Since(p.asked) < behindOthers*patience:
			p.wait(left, again)
		default:
			p.silent()
		}
	})
}

// after runs f on the call's goroutine, in place of whatever the timer was set for.
func (p *pulse) after(d time.Duration, f func(late bool)) {
	p.stop()
	turn, due := p.turn, time.Now().Add(d)
	p.timer = time.AfterFunc(d, func() {
		p.tasks.Enqueue(func() {
			if turn == p.turn {
				f(time.Since(due) > lateTime)
			}
		})
	})
}
