package gate

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// from is a connection from an address, which counts how often it was closed.
type from struct {
	net.Conn
	address string
	closed  atomic.Int32
}

func (c *from) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(c.address), 1))
}

func (c *from) Close() error {
	c.closed.Add(1)
	return nil
}

// comes lets a connection in, and says how it goes on: nil if it found no place.
func comes(g *Gate, address string) *Conn { return g.admitConn(&from{address: address}) }

func isOpen(c *Conn) bool { return c.Conn.(*from).closed.Load() == 0 }

func TestTheSourceWithMostGivesWay(t *testing.T) {
	for name, test := range map[string]struct {
		flood, other string
		most         int
	}{
		"an IPv4 address": {"192.0.2.1", "192.0.2.2", 100},
		"an IPv6 /64":     {"2001:db8::%x", "2001:db8:0:1::1", 20},
		// which is not much for a /48
		"an IPv6 /56":              {"2001:db8:0:%x::1", "2001:db8:1::1", 40},
		"an IPv6 /48":              {"2001:db8:0:%x00::1", "2001:db8:1::1", 100},
		"IPv4 written as IPv6":     {"::ffff:192.0.2.1", "192.0.2.2", 100},
		"others behind IPv4 alone": {"2001:db8:0:%x::1", "192.0.2.2", 100},
	} {
		for kind, settled := range map[string]bool{"loose": false, "settled": true} {
			t.Run(name+", "+kind, func(t *testing.T) {
				g := New(Config{Most: test.most, MostLoose: test.most})
				var others, flood []*Conn
				for range 4 {
					c := comes(g, test.other)
					c.Settle(settled)
					others = append(others, c)
				}
				for i := range 200 {
					address := test.flood
					if strings.Contains(address, "%") {
						address = fmt.Sprintf(address, i)
					}
					if c := comes(g, address); c != nil {
						c.Settle(settled)
						flood = append(flood, c)
					}
				}
				late := comes(g, test.other)
				if late == nil || !isOpen(late) {
					t.Error("the newcomer found no place")
				}
				for i, c := range others {
					if !isOpen(c) {
						t.Errorf("connection %d of somebody else was closed", i)
					}
				}
				open := 0
				for _, c := range flood {
					if isOpen(c) {
						open++
					}
				}
				if open != test.most-5 || g.Stats().Open != test.most {
					t.Errorf("%d of the flood are open, %d in all", open, g.Stats().Open)
				}
			})
		}
	}
}

func TestALooseConnectionGivesWayBeforeASettledOne(t *testing.T) {
	g := New(Config{Most: 10, MostLoose: 10})
	var office []*Conn
	for range 9 {
		c := comes(g, "192.0.2.1")
		c.Settle(true)
		office = append(office, c)
	}
	idle := comes(g, "192.0.2.2")
	if c := comes(g, "192.0.2.3"); c == nil || isOpen(idle) {
		t.Error("the one that was idle stayed")
	}
	for _, c := range office {
		if !isOpen(c) {
			t.Error("one in use gave way")
		}
	}
	c := office[0]
	c.Settle(false)
	if comes(g, "192.0.2.4") == nil {
		t.Error("no place")
	}
	if comes(g, "192.0.2.5") == nil || isOpen(c) {
		t.Error("one that was settled once did not give way")
	}
}

func TestLooseConnectionsHaveABoundOfTheirOwn(t *testing.T) {
	g := New(Config{Most: 100, MostLoose: 10})
	first, second := comes(g, "192.0.2.1"), comes(g, "192.0.2.1")
	for i := range 9 {
		if comes(g, fmt.Sprintf("198.51.100.%d", i)) == nil {
			t.Error("no place")
		}
	}
	if isOpen(first) || !isOpen(second) || g.Stats().Loose != 10 {
		t.Errorf("not the oldest of the source that has most gave way; %d are loose",
			g.Stats().Loose)
	}
	for i := range 9 { // each of one source: the oldest of all gives way
		comes(g, fmt.Sprintf("203.0.113.%d", i))
	}
	if isOpen(second) || g.Stats().Loose != 10 {
		t.Error("the oldest of many sources did not give way")
	}
}

