// Package portmux shares one listener between HTTP, STUN/TURN over TCP and TLS, so that a firewall
// has to open only one port. It tells connections apart by their first byte (RFC 7983, section 7).
// A second Mux, on a [crypto/tls.NewListener] over [Mux.TLS], does so inside TLS.
//
// Concurrency: [New] starts one goroutine that accepts, and one per connection that waits for the
// first byte; so a silent peer keeps nobody waiting, also where a TLS handshake comes before that
// byte. The listener decides how many may wait. [Mux.Close] ends all of them and waits for
// the goroutines. A connection belongs to whoever accepted it.
package portmux

import (
	"container/list"
	"errors"
	"net"
	"sync"
	"time"
)

// firstByteWait suffices for a TLS handshake over a bad mobile network. Browsers also connect in
// advance and say nothing; they connect again when they need to.
const firstByteWait = 10 * time.Second

// lastWait is for how long who has come is waited for when the server stops. A packet that was lost
// comes again after one second, and after two more (RFC 6298, section 2), and a machine that
// replaces the program is a busy one. Who has said nothing for longer keeps a connection for later.
const lastWait = 3 * time.Second

// handshakeRecord is the content type with which TLS begins.
const handshakeRecord = 22

// Mux splits one listener in three.
type Mux struct {
	inner   net.Listener
	allCame chan struct{} // closed when nobody is accepted any more
	http    *protocolListener
	stun    *protocolListener
	tls     *protocolListener
	running sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	waiting list.List // of *candidate, the newest last
}

// candidate is a connection that nobody has accepted yet.
type candidate struct {
	net.Conn
	came    time.Time
	dropped chan struct{} // closed to end the wait
}

// New takes over inner and begins to accept.
func New(inner net.Listener) *Mux {
	m := &Mux{inner: inner, allCame: make(chan struct{}), http: newProtocolListener(inner.Addr()),
		stun: newProtocolListener(inner.Addr()),
		tls:  newProtocolListener(inner.Addr())}
	m.running.Go(m.acceptConns)
	return m
}

// HTTP yields the connections that begin with an ASCII letter. Once it is closed, such connections
// are closed too.
func (m *Mux) HTTP() net.Listener { return m.http }

// STUN yields the connections that begin with a byte from 0 to 3: STUN as RFC 7983 has it. RFC
// 8489, section 5, asks for two zero bits only, but a TLS hello (22) has these as well.
func (m *Mux) STUN() net.Listener { return m.stun }

// TLS yields the connections that begin with a TLS handshake record (RFC 8446, section 5.1). Close
// it if they are of no use.
func (m *Mux) TLS() net.Listener { return m.tls }

// StopAccepting closes the inner listener, and waits until those who have come have said their first
// byte, but for each no longer than lastWait.
func (m *Mux) StopAccepting() error {
	err := m.inner.Close()
	<-m.allCame
	spoken := make(chan struct{})
	go func() {
		m.running.Wait()
		close(spoken)
	}()
	select {
	case <-spoken:
	case <-time.After(time.Until(m.lastCame().Add(lastWait))):
	}
	return err
}

// lastCame is when the newest of those came who still wait; long ago if nobody does.
func (m *Mux) lastCame() (came time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if newest := m.waiting.Back(); newest != nil {
		came = newest.Value.(*candidate).came
	}
	return came
}

// Close closes the inner listener, all three and the connections that nobody has accepted.
func (m *Mux) Close() error {
	err := m.inner.Close()
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	m.http.Close()
	m.stun.Close()
	m.tls.Close()
	m.mu.Lock()
	m.closed = true
	for m.waiting.Len() > 0 {
		m.dropCandidate(m.waiting.Front())
	}
	m.mu.Unlock()
	m.running.Wait()
	return err
}

func (m *Mux) acceptConns() {
	defer close(m.allCame)
	pause := time.Millisecond
	for {
		conn, err := m.inner.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // out of file descriptors: they come back as connections end
			time.Sleep(pause)
			pause = min(2*pause, time.Second)
		default:
			pause = time.Millisecond
			m.awaitFirstByte(conn)
		}
	}
}

func (m *Mux) awaitFirstByte(conn net.Conn) {
	c := &candidate{Conn: conn, came: time.Now(), dropped: make(chan struct{})}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		conn.Close()
		return
	}
	// for writing too, because of a handshake. If this fails, so does reading
	_ = conn.SetDeadline(time.Now().Add(firstByteWait))
	place := m.waiting.PushBack(c)
	m.running.Go(func() {
		m.dispatch(c)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.waiting.Remove(place) // does nothing if it was dropped
	})
}

// dropCandidate ends the wait of a candidate. Its own goroutine closes it, since TLS says goodbye
// first. The caller holds mu.
func (m *Mux) dropCandidate(place *list.Element) {
	c := m.waiting.Remove(place).(*candidate)
	close(c.dropped)
	_ = c.SetDeadline(time.Unix(1, 0)) // a wait that is over already needs none
}

// dispatch waits for the first byte and hands the connection to its listener, or closes it.
func (m *Mux) dispatch(c *candidate) {
	var first [1]byte
	var n int
	var err error
	for n == 0 && err == nil {
		n, err = c.Read(first[:])
	}
	to := m.listenerFor(first[0])
	if err != nil || to == nil || c.SetDeadline(time.Time{}) != nil {
		c.Close()
		return
	}
	select {
	case to.conns <- &unreadConn{Conn: c.Conn, first: first[0], unread: true}:
	case <-to.done:
		c.Close()
	case <-c.dropped:
		c.Close()
	}
}

func (m *Mux) listenerFor(first byte) *protocolListener {
	switch {
	case first|0x20 >= 'a' && first|0x20 <= 'z':
		return m.http
	case first <= 3:
		return m.stun
	case first == handshakeRecord:
		return m.tls
	}
	return nil
}
