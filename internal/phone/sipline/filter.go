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
	// maxStreams is how many TCP connections there may be in all, and idleStream for how long one
	// may be silent.
	maxStreams  = 32
	idleStream  = 5 * time.Minute
	streamBurst = 64 << 10
)

// bytesOfStream is how fast a stream is read.
var bytesOfStream = rate{burst: streamBurst, each: 64 << 10}

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
	for n > 0 && !s.bytes.take(float64(min(n, streamBurst)), bytesOfStream, time.Now()) {
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
