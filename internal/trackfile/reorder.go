package trackfile

import "time"

const (
	// maxHeld packets wait for one that is missing, for patience: as long as it takes to be sent
	// again.
	maxHeld  = 512
	patience = 500 * time.Millisecond
	// maxLate packets in a row that are too late: the sender counts anew.
	maxLate = 64
)

// reorder brings packets into the order in which they were sent, and marks what follows a gap.
type reorder struct {
	isOpen bool
	stream uint32
	next   uint16 // is to come
	late   int    // in a row
	held   map[uint16]packet
}

// put gives the packets that are next, this one among them or not.
func (r *reorder) put(p packet) (ready []packet) {
	behind := int16(p.number-r.next) < 0
	if r.late++; !behind {
		r.late = 0
	}
	if !r.isOpen || p.stream != r.stream || r.late > maxLate {
		ready = r.flush()
		*r = reorder{isOpen: true, stream: p.stream, next: p.number + 1,
			held: map[uint16]packet{}}
		p.afterGap = true
		return append(ready, p)
	}
	if behind {
		return nil // it came twice, or after it was given up
	}
	r.held[p.number] = p
	for ready = r.takeNext(nil); len(r.held) > 0 && (len(r.held) > maxHeld ||
		p.arrived-r.oldest() > patience); {
		ready = r.takeNext(r.skip(ready))
	}
	return ready
}

// takeNext adds all that follow without a gap.
func (r *reorder) takeNext(ready []packet) []packet {
	for {
		p, ok := r.held[r.next]
		if !ok {
			return ready
		}
		delete(r.held, r.next)
		r.next++
		ready = append(ready, p)
	}
}

// skip gives up what is missing, and adds the first after it.
func (r *reorder) skip(ready []packet) []packet {
	first := uint16(0xffff)
	for number := range r.held {
		first = min(first, number-r.next)
	}
	p := r.held[r.next+first]
	delete(r.held, p.number)
	r.next, p.afterGap = p.number+1, true
	return append(ready, p)
}

func (r *reorder) oldest() (at time.Duration) {
	at = 1<<63 - 1
	for _, p := range r.held {
		at = min(at, p.arrived)
	}
	return at
}

// flush gives all that is held, in order.
func (r *reorder) flush() (ready []packet) {
	for len(r.held) > 0 {
		ready = r.takeNext(r.skip(ready))
	}
	return ready
}
