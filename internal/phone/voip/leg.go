package voip

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"einmal/internal/phone/sound"

	"github.com/pion/rtp"
)

const (
	maxPacket = 1500 // bytes
	// A source that was silent for so long may go on from another port: a NAT has forgotten it.
	rebindTime = 2 * time.Second
	// keysWaiting are held if nobody takes them.
	keysWaiting = 16
)

// Leg is the media of one telephone. Packets are taken from the addresses that the other side has
// named or called from, and from the one port there that spoke first; answers go there (symmetric
// RTP, RFC 4961). It is safe for concurrent use.
type Leg struct {
	socket *net.UDPConn
	Keys   chan byte // 0 to 9, *, #, A to D
	// hear gets each packet of sound, in µ-law; set before Start.
	hear func(time uint32, codes []byte, starts bool)

	mu     sync.Mutex
	offer  Offer
	from   []netip.Addr   // who may speak
	peer   netip.AddrPort // who does; zero: nobody has
	heard  time.Time      // when, last
	packet rtp.Packet     // the next one that we send
	counts Counts
	line   sequence
}

// Counts says what has come and gone.
type Counts struct {
	Received int // packets from the telephone
	Lost     int // of those that were sent to us
	Foreign  int // of others, or none at all
	Sent     int
}

// NewLeg opens a socket on an address, at a port between first and last; at any if both are 0.
func NewLeg(address netip.Addr, first, last uint16) (*Leg, error) {
	l := &Leg{Keys: make(chan byte, keysWaiting)}
	l.packet.Header = rtp.Header{Version: 2, Marker: true, SSRC: rand.Uint32(),
		SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32()} //nolint:gosec // no secrets
	var err error
	for port := int(first); port <= int(last); port += 2 { // the odd ones are RTCP's
		l.socket, err = net.ListenUDP("udp",
			net.UDPAddrFromAddrPort(netip.AddrPortFrom(address, uint16(port)))) //nolint:gosec // it was
		if err == nil {
			return l, nil
		}
	}
	return nil, errors.Join(errors.New("no port for sound is free"), err)
}

// Own is where we get sound.
func (l *Leg) Own() netip.AddrPort {
	return l.socket.LocalAddr().(*net.UDPAddr).AddrPort()
}

// Follow takes an offer, the first or another; source is where it came from.
func (l *Leg) Follow(o Offer, source netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.offer.Media != o.Media {
		l.peer = netip.AddrPort{}
	}
	l.offer = o
	l.from = []netip.Addr{source.Unmap(), o.Media.Addr()}
	l.heard = time.Now()
}

// Start reads until Close. hear gets sound in µ-law and may keep none of it.
func (l *Leg) Start(hear func(time uint32, codes []byte, starts bool)) {
	l.hear = hear
	go l.read()
}

func (l *Leg) read() {
	var keys keyReader
	buffer := make([]byte, maxPacket)
	for {
		n, from, err := l.socket.ReadFromUDPAddrPort(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // what came back from where we have sent to
			continue
		}
		l.receive(buffer[:n], netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), &keys)
	}
}

func (l *Leg) receive(data []byte, from netip.AddrPort, keys *keyReader) {
	var p rtp.Packet
	// 72 to 76 are RTCP's (RFC 5761)
	if err := p.Unmarshal(data); err != nil || p.Version != 2 || p.PayloadType >= 72 &&
		p.PayloadType <= 76 || !l.accept(from, &p) {
		l.mu.Lock()
		l.counts.Foreign++
		l.mu.Unlock()
		return
	}
	l.mu.Lock()
	payload, event := l.offer.Payload, l.offer.Keys
	l.mu.Unlock()
	switch {
	case p.PayloadType == payloadComfort: // the silence that follows is as good
	case event > 0 && p.PayloadType == event:
		if key, ok := keys.read(p.Timestamp, p.Payload); ok {
			select {
			case l.Keys <- key:
			default: // nobody presses so many
			}
		}
	case p.PayloadType == payload && len(p.Payload) > 0:
		if payload == payloadPCMA {
			sound.MuFromA(p.Payload)
		}
		l.hear(p.Timestamp, p.Payload, p.Marker)
	}
}

// accept says whether a packet comes from the telephone, and counts it.
func (l *Leg) accept(from netip.AddrPort, p *rtp.Packet) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	switch {
	case !slices.Contains(l.from, from.Addr()):
		return false
	case l.peer == from:
	case l.peer.IsValid() && now.Sub(l.heard) < rebindTime:
		return false
	default:
		l.peer = from
	}
	l.heard = now
	l.counts.Received++
	l.line.count(p)
	return true
}

// Send sends the next frame, unless the other side does not want any at the moment. Time goes on.
func (l *Leg) Send(f *sound.Frame) {
	var codes [sound.FrameLength]byte
	sound.EncodeFrame(codes[:], f)
	l.mu.Lock()
	if l.offer.Payload == payloadPCMA {
		sound.AFromMu(codes[:])
	}
	l.packet.PayloadType, l.packet.Payload = l.offer.Payload, codes[:]
	data, err := l.packet.Marshal()
	to, hears := l.peer, l.offer.Hears()
	if !to.IsValid() {
		to = l.offer.Media
	}
	l.packet.Timestamp += sound.FrameLength
	l.packet.Marker = !hears
	if hears {
		l.packet.SequenceNumber++
		l.counts.Sent++
	}
	l.mu.Unlock()
	if hears && err == nil {
		// a machine that has no way there may get one; who hears nothing hangs up
		_, _ = l.socket.WriteToUDPAddrPort(data, to)
	}
}

// Silence says for how long nothing has come, and whether that is as agreed.
func (l *Leg) Silence(now time.Time) (silent time.Duration, held bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return now.Sub(l.heard), l.offer.Direction == RecvOnly || l.offer.Direction == Inactive
}

// Count says what has come and gone.
func (l *Leg) Count() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.counts
	c.Lost = l.line.lost + l.line.missing()
	return c
}

// Close closes the socket. It may be called more than once.
func (l *Leg) Close() { _ = l.socket.Close() }

// sequence counts what is missing in the numbers of packets.
type sequence struct {
	ssrc            uint32
	lowest, highest int64 // numbers that came, the wraps counted in
	got             int64 // packets; 0: none yet
	lost            int   // of senders before this one
}

func (s *sequence) count(p *rtp.Packet) {
	if s.got == 0 || s.ssrc != p.SSRC {
		s.lost += s.missing()
		first := int64(p.SequenceNumber) + 1<<16
		s.ssrc, s.lowest, s.highest, s.got = p.SSRC, first, first, 1
		return
	}
	//nolint:gosec // numbers wrap around (RFC 3550, A.1)
	number := s.highest + int64(int16(p.SequenceNumber-uint16(s.highest)))
	s.lowest, s.highest = min(s.lowest, number), max(s.highest, number)
	s.got++
}

func (s *sequence) missing() int {
	if s.got == 0 {
		return 0
	}
	return int(max(0, s.highest-s.lowest+1-s.got))
}
