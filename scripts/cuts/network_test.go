package cuts

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net"
	"sync"
	"syscall"
	"time"
)

// latency is how long a message is under way. A cut comes a moment after its message was delivered.
const (
	latency = 5 * time.Millisecond
	moment  = time.Millisecond
)

// direction of a message.
type direction string

const (
	up   direction = "up"   // to the server
	down direction = "down" // from it
)

// fault is what goes wrong once, at a message or (with an empty who) at a time.
type fault struct {
	who    string
	dir    direction
	nth    int  // message of who in dir, from 1, over all its sockets
	lost   bool // with the message itself
	kill   bool // the server, and with it everybody's socket
	half   bool // only the participants notice: to the server, the sockets look open
	also   string
	length time.Duration

	at      time.Duration // since the beginning, for faults that wait for no message
	victims []string
}

// network lies between the participants and the server. It counts the messages and knows who is
// away.
type network struct {
	mu       sync.Mutex
	seed     *uint64 // of what each message takes; nil: latency
	accepted chan net.Conn
	links    map[string][]*connection // the open ones, by participant
	count    map[string]map[direction]int
	away     map[string]int // how many faults keep somebody away
	log      *timeline
	observed *sidObserver
	waiting  *fault // until its message comes
	happened bool
	onFault  func(*fault)
	address  map[string]*net.TCPAddr
}

// connection is a participant's connection to the server.
type connection struct {
	who      string
	up, down *byteFlow
	severed  map[direction]bool // nothing more passes
}

func newNetwork(l *timeline) *network {
	return &network{
		accepted: make(chan net.Conn, 64),
		links:    map[string][]*connection{},
		count:    map[string]map[direction]int{},
		away:     map[string]int{},
		address:  map[string]*net.TCPAddr{},
		log:      l,
		observed: newSIDObserver(),
	}
}

// server is the key of the server in network.away.
const server = "server"

// dialAs gives the function with which a participant connects to the server.
func (n *network) dialAs(who string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		select {
		case <-time.After(latency):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.away[who] > 0 || n.away[server] > 0 {
			return nil, syscall.ECONNREFUSED
		}
		if n.count[who] == nil {
			n.count[who] = map[direction]int{}
			n.address[who] = &net.TCPAddr{IP: net.IPv4(10, 0, 0, byte(10+len(n.address))),
				Port: 1000}
		}
		n.address[who].Port++
		from := *n.address[who]
		l := &connection{who: who, up: newByteFlow(), down: newByteFlow(),
			severed: map[direction]bool{}}
		n.links[who] = append(n.links[who], l)
		to := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80}
		n.log.addf("%s has a socket", who)
		n.accepted <- &simulatedConn{in: l.up, out: l.down, local: to, remote: &from,
			write: n.writer(l, down)}
		return &simulatedConn{in: l.down, out: l.up, local: &from, remote: to,
			write: n.writer(l, up)}, nil
	}
}

// writer gives the function that puts bytes on their way in one direction.
func (n *network) writer(l *connection, dir direction) func([]byte) error {
	var split splitter
	var turn sync.Mutex
	flow := l.up
	if dir == down {
		flow = l.down
	}
	return func(b []byte) error {
		turn.Lock()
		defer turn.Unlock()
		for _, u := range split.splitUnits(b) {
			if passes, takes := n.passMessage(l, dir, u); passes {
				flow.sendLater(u.raw, takes)
			}
		}
		return nil
	}
}

// passMessage counts a message and says whether it arrives, and after how long.
func (n *network) passMessage(l *connection, dir direction,
	u wsUnit) (passes bool, takes time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if l.severed[dir] {
		return false, 0
	}
	takes = latency
	if u.payload == nil {
		return true, takes
	}
	n.count[l.who][dir]++
	hit, nth := n.waiting, n.count[l.who][dir]
	if n.seed != nil {
		takes += slowness(*n.seed, l.who, dir, nth)
	}
	lost := false
	if hit != nil && hit.who == l.who && hit.dir == dir && hit.nth == nth {
		n.waiting, n.happened, lost = nil, true, hit.lost
		l.severed[dir] = true
		time.AfterFunc(takes+moment, func() { n.onFault(hit) })
	}
	n.observed.observe(l.who, dir, u, !lost)
	n.log.addMessage(l.who, dir, nth, u, lost)
	return !lost, takes
}

// slowness gives a message the same delay in each run: up to 300 ms, mostly far less.
func slowness(seed uint64, who string, dir direction, nth int) time.Duration {
	h := fnv.New64a()
	fmt.Fprint(h, who, dir, nth)
	r := rand.New(rand.NewPCG(seed, h.Sum64()))
	return time.Duration(r.Float64() * r.Float64() * float64(300*time.Millisecond))
}

// cutSockets ends a participant's sockets without a close frame: at both ends or, with half, only
// at the participant's.
func (n *network) cutSockets(who string, half bool) {
	for _, l := range n.links[who] {
		l.severed[up], l.severed[down] = true, true
		l.down.cutOff()
		if half {
			l.up.update(func() { l.up.broken = true })
		} else {
			l.up.cutOff()
		}
	}
	if !half {
		n.links[who] = nil
	}
}

// takeAway keeps somebody, or the server, away for a while.
func (n *network) takeAway(who string, half bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.away[who]++
	if who != server {
		n.cutSockets(who, half)
		return
	}
	for of := range n.links {
		n.cutSockets(of, false)
	}
}

func (n *network) bringBack(who string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.away[who]--
}

// listener gives the server its connections.
type listener struct {
	n    *network
	over chan struct{}
	once sync.Once
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.n.accepted:
		return c, nil
	case <-l.over:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.over) })
	return nil
}

func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80} }
