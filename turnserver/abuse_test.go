package turnserver

import (
	"bytes"
	"math/rand/v2"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/stun/v3"
)

// unauthenticated are requests of all kinds without a valid credential.
func unauthenticated(nonce stun.Nonce) map[string]*stun.Message {
	all := map[string]*stun.Message{"binding": stun.MustBuild(stun.TransactionID, stun.BindingRequest)}
	stranger := userName(time.Now().Add(time.Hour), "room", "peer")
	for _, method := range []stun.Method{stun.MethodAllocate, stun.MethodRefresh, stun.MethodCreatePermission, stun.MethodChannelBind} {
		kind := stun.NewType(method, stun.ClassRequest)
		for name, with := range map[string][]stun.Setter{
			"bare":                   {},
			"unsigned":               {transport(protocolUDP)},
			"with integrity only":    {stun.NewShortTermIntegrity("x")},
			"with a nonce only":      {nonce, stun.NewShortTermIntegrity("x")},
			"with a made-up nonce":   {stun.NewNonce("x"), stun.NewUsername(stranger), stun.NewRealm(realm), stun.NewShortTermIntegrity("x")},
			"of nobody":              {nonce, stun.NewUsername("nobody"), stun.NewRealm(realm), stun.NewShortTermIntegrity("x")},
			"of a stranger":          {nonce, stun.NewUsername(stranger), stun.NewRealm(realm), stun.NewShortTermIntegrity("x")},
			"of a stranger, printed": {nonce, stun.NewUsername(stranger), stun.NewRealm(realm), stun.NewShortTermIntegrity("x"), stun.Fingerprint},
		} {
			all[method.String()+" "+name] = stun.MustBuild(append([]stun.Setter{stun.TransactionID, kind}, with...)...)
		}
	}
	return all
}

func TestUnauthenticatedRepliesAreAtMostTwiceTheRequest(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.raw(t, "udp", "", "")
	if c.ask(stun.MethodAllocate, transport(protocolUDP)) == -1 {
		t.Fatal("no challenge")
	}
	answered := 0
	for what, m := range unauthenticated(c.nonce) {
		answer := c.exchangeWithin(m, 100*time.Millisecond)
		if answer == nil {
			continue
		}
		answered++
		t.Logf("%s: %d bytes for %d", what, len(answer.Raw), len(m.Raw))
		if len(answer.Raw) > 2*len(m.Raw) {
			t.Errorf("%s: %d bytes are answered with %d", what, len(m.Raw), len(answer.Raw))
		}
	}
	if answered < 20 {
		t.Errorf("only %d requests were answered, so little was measured", answered)
	}
}

func TestASourceGetsAtMostTwiceWhatItSent(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.raw(t, "udp6", "", "") // the reply to a bare Binding request is 44 bytes here, for 20
	request, sent, got := stun.MustBuild(stun.TransactionID, stun.BindingRequest), 0, 0
	for range 20 {
		sent += len(request.Raw)
		if answer := c.exchangeWithin(request, 20*time.Millisecond); answer != nil {
			got += len(answer.Raw)
		}
	}
	if got > 2*sent || got < sent {
		t.Errorf("%d bytes for %d", got, sent)
	}
}

func TestAStaleNonceIsReplaced(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	username, password, _ := r.Credentials("room", "a")
	one, other := r.raw(t, "udp", username, password), r.raw(t, "udp", username, password)
	ask := func(c *raw, nonce string) (code stun.ErrorCodeAttribute) {
		t.Helper()
		c.nonce = stun.NewNonce(nonce)
		m := c.exchange(c.signed(stun.MethodAllocate, transport(protocolUDP)))
		if m == nil || m.Type.Class != stun.ClassErrorResponse || code.GetFrom(m) != nil || c.nonce.GetFrom(m) != nil {
			t.Fatalf("the answer was %v", m)
		}
		return code
	}
	if code := ask(one, "made up"); code.Code != stun.CodeStaleNonce {
		t.Errorf("a made-up nonce was answered with %d", code.Code)
	}
	if code := ask(other, one.nonce.String()); code.Code != stun.CodeStaleNonce {
		t.Errorf("somebody else's nonce was answered with %d", code.Code)
	}
	for _, c := range []*raw{one, other} {
		if c.nonce = nil; c.ask(stun.MethodAllocate, transport(protocolUDP)) != 0 {
			t.Error("with the nonce of the challenge it did not go")
		}
	}
}

func TestANonceIsGoodForAnHourAndItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, from := newNonces(), netip.MustParseAddrPort("192.0.2.1:1000")
		nonce := make([]byte, nonceSize)
		n.put(nonce, from)
		for _, other := range []string{"192.0.2.1:1001", "192.0.2.2:1000", "[2001:db8::1]:1000", "[::c000:201]:1000"} {
			if n.good(nonce, netip.MustParseAddrPort(other)) {
				t.Errorf("it is good for %s", other)
			}
		}
		for i := range nonce {
			changed := bytes.Clone(nonce)
			changed[i] ^= 1
			if n.good(changed, from) {
				t.Errorf("%q is good", changed)
			}
		}
		time.Sleep(59 * time.Minute)
		if !n.good(nonce, from) {
			t.Error("it went stale too early")
		}
		time.Sleep(time.Minute)
		if n.good(nonce, from) {
			t.Error("it is good for more than an hour")
		}
	})
}

func TestASourceGetsOnlySoManyUnauthenticatedReplies(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.raw(t, "udp", "", "")
	buffer, replies := make([]byte, maxPacket), 0
	for range 3 * replyBurst {
		if _, err := c.conn.WriteTo(stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw, c.server); err != nil {
			t.Fatal(err)
		}
		_ = c.conn.SetReadDeadline(time.Now().Add(2 * time.Millisecond))
		if _, _, err := c.conn.ReadFrom(buffer); err == nil {
			replies++
		}
	}
	if replies == 0 || replies > 2*replyBurst {
		t.Errorf("%d of %d requests were answered", replies, 3*replyBurst)
	}
	if r.Stats().Drops["limited"] == 0 {
		t.Error("and nothing was counted")
	}
}

func TestGarbageIsHarmless(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	a, b := r.join(t, "udp", "room", "a"), r.join(t, "udp", "room", "b")
	permit(b, a)
	c := r.as(t, "udp", "room", "c", true)
	random := rand.New(rand.NewPCG(1, 2))
	valid := func() []byte {
		return c.signed([]stun.Method{stun.MethodRefresh, stun.MethodCreatePermission, stun.MethodChannelBind, stun.MethodAllocate}[random.IntN(4)],
			rawPeer("192.0.2.1", 2000), channelNumber(0x4000), lifetime(600), transport(17)).Raw
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
	for kind := range attributeSizes {
		for _, size := range []int{0, 1, 2, 3, 5, 7, 9, 19, 21} {
			if kind == stun.AttrMessageIntegrity || kind == stun.AttrFingerprint || kind == stun.AttrEvenPort && size == 1 {
				continue
			}
			c := r.as(t, "udp", "room", "a", true)
			for _, method := range []stun.Method{stun.MethodChannelBind, stun.MethodRefresh} {
				m := c.signed(method, attribute{kind, make([]byte, size)})
				if answer := c.exchangeWithin(m, 5*time.Millisecond); answer != nil {
					t.Errorf("%v with %v of %d bytes was answered", method, kind, size)
				}
			}
			if code := c.ask(stun.MethodRefresh, lifetime(0)); code != 0 {
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
			r.as(t, "udp", "room", "a", true)
			r.as(t, "tcp", "room", "b", true)
			_, _ = r.transport(t, "tcp")
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if n := r.Stats().Allocations; n != 0 {
			t.Errorf("%d allocations are left", n)
		}
	})
	for end := time.Now().Add(3 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines instead of %d:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
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

func (p piped) LocalAddr() net.Addr  { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }
func (p piped) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: p.port} }

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
				s, err := New(Config{Listeners: []net.Listener{listener}, Address: net.IPv4(192, 0, 2, 1)})
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
					if _, err := ours.Read(make([]byte, maxPacket)); err != nil {
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
