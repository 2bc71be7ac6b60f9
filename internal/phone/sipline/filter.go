package sipline

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

const (
	// maxMessage is in bytes: a request with two codecs needs 1,000.
	maxMessage = 8 << 10
	// A source may send this many messages at once, and so many a second: twenty calls that begin
	// and end at the same time.
	messageBurst      = 400
	messagesPerSecond = 100
	// maxStreams is how many TCP connections there may be in all, and idleStream for how long one
	// may be silent.
	maxStreams = 32
	idleStream = 5 * time.Minute
	// A stream is read in so many bytes a second at most, after the burst.
	streamBurst  = 64 << 10
	bytesASecond = 64 << 10
)

// bucket fills up by so many a second.
type bucket struct {
	tokens float64
	at     time.Time
}

func (b *bucket) take(n, rate, most float64, now time.Time) bool {
	if b.at.IsZero() {
		b.tokens = most
	} else {
		b.tokens = min(most, b.tokens+now.Sub(b.at).Seconds()*rate)
	}
	b.at = now
	if b.tokens < n {
		return false
	}
	b.tokens -= n
	return true
}

// sources are the networks that calls are taken from. Everything else gets no answer at all.
type sources struct {
	mu      sync.Mutex
	lists   [][]netip.Prefix // those of the configuration, and of the registrar
	buckets map[netip.Addr]*bucket
	dropped int
}

// maxSources is how many addresses are counted at a time.
const maxSources = 1024

func (s *sources) setRegistrar(addresses []netip.Addr) {
	var list []netip.Prefix
	for _, a := range addresses {
		list = append(list, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists = append(s.lists[:1], list)
}

// hasLocked says whether an address is one of them.
func (s *sources) hasLocked(address netip.Addr) bool {
	return slices.ContainsFunc(s.lists, func(list []netip.Prefix) bool {
		return slices.ContainsFunc(list,
			func(p netip.Prefix) bool { return p.Contains(address.Unmap()) })
	})
}

// allow says whether a message from an address is taken, and counts those that are not.
func (s *sources) allow(address netip.Addr, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[address]
	if b == nil && s.hasLocked(address) {
		if len(s.buckets) == maxSources {
			clear(s.buckets)
		}
		b = &bucket{}
		s.buckets[address] = b
	}
	if b == nil || !b.take(1, messagesPerSecond, messageBurst, now) {
		s.dropped++
		return false
	}
	return true
}

// packets is a UDP socket that hands on what may be a message of SIP, from those who may send.
type packets struct {
	*net.UDPConn
	from   *sources
	parser *sip.Parser
}

func (p *packets) ReadFrom(buffer []byte) (int, net.Addr, error) {
	for {
		n, from, err := p.UDPConn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return 0, nil, err
		}
		if n > 0 && n <= maxMessage && p.from.allow(from.Addr().Unmap(), time.Now()) &&
			isMessage(p.parser, buffer[:n]) {
			return n, net.UDPAddrFromAddrPort(from), nil
		}
	}
}

// isMessage says whether the library can read a message whole: what it fails at, or dies of, it does
// not get.
func isMessage(parser *sip.Parser, data []byte) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	m, err := parser.ParseSIP(slices.Clone(data))
	if err != nil || m.CallID() == nil || m.CSeq() == nil || m.Via() == nil || m.From() == nil ||
		m.To() == nil {
		return false
	}
	r, isRequest := m.(*sip.Request)
	return !isRequest || r.CSeq().MethodName == r.Method
}

// streams is a TCP listener that takes connections from those who may send messages.
type streams struct {
	net.Listener
	from *sources

	mu   sync.Mutex
	open int
}

func (l *streams) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		address := c.RemoteAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()
		if !l.from.allow(address, time.Now()) || !l.add(1) {
			_ = c.Close()
			continue
		}
		return &stream{Conn: c, closed: sync.OnceFunc(func() { l.add(-1) })}, nil
	}
}

func (l *streams) add(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open+n > maxStreams {
		return false
	}
	l.open += n
	return true
}

// stream is one connection; it is read at a bounded pace.
type stream struct {
	net.Conn
	bytes  bucket
	closed func()
}

func (s *stream) Read(buffer []byte) (int, error) {
	_ = s.SetReadDeadline(time.Now().Add(idleStream)) // or else the read fails
	n, err := s.Conn.Read(buffer)
	for n > 0 && !s.bytes.take(float64(min(n, streamBurst)), bytesASecond, streamBurst, time.Now()) {
		time.Sleep(100 * time.Millisecond)
	}
	return n, err
}

func (s *stream) Close() error {
	s.closed()
	return s.Conn.Close()
}

// lookUp gives the addresses of a host, which may be one.
func lookUp(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}, nil
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}
