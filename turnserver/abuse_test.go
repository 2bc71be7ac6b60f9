package turnserver

import (
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

func TestGarbageIsHarmless(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	a, b := r.joinRoom(t, "udp", "room", "a"), r.joinRoom(t, "udp", "room", "b")
	permit(b, a)
	c := r.memberClient(t, "udp", "room", "c", true)
	random := rand.New(rand.NewPCG(1, 2))
	valid := func() []byte {
		return c.signedRequest([]stun.Method{stun.MethodRefresh, stun.MethodCreatePermission,
			stun.MethodChannelBind, stun.MethodAllocate}[random.IntN(4)],
			rawPeer("192.0.2.1", 2000), channelNumber(0x4000), lifetime(600),
			requestedTransport(17)).Raw
	}
	for i := range 3000 {
		var packet []byte
		switch i % 3 {
		case 0: // noise
			packet = make([]byte, random.IntN(200))
			for j := range packet {
				packet[j] = byte(random.Uint32())
			}
		case 1: // a good request with some bytes changed
			packet = valid()
			for range 1 + random.IntN(4) {
				packet[random.IntN(len(packet))] = byte(random.Uint32())
			}
		case 2: // a good request cut short
			packet = valid()
			packet = packet[:random.IntN(len(packet))]
		}
		if _, err := c.conn.WriteTo(packet, c.server); err != nil {
			t.Fatal(err)
		}
	}
	if !reaches(t, a, b) {
		t.Error("the relay no longer works")
	}
}

func TestAttributesOfTheWrongSizeAreDropped(t *testing.T) {
	r := startRelay(t, nil)
	for kind := range turnmsg.AttributeSizes {
		for _, size := range []int{0, 1, 2, 3, 5, 7, 9, 19, 21} {
			if kind == stun.AttrMessageIntegrity || kind == stun.AttrFingerprint ||
				kind == stun.AttrEvenPort && size == 1 {
				continue
			}
			c := r.memberClient(t, "udp", "room", "a", true)
			for _, method := range []stun.Method{stun.MethodChannelBind, stun.MethodRefresh} {
				m := c.signedRequest(method, attribute{kind, make([]byte, size)})
				if answer := c.roundTrip(m); answer != nil {
					t.Errorf("%v with %v of %d bytes was answered", method, kind, size)
				}
			}
			if code := c.request(stun.MethodRefresh, lifetime(0)); code != 0 {
				t.Fatalf("then Refresh was answered with %d", code)
			}
		}
	}
}

func TestGoroutinesEndWithTheServer(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("in use", func(t *testing.T) {
		r := startRelay(t, nil)
		for range 5 {
			r.memberClient(t, "udp", "room", "a", true)
			r.memberClient(t, "tcp", "room", "b", true)
			_, _ = r.dialTransport(t, "tcp")
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if n := r.Stats().Allocations; n != 0 {
			t.Errorf("%d allocations are left", n)
		}
	})
	for end := time.Now().Add(
		patience); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines instead of %d:\n%s", runtime.NumGoroutine(), before,
				stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// pipes is a listener whose connections are in memory, so that time can be ours.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p pipes) Close() error   { close(p.done); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

type piped struct {
	net.Conn
	port int
}

func (p piped) LocalAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }
func (p piped) RemoteAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: p.port}
}

func TestStreamsWithoutAnAllocationAreClosed(t *testing.T) {
	for name, says := range map[string]string{
		"one that says nothing":           "",
		"one that stops within a message": "\x00\x03\x00\x08",
		"one that only asks for its own address, again and again": strings.Repeat(
			string(stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw), 3),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener := pipes{make(chan net.Conn), make(chan struct{})}
				s, err := New(Config{Listeners: []net.Listener{listener},
					Address: net.IPv4(192, 0, 2, 1)})
				if err != nil {
					t.Fatal(err)
				}
				ours, theirs := net.Pipe()
				listener.conns <- piped{theirs, 1000}
				began := time.Now()
				var speaker sync.WaitGroup
				speaker.Go(func() {
					for say := says; len(say) > 0; time.Sleep(4 * time.Second) {
						n, _ := ours.Write([]byte(say[:min(20, len(say))]))
						say = say[n:]
						if n == 0 {
							return
						}
					}
				})
				for {
					if _, err := ours.Read(make([]byte, turnmsg.MaxMessageSize)); err != nil {
						break
					}
				}
				if passed := time.Since(began); passed != idleStream {
					t.Errorf("it was closed after %v", passed)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				speaker.Wait()
			})
		})
	}
}

func TestWhoCountsStreamsIsToldOfAllocations(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"tcp", "tls"} {
		told := make(chan bool, 10)
		r := startRelay(t, func(c *Config) {
			c.Settled = func(_ net.Conn,
				settled bool) {
				told <- settled
			}
		})
		c := r.memberClient(t, network, "room", "a", true)
		for range 2 { // the second has nothing to end
			c.request(stun.MethodRefresh, lifetime(0))
		}
		if first, second := <-told, <-told; !first || second || len(told) > 0 {
			t.Errorf("over %s, told was %v, %v and %d more", network, first, second, len(told))
		}
	}
}
