package ratelimit

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// TestCreditForAnswersIsNotSavedUp: or somebody's many bytes in another's name could be paid back
// all at once.
func TestCreditForAnswersIsNotSavedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from := netip.MustParseAddr("2001:db8::1")
		for name, earn := range map[string]func(*ResponseLimiter){
			"from answers": func(l *ResponseLimiter) { l.AllowResponse(from, 1600, 56) },
			"from silence": func(l *ResponseLimiter) { l.AllowResponse(from, 1600, 4*1600) },
		} {
			l := NewResponseLimiter()
			earn(l)
			time.Sleep(time.Minute)
			n := 0
			for l.AllowResponse(from, 20, 44) {
				n++
			}
			if n > maxCredit/4 { // each is four bytes longer than twice its request
				t.Errorf("%d answers were paid %s", n, name)
			}
		}
	})
}
