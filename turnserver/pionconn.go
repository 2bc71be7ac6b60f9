package turnserver

import (
	"net"
	"os"
	"sync"
	"time"

	"einmal/internal/discreet"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// nonceInterval: pion's nonces are good for an hour by the wall clock, which a machine that slept
// finds far ahead.
const nonceInterval = time.Minute

// pionConn is a leg as pion sees it: it reads requests that were found good, and writes the
// answers. What is done about a request, here and in pion, is done on pion's goroutine, one request
// at a time in the whole relay, so that it takes one core at most; media waits for none of it.
//
// pion insists on its own nonces. So now and then control asks for one, with an Allocate of nobody,
// and puts it in the place of ours, which was good.
type pionConn struct {
	*transport
	address net.Addr
	done    chan struct{}
	close   func()

	// Of pion's goroutine.
	nonceTicker     *time.Ticker
	nonce           stun.Nonce
	awaitingNonce   bool
	handlingRequest bool
	wantsEvenPort   bool // is the port to be, if that allocates
	lastLength      int  // length of what pion has just dealt with
}

func newPionConn(tr *transport, address net.Addr) *pionConn {
	c := &pionConn{transport: tr, address: address, done: make(chan struct{}),
		nonceTicker: time.NewTicker(nonceInterval)}
	c.close = sync.OnceFunc(func() { c.nonceTicker.Stop(); close(c.done) })
	return c
}

// ReadFrom returns the next request for pion. Who calls it is done with the one before, so nothing
// is left of that.
func (c *pionConn) ReadFrom(p []byte) (int, net.Addr, error) {
	clear(p[:c.lastLength])
	c.awaitingNonce = false
	for {
		if c.handlingRequest {
			c.table.requestMu.Unlock()
			c.handlingRequest = false
		}
		discreet.WipeStack()
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

// handleRequest answers a request, or returns what pion is to get instead.
func (c *pionConn) handleRequest(r request) []byte {
	reply, forward := c.authorize(r.packet, r.from)
	if reply != nil {
		c.conn.sendResponse(reply, r.from)
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

// WriteTo takes what pion answers.
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

// rewriteForPion makes what pion gets of an authenticated request: the same under pion's nonce. An
// even port is our own business, for pion reserves the next one whether that is wanted or not.
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
		return nil // too long by the difference of the nonces
	}
	return out.Raw
}

// LocalAddr is the address of the leg's socket.
func (c *pionConn) LocalAddr() net.Addr { return c.address }

// Close ends the requests, as often as one likes.
func (c *pionConn) Close() error { c.close(); return nil }

// SetDeadline is not supported, nor are its siblings.
func (c *pionConn) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (c *pionConn) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (c *pionConn) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
