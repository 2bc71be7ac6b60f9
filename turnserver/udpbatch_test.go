package turnserver

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
	"github.com/pion/turn/v4"
)

// pair is two clients of a room on UDP with a channel to each other, and plain sockets that make no
// garbage.
type pair struct {
	a, b   *net.UDPConn
	server netip.AddrPort
}

func newPair(t testing.TB, r *relay, network string) pair {
	t.Helper()
	a, b := r.memberClient(t, network, "room", "a", true), r.memberClient(t, network, "room", "b",
		true)
	a.bindChannel(turnmsg.FirstChannel, b)
	b.bindChannel(turnmsg.FirstChannel+1, a)
	return pair{a.conn.(*net.UDPConn), b.conn.(*net.UDPConn),
		netip.MustParseAddrPort(r.addresses[network])}
}

// sendBurst sends count packets from a to b, numbered from first on, and reads all of them; it
// returns how many came in order.
func (p pair) sendBurst(t testing.TB, packet, buffer []byte, first, count int) (came int) {
	binary.BigEndian.PutUint16(packet, turnmsg.FirstChannel)
	binary.BigEndian.PutUint16(packet[2:], uint16(len(packet)-turnmsg.ChannelHeaderSize))
	for i := range count {
		binary.BigEndian.PutUint32(packet[4:], uint32(first+i))
		if _, err := p.a.WriteToUDPAddrPort(packet, p.server); err != nil {
			t.Fatal(err)
		}
	}
	_ = p.b.SetReadDeadline(time.Now().Add(patience))
	for range count {
		n, _, err := p.b.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return came
		}
		if n == len(packet) && binary.BigEndian.Uint16(buffer) == turnmsg.FirstChannel+1 &&
			binary.BigEndian.Uint32(buffer[4:]) == uint32(first+came) {
			came++
		}
	}
	return came
}

func TestBurstsOfAnySizeArriveWholeAndInOrder(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "plain"} {
		p, buffer := newPair(t, startRelay(t, nil), network), make([]byte, turnmsg.MaxMessageSize)
		for _, size := range []int{8, 9, 10, 11, 100, 1104, 1400} {
			for _, count := range []int{1, 2, 7, 40} {
				if came := p.sendBurst(t, make([]byte, size), buffer, 0, count); came != count {
					t.Errorf("%d of %d packets of %d bytes came in order over %s", came, count,
						size, network)
				}
			}
		}
	}
}

func TestMixedSizesAndBindsOnOneSideKeepTheirOrder(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "plain", "tcp"} {
		r := startRelay(t, nil)
		a, b := r.memberClient(t, network, "room", "a", true), r.memberClient(t, network, "room",
			"b", true)
		a.bindChannel(turnmsg.FirstChannel, b)
		b.bindChannel(turnmsg.FirstChannel, a)
		const count, together = 200, 16
		got := make(chan []byte, count)
		go b.collectData(got)
		come := 0
		for i := range count {
			data := make([]byte, 8+i*37%900)
			data[0], data[1] = byte(i), byte(len(data)) // never mistaken for something else
			switch i % 3 {
			case 0, 1:
				a.sendChannelData(turnmsg.FirstChannel, data)
			case 2:
				a.sendIndication(peer(b.relayed), data)
			}
			if i%together != 0 && i != count-1 {
				continue
			}
			for ; come <= i; come++ { // so that no socket has to hold more than these
				select {
				case data := <-got:
					if len(data) != 8+come*37%900 || data[0] != byte(come) {
						t.Fatalf("packet %d of %d bytes came in place of %d over %s", data[0],
							len(data), come, network)
					}
				case <-time.After(patience):
					t.Fatalf("packet %d did not come over %s", come, network)
				}
			}
		}
	}
}

func TestNothingIsAllocatedForAPacket(t *testing.T) {
	p := newPair(t, startRelay(t, nil), "udp")
	packet, buffer := make([]byte, 1104), make([]byte, turnmsg.MaxMessageSize)
	p.sendBurst(t, packet, buffer, 0, 32)
	if allocations := testing.AllocsPerRun(50,
		func() { p.sendBurst(t, packet, buffer, 0, 32) }); allocations > 1 {
		t.Errorf("%v allocations for 32 packets", allocations)
	}
}

func TestNothingIsAllocatedForAPacketOverTCP(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector lets a sync.Pool drop some of what is put into it")
	}
	r := startRelay(t, nil)
	open := func(peer string) (*rawClient, net.Conn) {
		conn, err := net.Dial("tcp", r.addresses["tcp"])
		if err != nil {
			t.Fatal(err)
		}
		c := &rawClient{t: t, relay: r, conn: turn.NewSTUNConn(conn), server: conn.RemoteAddr()}
		c.username, c.password, _ = r.Credentials("room", peer)
		if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
			t.Fatalf("Allocate was answered with %d", code)
		}
		t.Cleanup(func() { conn.Close() })
		return c, conn
	}
	a, from := open("a")
	b, to := open("b")
	a.bindChannel(turnmsg.FirstChannel, b)
	b.bindChannel(turnmsg.FirstChannel, a)
	_ = to.SetReadDeadline(time.Now().Add(10 * time.Second))
	sent, got := make([]byte, 32*1104), make([]byte, 32*1104)
	for at := 0; at < len(sent); at += 1104 {
		binary.BigEndian.PutUint16(sent[at:], turnmsg.FirstChannel)
		binary.BigEndian.PutUint16(sent[at+2:], 1100)
	}
	burst := func() {
		for at := 0; at < len(sent); at += 4 * 1104 { // no more at once than a buffer takes
			if _, err := from.Write(sent[at : at+4*1104]); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(to, got[at:at+4*1104]); err != nil {
				t.Fatal(err)
			}
		}
	}
	burst()
	if allocations := testing.AllocsPerRun(50, burst); allocations > 1 {
		t.Errorf("%v allocations for 32 packets", allocations)
	}
	if !bytes.Equal(got, sent) {
		t.Error("something else came")
	}
}

func BenchmarkRelay(b *testing.B) {
	for _, network := range []string{"udp", "plain"} {
		b.Run(network, func(b *testing.B) {
			p := newPair(b, startRelay(b, func(c *Config) { c.Quotas.Bandwidth = 1 << 40 }),
				network)
			packet, buffer := make([]byte, 1104), make([]byte, turnmsg.MaxMessageSize)
			b.ReportAllocs()
			b.SetBytes(int64(len(packet)))
			for sent := 0; b.Loop(); sent++ {
				if p.sendBurst(b, packet, buffer, sent, 1) != 1 {
					b.Fatal("a packet was lost")
				}
			}
		})
	}
}
