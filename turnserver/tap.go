package turnserver

import (
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/stun/v3"
)

// nonceEvery: pion's nonces are good for an hour by the wall clock, which a machine that slept finds far ahead.
const nonceEvery = time.Minute

// tap is a client of pion inside the process. It asks for nothing but nonces, for pion insists on its own: the screen, which
// has checked ours, puts pion's in its place before it hands a request on.
type tap struct {
	asked bool // of the one goroutine that reads
	nonce atomic.Pointer[stun.Nonce]
	first chan struct{} // closed when there is a nonce
	done  chan struct{}
	end   func()
}

func newTap() *tap {
	t := &tap{first: make(chan struct{}), done: make(chan struct{})}
	t.end = sync.OnceFunc(func() { close(t.done) })
	return t
}

// ReadFrom returns an Allocate without a credential, now and then every minute.
func (t *tap) ReadFrom(p []byte) (int, net.Addr, error) {
	if t.asked {
		wait := time.NewTimer(nonceEvery)
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-t.done:
			return 0, nil, net.ErrClosed
		}
	}
	t.asked = true
	ask := stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodAllocate, stun.ClassRequest))
	return copy(p, ask.Raw), t.LocalAddr(), nil
}

// WriteTo takes the answer.
func (t *tap) WriteTo(p []byte, _ net.Addr) (int, error) {
	m := &stun.Message{Raw: append([]byte{}, p...)}
	var nonce stun.Nonce
	if m.Decode() == nil && nonce.GetFrom(m) == nil && t.nonce.Swap(&nonce) == nil {
		close(t.first)
	}
	return len(p), nil
}

// LocalAddr is an address that nobody has.
func (t *tap) LocalAddr() net.Addr { return &net.UDPAddr{IP: net.IPv4zero} }

// Close ends the questions, as often as one likes.
func (t *tap) Close() error { t.end(); return nil }

// SetDeadline is not supported, nor are its siblings.
func (t *tap) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline is not supported.
func (t *tap) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline is not supported.
func (t *tap) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }

// rewrite makes what pion gets of an authenticated request: the same under pion's nonce.
func (t *tap) rewrite(m *stun.Message, key stun.MessageIntegrity) []byte {
	out := stun.New()
	out.TransactionID = m.TransactionID
	out.SetType(m.Type)
	out.WriteHeader()
	for _, a := range m.Attributes {
		if a.Type != stun.AttrNonce && a.Type != stun.AttrMessageIntegrity && a.Type != stun.AttrFingerprint {
			out.Add(a.Type, a.Value)
		}
	}
	if t.nonce.Load().AddTo(out) != nil || key.AddTo(out) != nil || len(out.Raw) > maxPacket {
		return nil // too long by the difference of the nonces
	}
	return out.Raw
}
