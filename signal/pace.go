package signal

import "time"

// How much one client may say. Whoever says more is not refused but read more slowly, which its own TCP connection feels and
// nobody else does: else one knocker could fill the host's outbox and have the host cut off. The burst is several times what
// negotiating with five others takes; after it a call says next to nothing here, since the data channels are open.
const (
	burst       = 512 << 10 // bytes
	rate        = 16 << 10  // bytes a second
	messageCost = 512       // bytes that every message counts for beside its own
)

// pace is a bucket that leaks. The zero value is empty.
type pace struct {
	level float64 // bytes
	at    time.Time
}

// take counts a message of n bytes and says how long to wait before handling it.
func (p *pace) take(now time.Time, n int) time.Duration {
	p.level = max(0, p.level-rate*now.Sub(p.at).Seconds()) + float64(n+messageCost)
	p.at = now
	if p.level <= burst {
		return 0
	}
	return time.Duration((p.level - burst) / rate * float64(time.Second))
}
