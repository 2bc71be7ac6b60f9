package rtc

import "time"

// How much a peer may send on its data channel (protocol, section 4.3): more than any call needs,
// and too little to keep us from anything else.
const (
	rateBurst     = 512 << 10 // bytes
	ratePerSecond = 64 << 10
	ratePerText   = 4096 // what a message costs besides its text: each may be one more line to draw
)

type rateLimiter struct {
	left float64
	at   time.Time
}

func newRateLimiter(now time.Time) *rateLimiter { return &rateLimiter{rateBurst, now} }

// allows returns false if a message of this size is too much.
func (l *rateLimiter) allows(size int, now time.Time) bool {
	refilled := min(rateBurst, l.left+now.Sub(l.at).Seconds()*ratePerSecond)
	l.left = refilled - float64(size+ratePerText)
	l.at = now
	return l.left >= 0
}

// PauseAfter is how long to wait after a text before the next, where a program writes them: whoever
// sends more is cut off.
func PauseAfter(text string) time.Duration {
	return time.Duration(len(text)+ratePerText) * time.Second / ratePerSecond
}
