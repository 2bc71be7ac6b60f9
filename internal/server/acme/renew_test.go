package acme

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// someLeaf is good from now on for so long.
func someLeaf(life time.Duration) *tls.Certificate {
	now := time.Now()
	return &tls.Certificate{Leaf: &x509.Certificate{NotBefore: now, NotAfter: now.Add(life)}}
}

// looped is a source whose authority is a function. The lock is held while it runs, and by the test
// while it does not rest.
type looped struct {
	*Source
	mu sync.Mutex
}

func loop(t *testing.T, order func(*Source) error,
	window func(*x509.Certificate) (time.Time, error)) *looped {
	l := &looped{Source: &Source{now: time.Now,
		options: Options{Log: slog.New(slog.DiscardHandler)}}}
	l.order = func(context.Context) error {
		l.mu.Lock()
		defer l.mu.Unlock()
		return order(l.Source)
	}
	l.window = func(_ context.Context, leaf *x509.Certificate) (time.Time, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		return window(leaf)
	}
	ctx, cancel := context.WithCancel(t.Context())
	l.mu.Lock()
	go l.Run(ctx)
	t.Cleanup(cancel)
	return l
}

// rest lets so much time pass.
func (l *looped) rest(d time.Duration) {
	l.mu.Unlock()
	time.Sleep(d)
	synctest.Wait()
	l.mu.Lock()
}

func silent(*x509.Certificate) (time.Time, error) { return time.Time{}, errors.New("no answer") }

// TestAnAuthorityThatIsAwayForADay: a certificate of six days is renewed as soon as it is back, and
// the authority is not asked more often than it bears.
func TestAnAuthorityThatIsAwayForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []time.Time
		began, isAway := time.Now(), false
		s := loop(t, func(s *Source) error {
			asked = append(asked, time.Now())
			if isAway {
				return &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("refused")}
			}
			s.current.Store(someLeaf(6 * 24 * time.Hour))
			return nil
		}, silent)
		defer s.mu.Unlock()
		s.rest(time.Second)
		if len(asked) != 1 {
			t.Fatalf("asked %d times for the first one", len(asked))
		}
		first := s.current.Load()
		isAway = true
		s.rest(4 * 24 * time.Hour) // due after three
		if s.current.Load() != first || time.Now().After(first.Leaf.NotAfter) {
			t.Error("the first one is gone")
		}
		if due := asked[1].Sub(began); due < 3*24*time.Hour || due > 3*24*time.Hour+askAgain {
			t.Errorf("asked again after %v", due)
		}
		if n := len(asked); n < 24 || n > 32 {
			t.Errorf("asked %d times in a day", n)
		}
		hour := 0
		for _, at := range asked[1:] {
			if at.Sub(asked[1]) < time.Hour {
				hour++
			}
		}
		if hour > 5 {
			t.Errorf("asked %d times in the first hour", hour)
		}
		isAway = false
		s.rest(longestPause)
		if s.current.Load() == first {
			t.Error("the authority is back, and was not asked")
		}
	})
}

// TestTheAuthoritySaysWhen, and may change its mind: it has to take certificates back at times.
func TestTheAuthoritySaysWhen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		orders := 0
		when := time.Now().Add(60 * 24 * time.Hour)
		s := loop(t, func(s *Source) error {
			orders++
			s.current.Store(someLeaf(90 * 24 * time.Hour))
			return nil
		}, func(*x509.Certificate) (time.Time, error) { return when, nil })
		defer s.mu.Unlock()
		s.rest(10 * 24 * time.Hour)
		if orders != 1 {
			t.Fatalf("%d orders", orders)
		}
		when = time.Now()
		s.rest(askAgain)
		if orders < 2 {
			t.Error("it was not renewed when the authority wanted it")
		}
		// One that never stops wanting it is not asked without end.
		s.rest(24 * time.Hour)
		if orders > 32 {
			t.Errorf("%d orders", orders)
		}
	})
}

func TestWhenACertificateIsRenewedOfWhichTheAuthoritySaysNothing(t *testing.T) {
	for life, want := range map[time.Duration]time.Duration{
		6 * 24 * time.Hour:  3 * 24 * time.Hour,
		90 * 24 * time.Hour: 60 * 24 * time.Hour,
	} {
		leaf := someLeaf(life).Leaf
		if got := ownTime(leaf).Sub(leaf.NotBefore); got != want {
			t.Errorf("of %v after %v", life, got)
		}
	}
}

func TestWhatAnAuthorityIsAskedUnder(t *testing.T) {
	for host, want := range map[string]string{
		"Call.Example": "call.example",
		"192.0.2.1":    "1.2.0.192.in-addr.arpa",
		"2001:db8::1": "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2" +
			".ip6.arpa",
	} {
		if got := serverName(host); got != want {
			t.Errorf("%s: %s", host, got)
		}
	}
}
