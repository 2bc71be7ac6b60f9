package sourcelimit

import (
	"fmt"
	"testing"
	"time"
)

func TestSocketsAreCountedForEachSource(t *testing.T) {
	now := time.Unix(1790000000, 0)
	l := NewLimiter()
	l.renewKey(now)
	var open []*Source
	for i := range MaxSockets {
		s := l.OpenSocket(fmt.Sprintf("[2001:db8::%x]:%d", i+1, i), now)
		if s == nil {
			t.Fatalf("socket %d was refused", i)
		}
		open = append(open, s)
	}
	for address, want := range map[string]bool{
		"[2001:db8::ffff]:1":    false, // the same /64
		"[2001:db8:0:1::1]:1":   true,
		"192.0.2.1:1":           true,
		"[::ffff:192.0.2.1]:2":  true,
		"not an address at all": true,
	} {
		if got := l.OpenSocket(address, now) != nil; got != want {
			t.Errorf("%s: got in: %v", address, got)
		}
	}
	open[0].CloseSocket()
	if l.OpenSocket("[2001:db8::1]:1", now) == nil {
		t.Error("a socket that closed still counts")
	}
}

// TestANetworkOfManySourcesIsCountedAsWell: a rented machine has a /48, and each of its 65,536 /64
// would be a source.
func TestANetworkOfManySourcesIsCountedAsWell(t *testing.T) {
	now := time.Unix(1790000000, 0)
	for name, test := range map[string]struct {
		from  string // the next address
		times int    // of what one /64 may
		other string // that is counted apart
	}{
		"a /56": {"[2001:db8:0:%x::1]:1", 4, "[2001:db8:0:100::1]:1"},
		"a /48": {"[2001:db8:0:%x00::1]:1", 16, "[2001:db8:1::1]:1"},
	} {
		l := NewLimiter()
		l.renewKey(now)
		sockets, attempts, creates := 0, 0, 0
		for i := range 250 {
			address := fmt.Sprintf(test.from, i)
			s := l.OpenSocket(address, now)
			for ; s != nil && s.CountAttempt(now); s = l.OpenSocket(address, now) {
				sockets++
				attempts++
				for range 2 {
					if s.CountRoom() {
						creates++
					}
				}
			}
			if full := l.IsFull(address, now); full != (sockets == test.times*MaxSockets) &&
				sockets%MaxSockets > 0 {
				t.Errorf("%s: full is %v with %d sockets", name, full, sockets)
			}
		}
		if sockets != test.times*MaxSockets || creates != test.times*MaxRooms {
			t.Errorf("%s: %d sockets, %d rooms", name, sockets, creates)
		}
		if l.OpenSocket(test.other, now) == nil {
			t.Errorf("%s: another network is refused", name)
		}
	}
}

func TestAnAddressCountsTheSameInBothSpellings(t *testing.T) {
	now := time.Unix(1790000000, 0)
	l := NewLimiter()
	l.renewKey(now)
	if l.OpenSocket("192.0.2.1:1", now) != l.OpenSocket("[::ffff:192.0.2.1]:2", now) {
		t.Error("an IPv4 address and the same address mapped into IPv6 are two sources")
	}
	if l.OpenSocket("192.0.2.1:1", now) == l.OpenSocket("192.0.2.2:1", now) {
		t.Error("two IPv4 addresses are one source")
	}
}

func TestAttemptsAreCountedForAMinute(t *testing.T) {
	now := time.Unix(1790000000, 0)
	l := NewLimiter()
	l.renewKey(now)
	s := l.OpenSocket("192.0.2.1:1", now)
	for i := range maxAttempts {
		if !s.CountAttempt(now) {
			t.Fatalf("attempt %d was refused", i)
		}
	}
	if s.CountAttempt(now.Add(time.Minute - 1)) {
		t.Error("one attempt too many was let through")
	}
	if l.OpenSocket("192.0.2.1:2", now.Add(time.Second)) != nil {
		t.Error("who has used up its attempts got another socket")
	}
	if !s.CountAttempt(now.Add(time.Minute)) {
		t.Error("the next minute did not begin anew")
	}
}

func TestTheLimiterForgets(t *testing.T) {
	now := time.Unix(1790000000, 0)
	l := NewLimiter()
	l.renewKey(now)
	first, key := l.OpenSocket("192.0.2.1:1", now), l.key
	l.ForgetIdle(now.Add(KeyLife - 1))
	if len(l.sources) != 1 {
		t.Error("a source with an open socket was forgotten")
	}
	first.CloseSocket()
	l.ForgetIdle(now.Add(time.Minute - 1))
	if len(l.sources) != 1 {
		t.Error("attempts of the current minute were forgotten")
	}
	l.ForgetIdle(now.Add(time.Minute))
	if len(l.sources) != 0 {
		t.Error("a source that nothing depends on is kept")
	}
	l.OpenSocket("192.0.2.1:1", now.Add(KeyLife))
	if l.key == key {
		t.Error("the key outlived its hour")
	}
}
