package turnserver

import (
	"bytes"
	"log/slog"
	"net"
	"net/netip"
	"testing"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// memory is a transportConn whose clients remember what they were sent.
type memory struct{ got map[netip.AddrPort][][]byte }

func (m memory) clientAt(from netip.AddrPort) client { return remembering{m, from} }
func (memory) sendResponse([]byte, netip.AddrPort)   {}

type remembering struct {
	memory
	from netip.AddrPort
}

func (r remembering) sendMessage(packet []byte) {
	r.got[r.from] = append(r.got[r.from], bytes.Clone(packet))
}
func (remembering) flushMessages()    {}
func (remembering) setAllocated(bool) {}

// twoAllocations are a table with two members of a room, the first bound to the second on
// firstChannel, and a stranger.
func twoAllocations() (tr *transport, sources [3]netip.AddrPort, ports [3]uint16) {
	s := &Server{table: newAllocationTable(netip.MustParseAddr("192.0.2.1"),
		Config{Lifetime: defaultLifetime, Quotas: DefaultQuotas()})}
	tr = s.table.newTransport(memory{make(map[netip.AddrPort][][]byte)})
	for i, member := range [][2]string{{"room", "a"}, {"room", "b"}, {"other", "c"}} {
		username, _, _ := s.Credentials(member[0], member[1])
		a, _ := s.table.newAllocation(false)
		delete(s.table.ports, a.port)
		a.port = uint16(5000 + i)
		s.table.ports[a.port] = a
		sources[i], ports[i] = netip.AddrPortFrom(netip.MustParseAddr("192.0.2.9"),
			uint16(1000+i)), a.port
		s.table.assignOwner(tr, sources[i], username, a.port)
		s.table.setPermission(a.port, true)
	}
	s.table.addChannel(ports[0], turnmsg.FirstChannel, ports[1])
	s.table.addChannel(ports[0], turnmsg.FirstChannel+1, ports[2])
	return tr, sources, ports
}

// FuzzRelay sends data of any form as the first member and looks where it comes out.
func FuzzRelay(f *testing.F) {
	tr, sources, _ := twoAllocations()
	f.Add([]byte{0x40, 0, 0, 3, 1, 2, 3})
	f.Add([]byte{0x40, 1, 0, 3, 1, 2, 3})
	f.Add([]byte{0x40, 0, 0xff, 0xff})
	for _, port := range []int{5000, 5001, 5002, 5003} {
		f.Add(stun.MustBuild(stun.TransactionID,
			stun.NewType(stun.MethodSend, stun.ClassIndication),
			rawPeer("192.0.2.1", port), attribute{stun.AttrData, []byte("data")}).Raw)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		if len(packet) > turnmsg.MaxMessageSize || !turnmsg.IsData(packet) {
			return
		}
		buffer := make([]byte, turnmsg.Headroom+len(packet)+3)
		copy(buffer[turnmsg.Headroom:], packet)
		tr.table.mu.RLock()
		to, message := tr.forward(sources[0], buffer, turnmsg.Headroom,
			turnmsg.Headroom+len(packet),
			tr.table.elapsed())
		tr.table.mu.RUnlock()
		if to == nil {
			return
		}
		if r, ok := to.(remembering); !ok || r.from == sources[2] {
			t.Fatal("data went to another room")
		}
		if len(message) > len(packet)+turnmsg.Headroom+3 {
			t.Fatalf("%d bytes became %d", len(packet), len(message))
		}
		if !turnmsg.IsChannelData(message) && !turnmsg.IsWellFormed(message) {
			t.Fatalf("%x was sent", message)
		}
	})
}

// FuzzStream reads any bytes as a stream, in pieces of any size.
func FuzzStream(f *testing.F) {
	tr, _, _ := twoAllocations()
	f.Add([]byte{0x40, 0, 0, 3, 1, 2, 3, 0, 0x40, 0, 0, 0}, byte(5))
	f.Add(append(stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw, 0x41, 0, 0xff, 0xff),
		byte(1))
	f.Fuzz(func(t *testing.T, all []byte, piece byte) {
		s := &stream{Conn: &pieces{rest: all, size: int(piece) + 1},
			listener: &listener{transport: tr, log: slog.New(slog.DiscardHandler)}}
		read := 0
		for {
			start, end, ok, err := s.nextMessage()
			if err != nil || !ok && s.fillBuffer() != nil {
				return
			}
			if !ok {
				continue
			}
			if start < turnmsg.Headroom || end > len(s.buffer) ||
				end-start > turnmsg.MaxMessageSize ||
				end-start < turnmsg.ChannelHeaderSize {
				t.Fatalf("a message at %d to %d", start, end)
			}
			if read += end - start; read > len(all) {
				t.Fatal("more was read than was sent")
			}
		}
	})
}

// pieces is a connection that gives its bytes a few at a time.
type pieces struct {
	net.Conn
	rest []byte
	size int
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		return 0, net.ErrClosed
	}
	n := copy(b, p.rest[:min(p.size, len(p.rest))])
	p.rest = p.rest[n:]
	return n, nil
}

// FuzzSignedRequests sends requests with any attributes, properly signed, through validate into
// pion. A panic there would end the process.
func FuzzSignedRequests(f *testing.F) {
	r := startRelay(f, nil)
	username, password, _ := r.Credentials("room", "a")
	c := r.rawClient(f, "udp", username, password)
	if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
		f.Fatalf("Allocate was answered with %d", code)
	}
	f.Add(uint16(stun.MethodChannelBind), uint16(stun.AttrXORPeerAddress), []byte{},
		uint16(stun.AttrChannelNumber), []byte{0x40, 0, 0, 0})
	f.Add(uint16(stun.MethodCreatePermission), uint16(stun.AttrXORPeerAddress), make([]byte, 8),
		uint16(stun.AttrXORPeerAddress), []byte{0})
	f.Add(uint16(stun.MethodRefresh), uint16(stun.AttrLifetime), []byte{0, 0, 0, 0},
		uint16(stun.AttrEvenPort), []byte{0})
	f.Add(uint16(stun.MethodAllocate), uint16(stun.AttrRequestedTransport), []byte{17, 0, 0, 0},
		uint16(stun.AttrReservationToken), []byte{1})
	f.Fuzz(func(t *testing.T, method, kind1 uint16, value1 []byte, kind2 uint16, value2 []byte) {
		if len(value1)+len(value2) > 1000 || method > 0xfff {
			return
		}
		c.t = t
		m := c.signedRequest(stun.Method(method), attribute{stun.AttrType(kind1), value1},
			attribute{stun.AttrType(kind2), value2})
		_, _ = c.conn.WriteTo(m.Raw, c.server)
		if c.roundTrip(stun.MustBuild(stun.TransactionID, stun.BindingRequest)) == nil &&
			r.Stats().Drops["limited"] == 0 {
			t.Fatal("the relay no longer answers")
		}
	})
}
