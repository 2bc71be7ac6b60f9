package sipline

import (
	"errors"
	"net"

	"github.com/emiago/sipgo"
)

// Stats are counts over everybody.
type Stats struct {
	Registered bool // at the registrar
	Calls      int  // at the moment
	Taken      int  // since the start, as all that follows
	Busy       int  // as many as there may be
	Flood      int  // more in a second than may be
	Unfit      int  // without an offer that we understand
	Foreign    int  // messages that were dropped: of strangers
	Over       int  // and of those who sent too many
}

// errFull: as many calls as there may be.
var errFull = errors.New("too many calls")

// Stats says what there has been so far.
func (l *Line) Stats() Stats {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.stats
	s.Calls = len(l.calls)
	s.Foreign, s.Over = l.from.dropped()
	return s
}

// count changes the counts.
func (l *Line) count(change func(*Stats)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.stats)
}

// admit counts a call, if there may be another one.
func (l *Line) admit(c *Call) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closing:
		return net.ErrClosed
	default:
	}
	if len(l.calls) >= l.config.MostCalls || l.callers[c.key] >= l.config.PerCaller {
		l.stats.Busy++
		return errFull
	}
	l.stats.Taken++
	l.calls[c.dialog.ID] = c
	l.callers[c.key]++
	l.running.Add(1)
	return nil
}

func (l *Line) release(c *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.calls, c.dialog.ID)
	if l.callers[c.key]--; l.callers[c.key] == 0 {
		delete(l.callers, c.key)
	}
	l.running.Done()
}

func (l *Line) callOf(d *sipgo.DialogServerSession) *Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls[d.ID]
}
