// Package gate limits the connections of a server fairly: when there is no place for one more, the
// source that has the most loses one, so that whoever floods the server pushes out only itself.
//
// A source is an IPv4 address or an IPv6 /64. Whoever rents a machine has countless /64s, so the
// /56 and the /48 around it are sources too, with higher limits (see widths). Sources are kept as
// hashes under a random key.
//
// A connection is loose until somebody says that it is in use ([Settle]). Loose ones go before any
// other, the oldest first: an honest client uses its connection within a round trip or two, and
// comes again if it only kept it for later.
//
// Concurrency: everything may be called from any goroutine. Nothing waits under the mutex, and no
// work grows with the number of connections or sources. The package starts no goroutine.
package gate

import (
	"errors"
	"hash/maphash"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"einmal/internal/wipe"
)

// logEvery is the pause between two log lines that say the same.
const logEvery = time.Minute

// Config bounds a gate.
type Config struct {
	Most      int // connections in all
	MostLoose int // of them loose
	// a proxy, which speaks for many: it is no source, and never gives way; zero is none
	Exempt netip.Prefix
	Log    *slog.Logger // nil discards
}

// Gate counts the connections of one or more listeners.
type Gate struct {
	config Config
	seed   maphash.Seed

	mu                sync.Mutex // guards what follows
	open              int
	loose, held       census
	displaced, failed uint64
	fullLog, shortLog time.Time // no such line before this
}

// New makes a gate. Both bounds are at least 1.
func New(config Config) *Gate {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Gate{config: config, seed: maphash.MakeSeed()}
}

// Stats is a look at a gate in numbers.
type Stats struct {
	Open, Loose int
	Displaced   uint64 // gave way, or found no place
	Failed      uint64 // could not be accepted: the system gave no descriptor, or no memory
}

// Stats counts.
func (g *Gate) Stats() Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	return Stats{g.open, g.loose.all.Len(), g.displaced, g.failed}
}

// Compact leaves nothing of sources in memory that have no connection any more.
func (g *Gate) Compact() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.loose.compact()
	g.held.compact()
}

// Listen gives a listener whose connections are counted. Its Accept fails when that of inner does.
func (g *Gate) Listen(inner net.Listener) net.Listener { return &countedListener{inner, g} }

// ListenUncounted gives a listener for what the server needs itself: its connections are not
// counted, and counted ones give way to them when file descriptors run out.
func (g *Gate) ListenUncounted(inner net.Listener) net.Listener {
	return &uncountedListener{inner, g}
}

type uncountedListener struct {
	net.Listener
	gate *Gate
}

// acceptTries: somebody else may take a descriptor as soon as there is one. If the whole system has
// none, more tries do not help.
const acceptTries = 8

func (o *uncountedListener) Accept() (conn net.Conn, err error) {
	for range acceptTries {
		if conn, err = o.Listener.Accept(); !o.gate.makeWay(err) {
			break
		}
	}
	return conn, err
}

type countedListener struct {
	net.Listener
	gate *Gate
}

func (l *countedListener) Accept() (net.Conn, error) {
	for {
		inner, err := l.Listener.Accept()
		if err != nil {
			l.gate.makeWay(err)
			return nil, err
		}
		c := l.gate.admitConn(inner)
		wipe.Stack() // of the address
		if c != nil {
			return c, nil
		}
	}
}

// admitConn counts a connection, and closes one that has to give way. It returns nil if that is the
// new one.
func (g *Gate) admitConn(inner net.Conn) *Conn {
	from := addressOf(inner)
	c := &Conn{Conn: inner, gate: g}
	g.mu.Lock()
	g.open++
	if !g.config.Exempt.Contains(from) {
		c.from = g.sourcesOf(from)
		g.loose.addConn(c)
	}
	out := g.tooMany(c)
	g.displaceAndUnlock(out)
	if out == c {
		return nil
	}
	return c
}

// tooMany says which connection gives way now that c has come: nil if there is room.
func (g *Gate) tooMany(c *Conn) *Conn {
	full := g.open > g.config.Most
	if full && g.mayLog(&g.fullLog) {
		g.config.Log.Warn("no place for more connections: those of the source that has most give "+
			"way", "code", "crowded", "count", g.open)
	}
	switch {
	case g.loose.all.Len() > g.config.MostLoose, full && g.loose.hasOthers(c):
		return g.loose.oldest(c)
	case full && g.held.outweighs(c):
		return g.held.newest()
	case full:
		return c
	}
	return nil
}

// makeWay ends one connection if an Accept failed because the process, or the system, has run out
// of file descriptors. It says whether one was ended.
func (g *Gate) makeWay(err error) bool {
	if err == nil || errors.Is(err, net.ErrClosed) {
		return false
	}
	g.mu.Lock()
	g.failed++
	if !errors.Is(err, syscall.EMFILE) && !errors.Is(err, syscall.ENFILE) {
		g.mu.Unlock()
		return false
	}
	if g.mayLog(&g.shortLog) {
		g.config.Log.Warn("out of file descriptors: connections of the source that has most give "+
			"way", "code", "descriptors", "count", g.open)
	}
	var out *Conn
	switch {
	case g.loose.all.Len() > 0:
		out = g.loose.oldest(nil)
	case g.held.all.Len() > 0:
		out = g.held.newest()
	}
	g.displaceAndUnlock(out)
	return out != nil
}

// displaceAndUnlock ends the connection that gives way, if there is one. The caller holds mu, which
// is unlocked before a connection is closed.
func (g *Gate) displaceAndUnlock(out *Conn) {
	if out == nil {
		g.mu.Unlock()
		return
	}
	g.displaced++
	g.removeConn(out)
	g.mu.Unlock()
	_ = out.Conn.Close()
}

// mayLog says whether it is time for a log line again. The caller holds mu.
func (g *Gate) mayLog(next *time.Time) bool {
	now := time.Now()
	if now.Before(*next) {
		return false
	}
	*next = now.Add(logEvery)
	return true
}

// removeConn stops counting a connection. The caller holds mu.
func (g *Gate) removeConn(c *Conn) {
	if c.gone {
		return
	}
	c.gone = true
	g.open--
	if c.in != nil {
		c.in.removeConn(c)
	}
}

// addressOf is invalid for what comes from no address, such as a pipe: these are one source.
func addressOf(conn net.Conn) netip.Addr {
	from, _ := netip.ParseAddrPort(conn.RemoteAddr().String())
	return from.Addr().Unmap().WithZone("")
}

// sourcesOf names those that an address belongs to.
func (g *Gate) sourcesOf(from netip.Addr) (s [len(widths)]source) {
	for i, w := range widths {
		if i > 0 && !from.Is6() {
			break
		}
		bytes := from.As16()
		if from.Is6() {
			clear(bytes[w.bits/8:])
		}
		s[i] = source{id: maphash.Bytes(g.seed, bytes[:]), exists: true}
	}
	return s
}
