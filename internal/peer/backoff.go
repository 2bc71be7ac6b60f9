package peer

import (
	"math/rand/v2"
	"time"
)

const (
	firstPause = 500 * time.Millisecond
	// at first none is longer: who waits is back within 2 s of the server's return
	shortPause   = 1500 * time.Millisecond
	longPause    = 15 * time.Second
	pausePart    = 40 // later, one may be this part of the time that the server has been away
	crowdedPause = 5 * time.Second
)

// backoff says how long to wait before the next attempt to come back. Chance spreads the pauses:
// all clients of a server lose it in the same moment, and are not to come back in one.
type backoff struct {
	attempts int
	since    time.Time // of the first
}

// nextPause is for the next attempt; crowded says that the server is there and has no room for us.
func (b *backoff) nextPause(crowded bool) time.Duration {
	if b.attempts == 0 {
		b.since = time.Now()
	}
	most := min(longPause, max(shortPause, time.Since(b.since)/pausePart))
	pause := min(firstPause<<min(b.attempts, 2), most)
	if crowded {
		pause = max(most, crowdedPause)
	}
	b.attempts++
	return pause/5 + rand.N(pause*4/5)
}
