package rtc

import "time"

// rateLimit is how much may come or go on a data channel.
type rateLimit struct {
	burst, perSecond float64 // bytes
	// perMessage is what a message costs besides its bytes: each may be one more line to draw.
	perMessage float64
}

// textLimit is how much a peer may send on its first data channel (protocol, section 4.3): more than
// any call needs, and too little to keep us from anything else.
var textLimit = rateLimit{burst: 512 << 10, perSecond: 64 << 10, perMessage: 4096}

type rateLimiter struct {
	limit rateLimit
	left  float64
	at    time.Time
}

func newRateLimiter(limit rateLimit, now time.Time) *rateLimiter {
	return &rateLimiter{limit, limit.burst, now}
}

// allows returns false if a message of this size is too much, and counts it either way.
func (l *rateLimiter) allows(size int, now time.Time) bool {
	l.refill(now)
	l.left -= float64(size) + l.limit.perMessage
	return l.left >= 0
}

// has reports whether a message of this size would not be too much.
func (l *rateLimiter) has(size int, now time.Time) bool {
	l.refill(now)
	return l.left >= float64(size)+l.limit.perMessage
}

func (l *rateLimiter) refill(now time.Time) {
	l.left = min(l.limit.burst, l.left+now.Sub(l.at).Seconds()*l.limit.perSecond)
	l.at = now
}

// pauseAfter is how long a message of this size takes at the steady rate.
func (l rateLimit) pauseAfter(size int) time.Duration {
	return time.Duration((float64(size) + l.perMessage) / l.perSecond * float64(time.Second))
}

// PauseAfter is how long to wait after a text before the next, where a program writes them: whoever
// sends more is cut off.
func PauseAfter(text string) time.Duration { return textLimit.pauseAfter(len(text)) }
