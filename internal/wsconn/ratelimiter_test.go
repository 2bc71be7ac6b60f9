package wsconn

import (
	"testing"
	"time"
)

func TestTheRateLimiterAllowsABurstAndThenARate(t *testing.T) {
	now := time.Unix(1790000000, 0)
	var l rateLimiter
	const size = 1024
	for i := range Burst / (size + MessageCost) {
		if wait := l.countBytes(now, size+MessageCost); wait != 0 {
			t.Fatalf("message %d of the burst has to wait %v", i, wait)
		}
	}
	l.countBytes(now, size+MessageCost)
	wait := l.countBytes(now, size+MessageCost)
	if one := time.Duration(float64(size+MessageCost) / Rate * float64(time.Second)); wait < one ||
		wait > 2*one {
		t.Errorf("the next has to wait %v, want about %v", wait, one)
	}
	if wait := l.countBytes(now.Add(time.Hour), Burst); wait != 0 {
		t.Errorf("after an hour a burst has to wait %v", wait)
	}
}
