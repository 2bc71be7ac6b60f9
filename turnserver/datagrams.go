package turnserver

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"einmal/internal/discreet"
)

// datagrams is a UDP socket as pion sees it: its ReadFrom relays data by itself and returns only what passed the screen.
// One goroutine reads, so the packets of a source keep their order whatever way they take.
type datagrams struct {
	net.PacketConn
	*leg
	log    *slog.Logger
	closed atomic.Bool
	batch  *batch // nil where there is no fast path
	buffer []byte // without a batch: headroom, a packet and room for its padding
	answer [answerSize]byte
	passed int // length of the message that pion has just dealt with
}

func newDatagrams(x *exchange, conn net.PacketConn, log *slog.Logger) *datagrams {
	d := &datagrams{PacketConn: conn, log: log}
	d.leg = x.newLeg(d)
	if d.batch = newBatch(d); d.batch == nil {
		d.buffer = make([]byte, headroom+maxPacket+3)
	}
	return d
}

// ReadFrom returns the next message for pion. Who calls it is done with the one before, so nothing is left of that.
func (d *datagrams) ReadFrom(p []byte) (n int, addr net.Addr, err error) {
	clear(p[:d.passed])
	clear(d.answer[:])
	discreet.WipeStack()
	defer func() { d.passed = n }()
	for {
		if d.batch != nil {
			n, addr, err = d.batch.ReadFrom(p)
		} else {
			n, addr, err = d.readOne(p)
		}
		switch {
		case errors.Is(err, net.ErrClosed):
			return 0, nil, err
		case err != nil: // some systems report a client's closed port here; the socket is fine
			d.log.Warn("relay: reading a datagram failed")
			time.Sleep(readPause)
		case n > 0:
			return n, addr, nil
		}
	}
}

// Close closes the socket.
func (d *datagrams) Close() error {
	d.closed.Store(true)
	return d.PacketConn.Close()
}

// readPause keeps a socket that fails at once from taking a core.
const readPause = 10 * time.Millisecond

// readOne takes one datagram from the socket; n is 0 if it was not for pion.
func (d *datagrams) readOne(p []byte) (n int, addr net.Addr, err error) {
	n, addr, err = d.PacketConn.ReadFrom(d.buffer[headroom:])
	if err != nil {
		return 0, nil, err
	}
	if n > maxPacket {
		d.x.drop(dropTooLong)
		return 0, nil, nil
	}
	defer clear(d.buffer)
	from, packet := addrPort(addr), d.buffer[headroom:headroom+n]
	if !isData(packet) {
		return copy(p, d.forPion(packet, from)), addr, nil
	}
	d.x.mu.RLock()
	to, message := d.relay(from, d.buffer, headroom, headroom+n, d.x.now())
	d.x.mu.RUnlock()
	if to != nil {
		to.send(message)
		to.flush()
	}
	return 0, nil, nil
}

// forPion screens a message that is no data, answers it if that is the screen's verdict, and returns what pion is to see.
func (d *datagrams) forPion(packet []byte, from netip.AddrPort) (forward []byte) {
	reply, forward := d.screen(packet, from, d.answer[:])
	if reply != nil {
		d.write(reply, from)
	}
	return forward
}

// write sends a datagram; one that the socket does not take is lost, as datagrams are.
func (d *datagrams) write(packet []byte, to netip.AddrPort) {
	if conn, ok := d.PacketConn.(*net.UDPConn); ok {
		_, _ = conn.WriteToUDPAddrPort(packet, to) // makes no garbage
		return
	}
	_, _ = d.WriteTo(packet, net.UDPAddrFromAddrPort(to))
}

// client is the way back to a source.
func (d *datagrams) client(from netip.AddrPort) client {
	c := &datagramClient{d: d, from: from}
	if d.batch != nil {
		c.name = d.batch.socketName(from)
	}
	return c
}

// datagramClient is a source of datagrams that has an allocation.
type datagramClient struct {
	d    *datagrams
	from netip.AddrPort
	name socketName
}

// send writes at once.
func (c *datagramClient) send(packet []byte) { c.d.write(packet, c.from) }

func (*datagramClient) flush() {}

func (*datagramClient) allocated(bool) {}
