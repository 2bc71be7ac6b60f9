package wsconn

import "time"

// How much one client may say. Whoever says more is not refused but read more slowly, which its own
// TCP connection feels and nobody else does. The bursts of five members and a full lobby together
// fit into an outbox, so nobody can get anybody else cut off by them; one member's is several times
// what negotiating with five others takes, a knocker's what it takes to knock a dozen times. After
// it a call says next to nothing here, since the data channels are open.
const (
	Burst       = 320 << 10 // bytes
	Rate        = 16 << 10  // bytes a second
	MessageCost = 512       // bytes that every message counts for beside its own
)

// A client that fills or empties a box says and hears much more, for once (docs/protocol.md, 3.8).
const (
	bulkBurst = 1 << 20 // bytes
	bulkRate  = 1 << 20 // bytes a second
)

// rateLimiter is a leaky bucket. The zero value is empty.
type rateLimiter struct {
	level float64 // bytes
	at    time.Time
	bulk  bool
}

// countBytes counts n bytes and says how long to wait before going on.
func (l *rateLimiter) countBytes(now time.Time, n int) time.Duration {
	burst, rate := float64(Burst), float64(Rate)
	if l.bulk {
		burst, rate = bulkBurst, bulkRate
	}
	l.level = max(0, l.level-rate*now.Sub(l.at).Seconds()) + float64(n)
	l.at = now
	if l.level <= burst {
		return 0
	}
	return time.Duration((l.level - burst) / rate * float64(time.Second))
}
