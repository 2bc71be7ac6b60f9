package signalling

import (
	"math/rand/v2"
	"time"
)

const (
	FirstPause = 500 * time.Millisecond
	// at first none is longer: who waits is back within 2 s of the server's return
	ShortPause   = 1500 * time.Millisecond
	longPause    = 15 * time.Second
	pausePart    = 40 // later, one may be this part of the time that the server has been away
	crowdedPause = 5 * time.Second
)

// Backoff says how long to wait before the next attempt to come back. Chance spreads the pauses:
// all clients of a server lose it in the same moment, and are not to come back in one.
type Backoff struct {
	attempts int
	since    time.Time // of the first
}

// NextPause is for the next attempt; crowded says that the server is there and has no room for us.
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