// TestWhoHasAsManyAsAnybodyFindsNoPlace: sources with as many connections in use do not push each
// other out.
func TestWhoHasAsManyAsAnybodyFindsNoPlace(t *testing.T) {
	g := New(Config{Most: 4, MostLoose: 4})
	var all []*Conn
	for _, address := range []string{"192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2"} {
		c := comes(g, address)
		c.Settle(true)
		all = append(all, c)
	}
	if comes(g, "192.0.2.1") != nil {
		t.Error("a third found place")
	}
	if c := comes(g, "192.0.2.3"); c == nil {
		t.Error("a first found none")
	}
	open := 0
	for _, c := range all {
		if isOpen(c) {
			open++
		}
	}
	if open != 3 || !isOpen(all[0]) || !isOpen(all[2]) {
		t.Errorf("%d are open, and the newest of a source gives way", open)
	}
}

func TestAProxyNeverGivesWayAndCounts(t *testing.T) {
	g := New(Config{Most: 4, MostLoose: 4, Exempt: netip.MustParsePrefix("192.0.2.0/24")})
	var proxy []*Conn
	for range 3 {
		proxy = append(proxy, comes(g, "192.0.2.1"))
	}
	idle := comes(g, "198.51.100.1")
	if c := comes(g, "192.0.2.1"); c == nil || isOpen(idle) {
		t.Error("a client gave no way to the proxy")
	}
	if c := comes(g, "198.51.100.1"); c != nil {
		t.Error("the proxy's connections are not counted")
	}
	for _, c := range proxy {
		if !isOpen(c) {
			t.Error("the proxy gave way")
		}
	}
}

func TestWhatIsClosedCountsNoMore(t *testing.T) {
	g := New(Config{Most: 1000, MostLoose: 1000})
	for round := range 3 {
		var all []*Conn
		for i := range 300 {
			c := comes(g, fmt.Sprintf("2001:db8:%x:%x::1", i%5, i%17))
			c.Settle(i%2 == 0)
			all = append(all, c)
		}
		for _, c := range all {
			c.Close()
			c.Close()
			c.Settle(true)
		}
		g.Compact()
		if s := g.Stats(); s != (Stats{}) {
			t.Fatalf("round %d leaves %+v", round, s)
		}
		for _, s := range []*census{&g.loose, &g.held} {
			for i := range s.widths {
				if w := &s.widths[i]; len(w.groups) > 0 || w.most > 0 {
					t.Errorf("width %d keeps %d sources", i, len(w.groups))
				}
			}
		}
	}
}

// short is a listener of a process without file descriptors.
type short struct{ net.Listener }

func (short) Accept() (net.Conn, error) {
	return nil, &net.OpError{Op: "accept", Net: "tcp",
		Err: os.NewSyscallError("accept4", syscall.EMFILE)}
}

func TestWithoutFileDescriptorsOneGivesWayAndTheLogSaysItOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		g := New(Config{Most: 10, MostLoose: 10, Log: slog.New(slog.NewTextHandler(&log, nil))})
		c := comes(g, "192.0.2.1")
		l := g.Listen(short{})
		for range 100 {
			if _, err := l.Accept(); err == nil {
				t.Fatal("accepted")
			}
			time.Sleep(time.Second)
		}
		if isOpen(c) {
			t.Error("nobody gave way")
		}
		if failed := g.Stats().Failed; failed != 100 {
			t.Errorf("%d are counted", failed)
		}
		if lines := strings.Count(log.String(), "code=descriptors"); lines != 2 ||
			strings.Contains(log.String(), "192.0.2") {
			t.Errorf("%d lines: %s", lines, log.String())
		}
	})
}
