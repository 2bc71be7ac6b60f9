package cuts

import (
	"bytes"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/pion/transport/v4"
	"github.com/pion/transport/v4/vnet"
)

// packets carries UDP packets between participants. No two packets of a connection arrive at the
// same time.
type packets struct{ *vnet.Net }

const (
	packetTime = 3 * time.Millisecond
	jitter     = time.Millisecond
	gap        = 100 * time.Microsecond
)

func (p packets) ListenUDP(network string, address *net.UDPAddr) (transport.UDPConn, error) {
	c, err := p.Net.ListenUDP(network, address)
	return &packetConn{UDPConn: c}, err
}

func (p packets) ListenPacket(network, address string) (net.PacketConn, error) {
	c, err := p.Net.ListenPacket(network, address)
	if err != nil {
		return nil, err
	}
	return &packetConn{UDPConn: c.(transport.UDPConn)}, nil
}

type packetConn struct {
	transport.UDPConn
	mu   sync.Mutex
	last time.Time
}

func (c *packetConn) WriteTo(b []byte, to net.Addr) (int, error) {
	b = bytes.Clone(b)
	c.mu.Lock()
	now := time.Now()
	at := now.Add(packetTime + rand.N(jitter))
	if after := c.last.Add(gap); after.After(at) {
		at = after
	}
	c.last = at
	c.mu.Unlock()
	time.AfterFunc(at.Sub(now), func() { c.UDPConn.WriteTo(b, to) })
	return len(b), nil
}
