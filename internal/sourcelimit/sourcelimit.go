// Package sourcelimit counts by source what people ask of a server: open sockets, attempts to
// create or to join, rooms. A source is an IPv4 address or an IPv6 /64, which is what one household
// has. Whoever rents a machine has many of the latter, so the networks around it have limits too.
//
// No address is kept, but a hash of it under a key that is thrown away every hour.
//
// Concurrency: everything may be called from any goroutine; nothing waits.
package sourcelimit

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Limits for one source. They are generous, for a whole office may stand behind one address; they
// are there so that one machine cannot take all memory or guess at speed.
const (
	MaxSockets  = 200  // open at once
	maxAttempts = 600  // creates and joins a minute
	MaxRooms    = 60   // rooms an hour, where creating takes work
	MaxPieces   = 6400 // of boxes an hour, either way: 400 MiB
	MaxBoxes    = 2    // that are filled or emptied at once
	KeyLife     = time.Hour
)

// widths are the IPv6 networks that count as sources, and how many times the limits of one /64 they
// have.
var widths = [...]struct{ bits, times int }{{64, 1}, {56, 4}, {48, 16}}

// Limiter counts by source. It does not hold addresses but hashes of them under a random key that
// is thrown away every hour, the counts with it; so the limits hold within an hour, not across two.
type Limiter struct {
	mu      sync.Mutex // guards what follows, and the sources
	key     [32]byte
	since   time.Time
	sources map[[16]byte]*Source
}

// Source is one counter. A connection keeps it for as long as it is open.
type Source struct {
	limiter  *Limiter
	sockets  int
	attempts int
	minute   time.Time // when attempts began to count
	rooms    int       // made in the life of the key
	pieces   int       // of boxes, that came or went in the life of the key
	boxes    int       // that are filled or emptied now
	times    int       // the limits
	around   *Source   // the network around this one, which counts too; nil for none
}

// withNetworks are the source and those around it.
func (s *Source) withNetworks(yield func(*Source) bool) {
	for ; s != nil; s = s.around {
		if !yield(s) {
			return
		}
	}
}

func NewLimiter() *Limiter {
	l := &Limiter{}
	l.renewKey(time.Now())
	return l
}

func (l *Limiter) renewKey(now time.Time) {
	rand.Read(l.key[:])
	l.since = now
	l.sources = make(map[[16]byte]*Source)
}

// OpenSocket counts a new socket from address (host:port, as in http.Request.RemoteAddr); nil says
// that there are too many.
func (l *Limiter) OpenSocket(address string, now time.Time) *Source {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.since) >= KeyLife {
		l.renewKey(now)
	}
	s := l.findSource(networks(address), now)
	if s.isFull(now) {
		return nil
	}
	for s := range s.withNetworks {
		s.sockets++
	}
	return s
}

// findSource gives the source of the first network, with the others around it.
func (l *Limiter) findSource(networks [][]byte, now time.Time) (s *Source) {
	for i, network := range slices.Backward(networks) {
		hash := l.hashNetwork(network)
		inner := l.sources[hash]
		if inner == nil {
			inner = &Source{limiter: l, minute: now, times: widths[i].times, around: s}
			l.sources[hash] = inner
		}
		s = inner
	}
	return s
}

// IsFull says whether a socket from address would be one too many.
func (l *Limiter) IsFull(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, network := range networks(address) {
		if s := l.sources[l.hashNetwork(network)]; s != nil {
			return s.isFull(now) // and those around it
		}
	}
	return false
}

func (s *Source) isFull(now time.Time) bool {
	for s := range s.withNetworks {
		s.startMinute(now)
		if s.sockets >= s.times*MaxSockets || s.attempts >= s.times*maxAttempts {
			return true
		}
	}
	return false
}

// networks are those that address is counted in, the narrowest first. What is no address (a pipe in
// a test) is one of its own.
func networks(address string) (n [][]byte) {
	ap, err := netip.ParseAddrPort(address)
	ip := ap.Addr().Unmap().WithZone("")
	if err != nil || ip.Is4() {
		return [][]byte{ip.AsSlice()}
	}
	for _, w := range widths {
		prefix, _ := ip.Prefix(w.bits) // cannot fail: at most 128 bits
		network := prefix.Addr().AsSlice()
		n = append(n, append(network, byte(w.bits)))
	}
	return n
}

// hashNetwork needs the mutex.
func (l *Limiter) hashNetwork(network []byte) [16]byte {
	sum := sha256.Sum256(append(l.key[:], network...))
	return [16]byte(sum[:])
}

// startMinute starts a new minute if the last one is over.
func (s *Source) startMinute(now time.Time) {
	if now.Sub(s.minute) >= time.Minute {
		s.minute, s.attempts = now, 0
	}
}

// CountAttempt counts a create or a join and says whether it is allowed.
func (s *Source) CountAttempt(now time.Time) bool {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	for s := range s.withNetworks {
		s.startMinute(now)
		if s.attempts >= s.times*maxAttempts {
			return false
		}
	}
	for s := range s.withNetworks {
		s.attempts++
	}
	return true
}

// CountRoom counts a room and says whether it is allowed.
func (s *Source) CountRoom() bool {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	for s := range s.withNetworks {
		if s.rooms >= s.times*MaxRooms {
			return false
		}
	}
	for s := range s.withNetworks {
		s.rooms++
	}
	return true
}

// OpenBox counts a box that begins to be filled or emptied, and says whether that is allowed.
func (s *Source) OpenBox() bool {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	for s := range s.withNetworks {
		if s.boxes >= s.times*MaxBoxes {
			return false
		}
	}
	for s := range s.withNetworks {
		s.boxes++
	}
	return true
}

// CloseBox stops counting it.
func (s *Source) CloseBox() {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	for s := range s.withNetworks {
		s.boxes--
	}
}

// CountPieces counts pieces of a box and says whether they are allowed.
func (s *Source) CountPieces(n int) bool {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	for s := range s.withNetworks {
		if s.pieces+n > s.times*MaxPieces {
			return false
		}
	}
	for s := range s.withNetworks {
		s.pieces += n
	}
	return true
}

// CloseSocket stops counting a socket.
func (s *Source) CloseSocket() {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	for s := range s.withNetworks {
		s.sockets--
	}
}

// Counts are what is counted of one source.
type Counts struct {
	Sockets  int
	Attempts int // creates and joins, in the minute that began at Minute
	Minute   time.Time
	Rooms    int // in an hour
	Pieces   int // in an hour
}

// Counts gives those of the source alone, without the networks around it.
func (s *Source) Counts() Counts {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	return Counts{s.sockets, s.attempts, s.minute, s.rooms, s.pieces}
}

// ForgetIdle forgets sources that nothing depends on any more.
func (l *Limiter) ForgetIdle(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.since) >= KeyLife { // also when nobody comes
		l.renewKey(now)
	}
	for hash, s := range l.sources {
		if s.sockets == 0 && s.rooms == 0 && s.pieces == 0 && now.Sub(s.minute) >= time.Minute {
			delete(l.sources, hash)
		}
	}
}
