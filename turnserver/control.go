package turnserver

import (
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"einmal/internal/wipe"

	"github.com/pion/stun/v3"
)

const (
	// waitingRequests of a leg may wait for pion; what comes beyond is dropped, and its client
	// repeats it. They take some 20 ms of work and 100 KB.
	waitingRequests = 512
	// nonceEvery: pion's nonces are good for an hour by the wall clock, which a machine that slept
	// finds far ahead.
	nonceEvery = time.Minute
)

// request waits for pion.
type request struct {
	from   netip.AddrPort
	packet []byte
}

// control is a leg as pion sees it: it reads requests that were found good, and writes the answers.
// What is done about a request, here and in pion, is done on pion's goroutine, one request at a
// time in the whole relay, so that it takes one core at most; media waits for none of it.
//
// pion insists on its own nonces. So now and then control asks for one, with an Allocate of nobody,
// and puts it in the place of ours, which was good.
type control struct {
	*leg
	address net.Addr
	done    chan struct{}
	end     func()

	// Of pion's goroutine.
	stale  *time.Ticker
	nonce  stun.Nonce
	asking bool // for a nonce
	busy   bool // with a request
	even   bool // is the port to be, if that allocates
	passed int  // length of what pion has just dealt with
}

func newControl(l *leg, address net.Addr) *control {
	c := &control{leg: l, address: address, done: make(chan struct{}),
		stale: time.NewTicker(nonceEvery)}
	c.end = sync.OnceFunc(func() { c.stale.Stop(); close(c.done) })
	return c
}

// ReadFrom returns the next request for pion. Who calls it is done with the one before, so nothing
// is left of that.
func (c *control) ReadFrom(p []byte) (int, net.Addr, error) {
	clear(p[:c.passed])
	c.asking = false
	for {
		if c.busy {
			c.x.working.Unlock()
			c.busy = false
		}
		wipe.Stack()
		if c.nonce == nil {
			return c.ask(p)
		}
		select {
		case <-c.done:
			return 0, nil, net.ErrClosed
		case <-c.stale.C:
			return c.ask(p)
		case r := <-c.requests:
			c.x.working.Lock()
			c.busy = true
			c.passed = copy(p, c.deal(r))
			clear(r.packet)
			if c.passed > 0 {
				return c.passed, net.UDPAddrFromAddrPort(r.from), nil
			}
		}
	}
}

// deal answers a request, or returns what pion is to get instead.
func (c *control) deal(r request) []byte {
	reply, forward := c.judge(r.packet, r.from)
	if reply != nil {
		c.carrier.answer(reply, r.from)
	}
	return forward
}

// ask returns an Allocate without a credential, from an address that nobody has.
func (c *control) ask(p []byte) (int, net.Addr, error) {
	c.asking = true
	question := stun.MustBuild(stun.TransactionID,
		stun.NewType(stun.MethodAllocate, stun.ClassRequest))
	c.passed = copy(p, question.Raw)
	return c.passed, &net.UDPAddr{IP: net.IPv4zero}, nil
}

// WriteTo takes what pion answers.
func (c *control) WriteTo(p []byte, to net.Addr) (int, error) {
	if !c.asking {
		c.carrier.answer(p, addrPort(to))
		return len(p), nil
	}
	m := &stun.Message{Raw: append([]byte{}, p...)}
	var nonce stun.Nonce
	if m.Decode() == nil && nonce.GetFrom(m) == nil {
		c.nonce = nonce
	}
	return len(p), nil
}

// rewrite makes what pion gets of an authenticated request: the same under pion's nonce. An even
// port is our own business, for pion reserves the next one whether that is wanted or not.
func (c *control) rewrite(m *stun.Message, key stun.MessageIntegrity) []byte {
	out := stun.New()
	out.TransactionID = m.TransactionID
	out.SetType(m.Type)
	out.WriteHeader()
	c.even = m.Contains(stun.AttrEvenPort)
	for _, a := range m.Attributes {
		switch a.Type {
		case stun.AttrNonce, stun.AttrMessageIntegrity, stun.AttrFingerprint, stun.AttrEvenPort:
		default:
			out.Add(a.Type, a.Value)
		}
	}
	if c.nonce.AddTo(out) != nil || key.AddTo(out) != nil || len(out.Raw) > maxPacket {
		return nil // too long by the difference of the nonces
	}
	return out.Raw
}

// LocalAddr is the address of the leg's socket.
func (c *control) LocalAddr() net.Addr { return c.address }

// Close ends the requests, as often as one likes.
func (c *control) Close() error { c.end(); return nil }

// SetDeadline is not supported, nor are its siblings.
func (c *control) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (c *control) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (c *control) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
