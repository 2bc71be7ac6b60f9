package turnserver

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"einmal/internal/wipe"
	"einmal/turnserver/internal/turnmsg"
)

// udpConn is a UDP socket. One goroutine reads and forwards, so the packets of a client keep their
// order.
type udpConn struct {
	net.PacketConn
	*transport
	log      *slog.Logger
	closed   atomic.Bool
	batch    *batch // nil if there is no fast path
	buffer   []byte // without a batch: Headroom, a packet and its padding
	response [responseSize]byte
}

func newUDPConn(table *allocationTable, conn net.PacketConn, log *slog.Logger) *udpConn {
	d := &udpConn{PacketConn: conn, log: log}
	d.transport = table.newTransport(d)
	if d.batch = newBatch(d); d.batch == nil {
		d.buffer = make([]byte, turnmsg.Headroom+turnmsg.MaxMessageSize+3)
	}
	return d
}

// serveClients reads until the socket is closed.
func (d *udpConn) serveClients() {
	for {
		var err error
		if d.batch != nil {
			err = d.batch.readBatches()
		} else {
			err = d.readOne()
		}
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // a client's closed port, on some systems; the socket is fine
			d.log.Warn("relay: reading a datagram failed")
			time.Sleep(readPause)
		}
	}
}

// Close closes the socket.
func (d *udpConn) Close() error {
	d.closed.Store(true)
	return d.PacketConn.Close()
}

// readOne reads and handles one datagram.
func (d *udpConn) readOne() error {
	n, addr, err := d.PacketConn.ReadFrom(d.buffer[turnmsg.Headroom:])
	if err != nil {
		return err
	}
	if n > turnmsg.MaxMessageSize {
		d.table.countDrop(dropTooLong)
		return nil
	}
	defer clear(d.buffer)
	from, packet := addrPort(addr), d.buffer[turnmsg.Headroom:turnmsg.Headroom+n]
	if !turnmsg.IsData(packet) {
		d.handleMessage(packet, from)
		d.wipeResponse()
		return nil
	}
	d.table.mu.RLock()
	to, message := d.forward(from, d.buffer, turnmsg.Headroom, turnmsg.Headroom+n,
		d.table.elapsed())
	d.table.mu.RUnlock()
	if to != nil {
		to.sendMessage(message)
		to.flushMessages()
	}
	return nil
}

// handleMessage handles a message that is not data.
func (d *udpConn) handleMessage(packet []byte, from netip.AddrPort) {
	if response := d.validate(packet, from, d.response[:]); response != nil {
		d.sendResponse(response, from)
	}
}

// wipeResponse wipes what is left of messages that were validated.
func (d *udpConn) wipeResponse() {
	clear(d.response[:])
	wipe.Stack()
}

// sendResponse sends a datagram; one that the socket does not take is lost, as datagrams are.
func (d *udpConn) sendResponse(message []byte, to netip.AddrPort) {
	if conn, ok := d.PacketConn.(*net.UDPConn); ok {
		_, _ = conn.WriteToUDPAddrPort(message, to) // does not allocate
		return
	}
	_, _ = d.WriteTo(message, net.UDPAddrFromAddrPort(to))
}

// clientAt makes the client at an address.
func (d *udpConn) clientAt(from netip.AddrPort) client {
	c := &udpClient{conn: d, from: from}
	if d.batch != nil {
		c.name = d.batch.socketName(from)
	}
	return c
}

// udpClient is a client with an allocation over UDP.
type udpClient struct {
	conn *udpConn
	from netip.AddrPort
	name socketName
}

// sendMessage writes at once.
func (c *udpClient) sendMessage(packet []byte) { c.conn.sendResponse(packet, c.from) }

func (*udpClient) flushMessages() {}

func (*udpClient) setAllocated(bool) {}
