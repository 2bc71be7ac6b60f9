package signalling

import (
	"math/rand/v2"
	"time"
)

const (
	FirstPause = 500 * time.Millisecond
	// none is longer at first: those who wait are back within 2 s of the server's return
	ShortPause   = 1500 * time.Millisecond
	longPause    = 15 * time.Second
	pausePart    = 40 // later, at most this fraction of the time that the server has been away
	crowdedPause = 5 * time.Second
)

// Backoff decides how long to wait before the next attempt to reconnect. Pauses are random: all
// clients of a server lose it in the same moment, and must not come back in one.
type Backoff struct {
	attempts int
	since    time.Time // of the first
}

// NextPause returns the pause before the next attempt; crowded says that the server is up and has
// no room for us.
func (b *Backoff) NextPause(crowded bool) time.Duration {
	if b.attempts == 0 {
		b.since = time.Now()
	}
	most := min(longPause, max(ShortPause, time.Since(b.since)/pausePart))
	pause := min(FirstPause<<min(b.attempts, 2), most)
	if crowded {
		pause = max(most, crowdedPause)
	}
	b.attempts++
	return pause/5 + rand.N(pause*4/5)
}
