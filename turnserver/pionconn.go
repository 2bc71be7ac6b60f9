package turnserver

import (
	"net"
	"os"
	"sync"
	"time"

	"einmal/internal/wipe"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// nonceInterval is short because pion's nonces live for an hour by the wall clock, which has moved
// far ahead after a machine slept.
const nonceInterval = time.Minute

// pionConn is what pion takes for its UDP socket: pion reads validated requests from it and writes
// its responses to it. Requests are handled, here and in pion, on pion's goroutine and one at a
// time in the whole relay, so that they take one core at most; media waits for none of them.
//
// pion insists on its own nonces. So now and then pionConn gets one, by an Allocate in nobody's
// name, and puts it in place of ours, which was valid.
type pionConn struct {
	*transport
	address net.Addr
	done    chan struct{}
	close   func()

	// Used by pion's goroutine alone.
	nonceTicker     *time.Ticker
	nonce           stun.Nonce
	awaitingNonce   bool
	handlingRequest bool
	wantsEvenPort   bool // of the allocation that the request may make
	lastLength      int  // length of the request that pion has just handled
}

func newPionConn(tr *transport, address net.Addr) *pionConn {
	c := &pionConn{transport: tr, address: address, done: make(chan struct{}),
		nonceTicker: time.NewTicker(nonceInterval)}
	c.close = sync.OnceFunc(func() { c.nonceTicker.Stop(); close(c.done) })
	return c
}

// ReadFrom returns the next request for pion. By calling it pion is done with the last one, which
// is wiped.
func (c *pionConn) ReadFrom(p []byte) (int, net.Addr, error) {
	clear(p[:c.lastLength])
	c.awaitingNonce = false
	for {
		if c.handlingRequest {
			c.table.requestMu.Unlock()
			c.handlingRequest = false
		}
		wipe.Stack()
		if c.nonce == nil {
			return c.requestNonce(p)
		}
		select {
		case <-c.done:
			return 0, nil, net.ErrClosed
		case <-c.nonceTicker.C:
			return c.requestNonce(p)
		case r := <-c.requests:
			c.table.requestMu.Lock()
			c.handlingRequest = true
			c.lastLength = copy(p, c.handleRequest(r))
			clear(r.packet)
			if c.lastLength > 0 {
				return c.lastLength, net.UDPAddrFromAddrPort(r.from), nil
			}
		}
	}
}

// handleRequest answers a request itself, or returns the message for pion.
func (c *pionConn) handleRequest(r queuedRequest) []byte {
	response, forward := c.authorize(r.packet, r.from)
	if response != nil {
		c.conn.sendResponse(response, r.from)
	}
	return forward
}

// requestNonce returns an Allocate without a credential, from an address that nobody has.
func (c *pionConn) requestNonce(p []byte) (int, net.Addr, error) {
	c.awaitingNonce = true
	question := stun.MustBuild(stun.TransactionID,
		stun.NewType(stun.MethodAllocate, stun.ClassRequest))
	c.lastLength = copy(p, question.Raw)
	return c.lastLength, &net.UDPAddr{IP: net.IPv4zero}, nil
}

// WriteTo takes pion's responses.
func (c *pionConn) WriteTo(p []byte, to net.Addr) (int, error) {
	if !c.awaitingNonce {
		c.conn.sendResponse(p, addrPort(to))
		return len(p), nil
	}
	m := &stun.Message{Raw: append([]byte{}, p...)}
	var nonce stun.Nonce
	if m.Decode() == nil && nonce.GetFrom(m) == nil {
		c.nonce = nonce
	}
	return len(p), nil
}

// rewriteForPion signs an authenticated request again, with pion's nonce. It leaves EVEN-PORT out,
// because pion would reserve the next port even if nobody wants it; newAllocation picks the even
// port.
func (c *pionConn) rewriteForPion(m *stun.Message, key stun.MessageIntegrity) []byte {
	out := stun.New()
	out.TransactionID = m.TransactionID
	out.SetType(m.Type)
	out.WriteHeader()
	c.wantsEvenPort = m.Contains(stun.AttrEvenPort)
	for _, a := range m.Attributes {
		switch a.Type {
		case stun.AttrNonce, stun.AttrMessageIntegrity, stun.AttrFingerprint, stun.AttrEvenPort:
		default:
			out.Add(a.Type, a.Value)
		}
	}
	if c.nonce.AddTo(out) != nil || key.AddTo(out) != nil || len(out.Raw) > turnmsg.MaxMessageSize {
		return nil // pion's nonce is longer than ours
	}
	return out.Raw
}

// LocalAddr is the address of the transport's socket.
func (c *pionConn) LocalAddr() net.Addr { return c.address }

// Close ends ReadFrom. It may be called more than once.
func (c *pionConn) Close() error { c.close(); return nil }

// SetDeadline is not supported, nor are its siblings.
func (c *pionConn) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (c *pionConn) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (c *pionConn) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
