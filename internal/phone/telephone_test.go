package phone

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"einmal/internal/phone/sound"

	"github.com/pion/rtp"
)

// patience is how long a test waits for anything before it fails.
const patience = time.Minute

// telephone speaks SIP and RTP as text and bytes, apart from the library that the gateway stands on.
type telephone struct {
	t      *testing.T
	sip    *net.UDPConn
	media  *net.UDPConn
	id     string
	user   string
	to     string // with the tag of the answer
	number int    // CSeq
	remote *net.UDPAddr
	amount float64 // of the tone that it says; 0: silence

	mu    sync.Mutex
	heard []int16
	got   atomic.Int64 // packets
	next  rtp.Header
}

func newTelephone(t *testing.T, gateway netip.AddrPort, user string) *telephone {
	t.Helper()
	p := &telephone{t: t, id: fmt.Sprintf("%016x", rand.Uint64()), user: user,
		to:   fmt.Sprintf("<sip:phone@%s>", gateway),
		next: rtp.Header{Version: 2, SSRC: rand.Uint32()}}
	var err error
	if p.sip, err = net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(gateway)); err != nil {
		t.Fatal(err)
	}
	if p.media, err = net.ListenUDP("udp", net.UDPAddrFromAddrPort(
		netip.AddrPortFrom(gateway.Addr(), 0))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.sip.Close(); p.media.Close() })
	return p
}

