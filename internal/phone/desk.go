// Package phone joins telephones to calls as visible guests: it answers, asks for a PIN, knocks at
// the room of the PIN like everybody, and passes sound both ways. What a telephone hears and says
// is not encrypted to its end, which the gateway says of itself from the knock on.
//
// A session belongs to one goroutine (session.go). Another one sends the telephone a frame each
// 20 ms, a third reads what it says.
package phone

import (
	"context"
	"sync"
	"time"

	"einmal/internal/links"
	"einmal/internal/phone/door"
	"einmal/internal/phone/sipline"
	"einmal/internal/phone/voip"
)

const (
	pinLength = 6
	// A caller may be wrong three times in a call and ten times an hour, and all callers together
	// sixty times: guessing would take years, and ends at a host who is asked anyway.
	wrongInCall  = 3
	wrongPerHour = 10
	wrongInAll   = 60
)

// Options of a gateway.
type Options struct {
	Name         string // of every telephone in calls, before the last digits
	Digits       int    // of the number that are shown
	LoopbackOnly bool
	// Quiet is how long nothing may come from a telephone, HeldQuiet from one that holds us.
	Quiet, HeldQuiet time.Duration
	Longest          time.Duration // call
	LostAtDoor       time.Duration // how long somebody waits for a server that is away
}

// Desk takes telephones in.
type Desk struct {
	options Options
	door    *door.Door

	mu    sync.Mutex
	since time.Time      // when counting began
	wrong map[string]int // PINs of each caller
	all   int            // wrong PINs
	total Totals
}

// Totals are sums since the start.
type Totals struct {
	LetIn    int
	WrongPIN int
	Limited  int // PINs that were not looked at, after too many wrong ones
	// Calls that are over, and their packets.
	Calls int
	voip.Counts
}

// Totals says what there has been so far.
func (d *Desk) Totals() Totals {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.total
}

func (d *Desk) countLetIn() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.total.LetIn++
}

// count adds a telephone that has hung up.
func (d *Desk) count(c voip.Counts) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.total.Calls++
	d.total.Received += c.Received
	d.total.Lost += c.Lost
	d.total.Foreign += c.Foreign
	d.total.Sent += c.Sent
}

// NewDesk makes a desk that knows the PINs of a door.
func NewDesk(o Options, d *door.Door) *Desk {
	return &Desk{options: o, door: d, wrong: map[string]int{}}
}

// Answer has a call until one side hangs up.
func (d *Desk) Answer(ctx context.Context, c *sipline.Call) {
	ctx, cancel := context.WithTimeout(ctx, d.options.Longest)
	defer cancel()
	s := newSession(d, c)
	s.run(ctx)
	d.count(c.Leg().Count())
}

// nameOf is what the others see of a number.
func (d *Desk) nameOf(number string) string {
	if n := min(d.options.Digits, len(number)); n > 0 && len(number) > n {
		return d.options.Name + " …" + number[len(number)-n:]
	}
	return d.options.Name
}

// tryPIN gives the room of a PIN. Neither a right nor a wrong one is looked at once there were too
// many wrong ones.
func (d *Desk) tryPIN(caller, pin string, now time.Time) (links.Link, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.Sub(d.since) >= time.Hour {
		d.since, d.all = now, 0
		clear(d.wrong)
	}
	if d.wrong[caller] >= wrongPerHour || d.all >= wrongInAll {
		d.total.Limited++
		return links.Link{}, false
	}
	link, ok := d.door.LinkOf(pin, now)
	if !ok {
		d.wrong[caller]++
		d.all++
		d.total.WrongPIN++
	}
	return link, ok
}
