package trackfile

import "time"

const (
	// A place that is further from its packet's arrival is no longer believed: the sender's clock
	// has jumped, or the sender lies.
	maxBehind = 2 * time.Second
	maxAhead  = 500 * time.Millisecond
	// In each window the least delay shows how far two clocks have drifted apart; from driftLimit
	// on the track is brought back into step.
	window     = 10 * time.Second
	driftLimit = 40 * time.Millisecond
)

// clock says where a packet belongs on the recording's time line. The sender's time stamps say how
// far apart packets are, their arrival where all of it lies.
type clock struct {
	rate   int64 // of the stamps, in Hz
	isSet  bool
	stream uint32
	stamp  uint32 // of the last packet
	place  int64  // of the last packet, in ticks of rate since the beginning
	least  int64  // delay in this window
	since  time.Duration
}

// placeOf gives the place of a packet in ticks since the beginning; packets come in order.
func (c *clock) placeOf(p packet) int64 {
	arrived := c.ticks(p.arrived)
	if !c.isSet || c.stream != p.stream {
		c.anchor(p, arrived)
		return c.place
	}
	c.place += int64(int32(p.stamp - c.stamp))
	c.stamp = p.stamp
	delay := arrived - c.place
	if delay > c.ticks(maxBehind) || delay < -c.ticks(maxAhead) {
		c.anchor(p, arrived)
		return c.place
	}
	c.least = min(c.least, delay)
	if p.arrived-c.since > window {
		if limit := c.ticks(driftLimit); c.least > limit || c.least < -limit {
			c.place += c.least
		}
		c.startWindow(p.arrived)
	}
	return c.place
}

func (c *clock) anchor(p packet, arrived int64) {
	c.isSet, c.stream, c.stamp, c.place = true, p.stream, p.stamp, arrived
	c.startWindow(p.arrived)
}

func (c *clock) startWindow(now time.Duration) { c.least, c.since = 1<<62, now }

func (c *clock) ticks(d time.Duration) int64 { return d.Microseconds() * c.rate / 1_000_000 }