// request writes a request; more are further headers, each with its end.
func (p *telephone) request(method string, number int, more, body string) {
	p.t.Helper()
	own := p.sip.LocalAddr()
	text := fmt.Sprintf("%s sip:phone@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK%s%d%s;rport\r\n"+
		"Max-Forwards: 70\r\nFrom: <sip:%s@%s>;tag=a%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d %s\r\n"+
		"Contact: <sip:%s@%s>\r\n%sContent-Length: %d\r\n\r\n%s", method, p.sip.RemoteAddr(), own, p.id,
		number, map[bool]string{true: "ack"}[method == "ACK"], p.user, own, p.id, p.to, p.id, number,
		method, p.user, own, more, len(body), body)
	if _, err := p.sip.Write([]byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

// answer waits for a final answer, or for a request, and gives its first line and all of it.
func (p *telephone) answer() (line, all string) {
	p.t.Helper()
	buffer := make([]byte, 8000)
	_ = p.sip.SetReadDeadline(time.Now().Add(patience))
	for {
		n, err := p.sip.Read(buffer)
		if err != nil {
			p.t.Fatalf("no answer: %v", err)
		}
		all = string(buffer[:n])
		if line, _, _ = strings.Cut(all, "\r\n"); !strings.HasPrefix(line, "SIP/2.0 1") {
			return line, all
		}
	}
}

func (p *telephone) offer(direction string) string {
	at := p.media.LocalAddr().(*net.UDPAddr)
	return fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %[1]s\r\nt=0 0\r\n"+
		"m=audio %d RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"+
		"a=%s\r\n", at.IP, at.Port, direction)
}

func headerOf(all, name string) string {
	_, rest, _ := strings.Cut(all, "\r\n"+name+": ")
	value, _, _ := strings.Cut(rest, "\r\n")
	return value
}

// invite calls, and gives the first line of the final answer.
func (p *telephone) invite() string {
	p.t.Helper()
	p.number++
	p.request("INVITE", p.number, "Content-Type: application/sdp\r\n", p.offer("sendrecv"))
	line, all := p.answer()
	if to := headerOf(all, "To"); to != "" {
		p.to = to
	}
	p.request("ACK", p.number, "", "")
	if line != "SIP/2.0 200 OK" {
		return line
	}
	var port int
	_, rest, _ := strings.Cut(all, "m=audio ")
	if _, err := fmt.Sscan(rest, &port); err != nil {
		p.t.Fatalf("no port in %s", all)
	}
	p.remote = &net.UDPAddr{IP: p.sip.RemoteAddr().(*net.UDPAddr).IP, Port: port}
	go p.listen()
	go p.speak()
	return line
}

// listen keeps what is heard.
func (p *telephone) listen() {
	buffer := make([]byte, 1500)
	for {
		n, err := p.media.Read(buffer)
		if err != nil {
			return
		}
		var packet rtp.Packet
		if packet.Unmarshal(buffer[:n]) != nil || packet.PayloadType != 0 {
			continue
		}
		p.mu.Lock()
		for _, code := range packet.Payload {
			p.heard = append(p.heard, sound.DecodeMu(code))
		}
		p.mu.Unlock()
		p.got.Add(1)
	}
}

// speak says 1,004 Hz in packets of 20 ms, as many as are due.
func (p *telephone) speak() {
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	for at := 0; p.t.Context().Err() == nil; at += 160 {
		<-ticks.C
		codes := make([]byte, 160)
		p.mu.Lock()
		for i := range codes {
			codes[i] = sound.EncodeMu(int16(p.amount *
				math.Sin(2*math.Pi*1004*float64(at+i)/sound.Rate)))
		}
		header := p.next
		p.next.SequenceNumber++
		p.next.Timestamp += 160
		p.mu.Unlock()
		p.send(header, codes)
	}
}

func (p *telephone) send(h rtp.Header, payload []byte) {
	packet := rtp.Packet{Header: h, Payload: payload}
	if data, err := packet.Marshal(); err == nil {
		_, _ = p.media.WriteToUDP(data, p.remote)
	}
}

func (p *telephone) say(amplitude float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.amount = amplitude
}

// press presses keys, each in three packets and three of its end (RFC 4733).
func (p *telephone) press(keys string) {
	for _, key := range keys {
		p.mu.Lock()
		h := p.next
		p.next.SequenceNumber += 6
		p.next.Timestamp += 640
		p.mu.Unlock()
		h.PayloadType = 101
		for n := range 6 {
			h.Marker = n == 0
			event := []byte{byte(strings.IndexRune("0123456789*#", key)), 10, 0, 160}
			if n > 2 {
				event[1] |= 0x80
			}
			p.send(h, event)
			h.SequenceNumber++
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// levelOf is the level of what was heard last at a frequency, in dB of the loudest sine.
func (p *telephone) levelOf(hz float64) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	const span = 3200
	if len(p.heard) < span {
		return math.Inf(-1)
	}
	return goertzel(p.heard[len(p.heard)-span:], hz)
}

// hears waits for a tone of the gateway's.
func (p *telephone) hears(what string, hz float64) {
	p.t.Helper()
	eventually(p.t, "the telephone hears "+what, func() bool { return p.levelOf(hz) > -36 })
}

func goertzel(samples []int16, hz float64) float64 {
	var s1, s2 float64
	w := 2 * math.Cos(2*math.Pi*hz/sound.Rate)
	for _, sample := range samples {
		s1, s2 = float64(sample)+w*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - w*s1*s2
	return 20 * math.Log10(2*math.Sqrt(max(power, 1e-9))/float64(len(samples))/32124)
}

// hangUp says good-bye, and wants it heard.
func (p *telephone) hangUp() {
	p.t.Helper()
	p.number++
	p.request("BYE", p.number, "", "")
	if line, _ := p.answer(); line != "SIP/2.0 200 OK" {
		p.t.Errorf("a good-bye is answered with %q", line)
	}
}

// untilHungUp waits for the gateway's good-bye.
func (p *telephone) untilHungUp() {
	p.t.Helper()
	for {
		line, all := p.answer()
		if !strings.HasPrefix(line, "BYE ") {
			continue
		}
		fmt.Fprintf(p.sip, "SIP/2.0 200 OK\r\nVia: %s\r\nFrom: %s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %s\r\n"+
			"Content-Length: 0\r\n\r\n", headerOf(all, "Via"), headerOf(all, "From"), headerOf(all, "To"),
			headerOf(all, "Call-ID"), headerOf(all, "CSeq"))
		return
	}
}
