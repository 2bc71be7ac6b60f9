package acme

import (
	"context"
	"crypto/x509"
	"time"
)

const (
	// After a failure; it doubles, up to longestPause. An authority bears five looks in vain an hour,
	// and a certificate of six days is renewed days before its end.
	firstPause   = 2 * time.Minute
	longestPause = time.Hour
	// askAgain is how often the authority is asked when it wants the certificate renewed: it may
	// have to take it back (RFC 9773).
	askAgain = 6 * time.Hour
	// shortLife is of certificates that are renewed after half of it, others after two thirds.
	shortLife = 10 * 24 * time.Hour
)

// Run gets the certificate if there is none, and renews it, until ctx ends. What goes wrong is
// logged by a code, for the texts of authorities name the host, and tried again.
func (s *Source) Run(ctx context.Context) {
	pause := firstPause
	for ctx.Err() == nil {
		if wait := s.untilRenewal(ctx); wait > 0 {
			sleep(ctx, wait)
			continue
		}
		err := s.order(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			pause = firstPause
			sleep(ctx, s.leastPause())
			continue
		}
		s.options.Log.Error("no certificate could be got; it is tried again", "code", codeOf(err))
		sleep(ctx, pause)
		pause = min(2*pause, longestPause)
	}
}

// leastPause is between one certificate and the next, whatever the authority says.
func (s *Source) leastPause() time.Duration {
	leaf := s.current.Load().Leaf
	return min(leaf.NotAfter.Sub(leaf.NotBefore)/4, longestPause)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// untilRenewal is how long nothing has to be done: until the time to renew, or to ask again when
// that is. Zero: it is now.
func (s *Source) untilRenewal(ctx context.Context) time.Duration {
	current := s.current.Load()
	if current == nil {
		return 0
	}
	due, err := s.window(ctx, current.Leaf)
	if err != nil || due.IsZero() {
		due = ownTime(current.Leaf)
	}
	return max(0, min(due.Sub(s.now()), askAgain))
}

// ownTime is when a certificate is renewed whose authority does not say.
func ownTime(leaf *x509.Certificate) time.Time {
	life := leaf.NotAfter.Sub(leaf.NotBefore)
	if life < shortLife {
		return leaf.NotBefore.Add(life / 2)
	}
	return leaf.NotBefore.Add(life * 2 / 3)
}

// renewalTime asks the authority (RFC 9773): a moment by chance in the time that it suggests.
func (s *Source) renewalTime(ctx context.Context, leaf *x509.Certificate) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	info, err := s.client.GetRenewalInfo(ctx, leaf)
	return info.SelectedTime, err
}
