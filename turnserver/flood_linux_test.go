package turnserver

import (
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// floodSize is how many requests of each kind are sent, some 100,000 a second.
const floodSize = 100_000

// flood is a kind of request that is well-formed; several are sent in turn.
type flood struct {
	name string
	make func(c *rawClient) []*stun.Message
}

func floods() []flood {
	one := func(method stun.Method, with ...stun.Setter) func(*rawClient) []*stun.Message {
		return func(c *rawClient) []*stun.Message {
			return []*stun.Message{c.signedRequest(method,
				with...)}
		}
	}
	even, us := attribute{stun.AttrEvenPort, []byte{0x80}}, rawPeer("192.0.2.1", 2000)
	return []flood{
		{"Binding", func(*rawClient) []*stun.Message {
			return []*stun.Message{stun.MustBuild(stun.TransactionID, stun.BindingRequest)}
		}},
		{"Allocate without a credential", func(c *rawClient) []*stun.Message {
			c.nonce = nil
			return []*stun.Message{c.signedRequest(stun.MethodAllocate)}
		}},
		{"Allocate with a made-up nonce", func(c *rawClient) []*stun.Message {
			c.nonce = make(stun.Nonce, auth.NonceSize)
			return []*stun.Message{c.signedRequest(stun.MethodAllocate,
				requestedTransport(protocolUDP))}
		}},
		{"Allocate with a wrong password", func(c *rawClient) []*stun.Message {
			c.password = "wrong"
			return []*stun.Message{c.signedRequest(stun.MethodAllocate,
				requestedTransport(protocolUDP))}
		}},
		{"Allocate", one(stun.MethodAllocate, requestedTransport(protocolUDP))},
		{"Allocate and Refresh to the end, in turn", func(c *rawClient) []*stun.Message {
			return []*stun.Message{c.signedRequest(stun.MethodAllocate,
				requestedTransport(protocolUDP)),
				c.signedRequest(stun.MethodRefresh, lifetime(0))}
		}},
		{"Allocate of an even port and Refresh to the end, in turn",
			func(c *rawClient) []*stun.Message {
				return []*stun.Message{c.signedRequest(stun.MethodAllocate,
					requestedTransport(protocolUDP), even),
					c.signedRequest(stun.MethodRefresh, lifetime(0))}
			}},
		{"Refresh", one(stun.MethodRefresh, lifetime(600))},
		{"CreatePermission", one(stun.MethodCreatePermission, us)},
		{"ChannelBind", one(stun.MethodChannelBind, us, channelNumber(turnmsg.FirstChannel))},
	}
}

// flooder is one of its own room and source address, with an allocation.
func (r *relay) flooder(t *testing.T, number byte) *rawClient {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, number)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	c := &rawClient{t: t, relay: r, conn: conn,
		server: net.UDPAddrFromAddrPort(netip.MustParseAddrPort(r.addresses["udp"]))}
	c.username, c.password, _ = r.Credentials("flood", "x")
	if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
		t.Fatalf("Allocate was answered with %d", code)
	}
	return c
}

// TestNoFloodOfRequestsHoldsAnotherRoomUp: two of another room send each other packets all the
// while. On a quiet machine all of them come, within a millisecond or two; the limits are for a
// machine that has no time. There the kernel throws packets away before the relay sees any (beside
// a browser on two cores, 45 of 100 came, half of them within 150 ms, and not even the sender could
// send more than half), and the best of three floods is judged: what else the machine does only
// ever makes one worse. When requests were dealt with where data is relayed, one of seven came on a
// quiet machine, after a second or more.
func TestNoFloodOfRequestsHoldsAnotherRoomUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	for i, f := range floods() {
		t.Run(f.name, func(t *testing.T) {
			for range 3 {
				if passesFlood(t, byte(2+i), f.make) {
					return
				}
			}
			t.Error("that is too few, or too late")
		})
	}
}

// passesFlood says whether a quarter of the packets beside a flood come, and half of those in time.
func passesFlood(t *testing.T, number byte, makeRequests func(*rawClient) []*stun.Message) bool {
	t.Helper()
	r := startRelay(t, nil)
	p := newPair(t, r, "udp")
	c := r.flooder(t, number)
	requests := makeRequests(c)
	by := p.measureDelays(t)
	began := time.Now()
	for n := range floodSize {
		if n%200 == 0 {
			time.Sleep(time.Until(began.Add(time.Duration(n) * 10 * time.Microsecond)))
		}
		_, _ = c.conn.WriteTo(requests[n%len(requests)].Raw, c.server)
	}
	took := time.Since(began)
	delays, sent := by()
	if len(delays) == 0 {
		t.Logf("none of %d packets beside it came", sent)
		return false
	}
	median, most := delays[len(delays)/2], delays[len(delays)-1]
	t.Logf("%v for the flood; beside it %d of %d packets came, median %v, 99 of 100 in %v, "+
		"the last %v",
		took.Round(time.Millisecond), len(delays), sent, median, delays[len(delays)*99/100], most)
	return median <= 500*time.Millisecond && len(delays) >= sent/4
}

// measureDelays sends a packet every two milliseconds until it is asked how they came: the delays,
// sorted, and how many were sent.
func (p pair) measureDelays(t *testing.T) func() (delays []time.Duration, sent int) {
	t.Helper()
	began, end, read := time.Now(), make(chan struct{}), make(chan struct{})
	var both sync.WaitGroup
	var delays []time.Duration
	sent := 0
	both.Go(func() {
		packet := make([]byte, 108)
		binary.BigEndian.PutUint16(packet, turnmsg.FirstChannel)
		binary.BigEndian.PutUint16(packet[2:], 104)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for last := false; ; <-tick.C {
			select {
			case <-read:
				return
			case <-end:
				last, packet[4] = true, 1
			default:
			}
			binary.BigEndian.PutUint64(packet[8:], uint64(time.Since(began)))
			_, _ = p.a.WriteToUDPAddrPort(packet, p.server)
			if !last {
				sent++
			}
		}
	})
	both.Go(func() {
		defer close(read)
		buffer := make([]byte, turnmsg.MaxMessageSize)
		for {
			_ = p.b.SetReadDeadline(time.Now().Add(patience))
			if n, _, err := p.b.ReadFromUDPAddrPort(buffer); err != nil || n != 108 ||
				buffer[4] == 1 {
				return
			}
			delays = append(delays,
				time.Since(began)-time.Duration(binary.BigEndian.Uint64(buffer[8:])))
		}
	})
	return func() ([]time.Duration, int) {
		close(end)
		both.Wait()
		slices.Sort(delays)
		return delays, sent
	}
}
