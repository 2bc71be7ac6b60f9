package signal

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

// Limits for one source: an IPv4 address or an IPv6 /64, which is what one household has. They are generous, for a whole
// office may stand behind one address; they are there so that one machine cannot take all memory or guess at speed.
const (
	maxSockets  = 200 // open at once
	maxAttempts = 600 // creates and joins a minute
	maxCreates  = 60  // rooms an hour, where creating takes work
	keyLife     = time.Hour
)

// limiter counts by source. It does not hold addresses but hashes of them under a random key that is thrown away every
// hour, the counts with it; so the limits hold within an hour, not across two.
type limiter struct {
	mu      sync.Mutex // guards what follows, and the sources
	key     [32]byte
	since   time.Time
	sources map[[16]byte]*source
}

// source is one counter. A connection keeps it for as long as it is open.
type source struct {
	limiter  *limiter
	sockets  int
	attempts int
	minute   time.Time // when attempts began to count
	creates  int       // in the life of the key
}

func newLimiter() *limiter {
	l := &limiter{}
	l.renew(time.Now())
	return l
}

func (l *limiter) renew(now time.Time) {
	rand.Read(l.key[:])
	l.since = now
	l.sources = make(map[[16]byte]*source)
}

// enter counts a new socket from address (host:port, as in http.Request.RemoteAddr); nil says that there are too many.
func (l *limiter) enter(address string, now time.Time) *source {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.since) >= keyLife {
		l.renew(now)
	}
	hash := l.hash(address)
	s := l.sources[hash]
	if s == nil {
		s = &source{limiter: l, minute: now}
		l.sources[hash] = s
	}
	if s.isFull(now) {
		return nil
	}
	s.sockets++
	return s
}

// isFull says whether a socket from address would be one too many.
func (l *limiter) isFull(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.sources[l.hash(address)]
	return s != nil && s.isFull(now)
}

func (s *source) isFull(now time.Time) bool {
	s.turn(now)
	return s.sockets >= maxSockets || s.attempts >= maxAttempts
}

// hash needs the mutex. What is no address (a pipe in a test) is one source of its own.
func (l *limiter) hash(address string) [16]byte {
	var network []byte
	if ap, err := netip.ParseAddrPort(address); err == nil {
		ip := ap.Addr().Unmap().WithZone("")
		if ip.Is6() {
			prefix, _ := ip.Prefix(64) // cannot fail: 64 <= 128
			ip = prefix.Addr()
		}
		network = ip.AsSlice()
	}
	sum := sha256.Sum256(append(l.key[:], network...))
	return [16]byte(sum[:])
}

// turn starts a new minute if the last one is over.
func (s *source) turn(now time.Time) {
	if now.Sub(s.minute) >= time.Minute {
		s.minute, s.attempts = now, 0
	}
}

// attempt counts a create or a join and says whether it is allowed.
func (s *source) attempt(now time.Time) bool {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	s.turn(now)
	if s.attempts >= maxAttempts {
		return false
	}
	s.attempts++
	return true
}

// create counts a room and says whether it is allowed.
func (s *source) create() bool {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	if s.creates >= maxCreates {
		return false
	}
	s.creates++
	return true
}

// leave counts a socket off.
func (s *source) leave() {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	s.sockets--
}

// tidy forgets sources that nothing depends on any more.
func (l *limiter) tidy(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.since) >= keyLife { // also when nobody comes
		l.renew(now)
	}
	for hash, s := range l.sources {
		if s.sockets == 0 && s.creates == 0 && now.Sub(s.minute) >= time.Minute {
			delete(l.sources, hash)
		}
	}
}
