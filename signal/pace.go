package signal

import "time"

// How much one client may say. Whoever says more is not refused but read more slowly, which its own
// TCP connection feels and nobody else does. The bursts of five members and a full lobby together
// fit into an outbox, so nobody can get anybody else cut off by them; one member's is several times
// what negotiating with five others takes, a knocker's what it takes to knock a dozen times. After
// it a call says next to nothing here, since the data channels are open.
const (
	burst         = 320 << 10 // bytes
	rate          = 16 << 10  // bytes a second
	messageCost   = 512       // bytes that every message counts for beside its own
	knockerFactor = 8         // a knocker's frames count so many times
)

// pace is a bucket that leaks. The zero value is empty.
type pace struct {
	level float64 // bytes
	at    time.Time
}

// take counts n bytes and says how long to wait before going on.
func (p *pace) take(now time.Time, n int) time.Duration {
	p.level = max(0, p.level-rate*now.Sub(p.at).Seconds()) + float64(n)
	p.at = now
	if p.level <= burst {
		return 0
	}
	return time.Duration((p.level - burst) / rate * float64(time.Second))
}

// spend counts n bytes and waits, unless the connection is over anyway.
func (c *conn) spend(n int) {
	if wait := c.pace.take(time.Now(), n); wait > 0 {
		select {
		case <-time.After(wait):
		case <-c.out.over:
		}
	}
}
