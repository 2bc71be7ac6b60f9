package turnserver

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"time"
)

// datagrams is a UDP socket as pion sees it: its ReadFrom relays data by itself and returns only what passed the screen.
// One goroutine reads, so the packets of a source keep their order whatever way they take.
type datagrams struct {
	net.PacketConn
	*leg
	log *slog.Logger
}

func newDatagrams(x *exchange, conn net.PacketConn, log *slog.Logger) *datagrams {
	d := &datagrams{PacketConn: conn, log: log}
	d.leg = x.newLeg(d)
	return d
}

// ReadFrom returns the next message for pion.
func (d *datagrams) ReadFrom(p []byte) (int, net.Addr, error) {
	for {
		n, addr, err := d.PacketConn.ReadFrom(p)
		switch {
		case errors.Is(err, net.ErrClosed):
			return 0, nil, err
		case err != nil: // some systems report a client's closed port here; the socket is fine
			d.log.Warn("relay: reading a datagram failed")
			time.Sleep(readPause)
			continue
		case n > maxPacket:
			d.x.drop(dropTooLong)
			continue
		}
		if d.take(p[:n], addr) {
			return n, addr, nil
		}
	}
}

// readPause keeps a socket that fails at once from taking a core.
const readPause = 10 * time.Millisecond

// take deals with a datagram unless it is for pion.
func (d *datagrams) take(packet []byte, addr net.Addr) (forPion bool) {
	from := addrPort(addr)
	if isChannelData(packet) {
		d.relayChannelData(from, packet)
		return false
	}
	reply, pass := d.screen(packet, from)
	if reply != nil {
		_, _ = d.WriteTo(reply, addr)
	}
	return pass
}

// isChannelData tells a ChannelData message from anything else (RFC 8656, 12).
func isChannelData(packet []byte) bool { return len(packet) >= channelHeader && packet[0]>>6 == 1 }

// client is the way back to a source.
func (d *datagrams) client(from netip.AddrPort) client {
	return &datagramClient{d.PacketConn, net.UDPAddrFromAddrPort(from)}
}

type datagramClient struct {
	conn net.PacketConn
	addr *net.UDPAddr
}

// send writes at once; a datagram that the socket does not take is lost, as datagrams are.
func (c *datagramClient) send(packet []byte) { _, _ = c.conn.WriteTo(packet, c.addr) }

func (*datagramClient) allocated(bool) {}
