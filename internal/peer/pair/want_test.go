package pair

import (
	"testing"
	"time"
)

func TestAPeerMayWantAnotherSizeTwiceASecondAndSendNoFlood(t *testing.T) {
	now := time.Now()
	var steady wantLimiter
	for n := range 1000 {
		if !steady.allows(now.Add(time.Duration(n) * time.Second / 2)) {
			t.Fatalf("the %dth of two a second is too much", n)
		}
	}
	var flood wantLimiter
	for n := range wantBurst {
		if !flood.allows(now) {
			t.Fatalf("%d after a broken path are too much", n)
		}
	}
	if flood.allows(now) {
		t.Error("a flood is allowed")
	}
}
