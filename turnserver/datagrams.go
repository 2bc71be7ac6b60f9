package turnserver

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"einmal/internal/wipe"
)

// datagrams is a UDP socket. One goroutine reads and relays, so the packets of a source keep their
// order.
type datagrams struct {
	net.PacketConn
	*leg
	log    *slog.Logger
	closed atomic.Bool
	batch  *batch // nil where there is no fast path
	buffer []byte // without a batch: headroom, a packet and room for its padding
	reply  [answerSize]byte
}

func newDatagrams(x *exchange, conn net.PacketConn, log *slog.Logger) *datagrams {
	d := &datagrams{PacketConn: conn, log: log}
	d.leg = x.newLeg(d)
	if d.batch = newBatch(d); d.batch == nil {
		d.buffer = make([]byte, headroom+maxPacket+3)
	}
	return d
}

// serve reads until the socket is closed.
func (d *datagrams) serve() {
	for {
		var err error
		if d.batch != nil {
			err = d.batch.read()
		} else {
			err = d.readOne()
		}
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // some systems report a client's closed port here; the socket is fine
			d.log.Warn("relay: reading a datagram failed")
			time.Sleep(readPause)
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

// readOne takes one datagram from the socket.
func (d *datagrams) readOne() error {
	n, addr, err := d.PacketConn.ReadFrom(d.buffer[headroom:])
	if err != nil {
		return err
	}
	if n > maxPacket {
		d.x.drop(dropTooLong)
		return nil
	}
	defer clear(d.buffer)
	from, packet := addrPort(addr), d.buffer[headroom:headroom+n]
	if !isData(packet) {
		d.control(packet, from)
		d.forget()
		return nil
	}
	d.x.mu.RLock()
	to, message := d.relay(from, d.buffer, headroom, headroom+n, d.x.now())
	d.x.mu.RUnlock()
	if to != nil {
		to.send(message)
		to.flush()
	}
	return nil
}

// control deals with a message that is no data.
func (d *datagrams) control(packet []byte, from netip.AddrPort) {
	if reply := d.screen(packet, from, d.reply[:]); reply != nil {
		d.answer(reply, from)
	}
}

// forget leaves nothing of messages that were screened.
func (d *datagrams) forget() {
	clear(d.reply[:])
	wipe.Stack()
}

// answer sends a datagram; one that the socket does not take is lost, as datagrams are.
func (d *datagrams) answer(message []byte, to netip.AddrPort) {
	if conn, ok := d.PacketConn.(*net.UDPConn); ok {
		_, _ = conn.WriteToUDPAddrPort(message, to) // makes no garbage
		return
	}
	_, _ = d.WriteTo(message, net.UDPAddrFromAddrPort(to))
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
func (c *datagramClient) send(packet []byte) { c.d.answer(packet, c.from) }

func (*datagramClient) flush() {}

func (*datagramClient) allocated(bool) {}
