package peer

import (
	"slices"
	"time"

	"einmal/internal/peer/protocol"
)

const (
	// maxReturns is how often somebody comes back without a question within returnsTime: each time
	// brings new safety codes with everybody. A laptop that is closed now and then is no reason to
	// ask again.
	maxReturns  = 2
	returnsTime = 10 * time.Minute
)

// returnTimes are those at which members have come back, by their key.
type returnTimes struct {
	now   func() time.Time
	times map[protocol.PublicKey][]time.Time // none older than returnsTime after mayReturn
}

func newReturnTimes() returnTimes {
	return returnTimes{now: time.Now, times: map[protocol.PublicKey][]time.Time{}}
}

// mayReturn notes a return, under another key than before or the same. False if that is once too
// often: it is counted anew then.
func (r returnTimes) mayReturn(before, key protocol.PublicKey) bool {
	now := r.now()
	for of, times := range r.times {
		if times = slices.DeleteFunc(times,
			func(at time.Time) bool { return now.Sub(at) >= returnsTime }); len(times) == 0 {
			delete(r.times, of)
		} else {
			r.times[of] = times
		}
	}
	times := r.times[before]
	delete(r.times, before)
	if len(times) >= maxReturns {
		return false
	}
	r.times[key] = append(times, now)
	return true
}

func (r returnTimes) forget(key protocol.PublicKey) { delete(r.times, key) }
