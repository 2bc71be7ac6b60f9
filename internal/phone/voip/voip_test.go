package voip

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"einmal/internal/phone/sound"

	"github.com/pion/rtp"
)

var loopback = netip.MustParseAddr("127.0.0.1")

// lines makes a description of lines that are parted by a blank.
func lines(text ...string) []byte { return []byte(strings.Join(text, "\r\n") + "\r\n") }

var plain = lines("v=0", "o=- 1 1 IN IP4 192.0.2.7", "s=-", "c=IN IP4 192.0.2.7", "t=0 0",
	"m=audio 4000 RTP/AVP 96 8 0 101", "a=rtpmap:96 opus/48000/2",
	"a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15")

func TestOffersAreReadAndAnswered(t *testing.T) {
	o, err := ParseOffer(plain)
	if err != nil {
		t.Fatal(err)
	}
	if o.Media.String() != "192.0.2.7:4000" || o.Payload != payloadPCMA || o.Keys != 101 ||
		o.Direction != SendRecv {
		t.Errorf("read as %+v", o)
	}
	own := netip.MustParseAddrPort("198.51.100.1:40000")
	want := string(lines("v=0", "o=- 5 1 IN IP4 198.51.100.1", "s=-", "c=IN IP4 198.51.100.1",
		"t=0 0", "m=audio 40000 RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000",
		"a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv"))
	if got := string(o.Answer(own, 5, 1)); got != want {
		t.Errorf("answered with\n%s", got)
	}
	video, err := ParseOffer(append(plain, lines("m=video 5000 RTP/AVP 97")...))
	if err != nil || !strings.HasSuffix(string(video.Answer(own, 5, 2)),
		"\r\nm=video 0 RTP/AVP 97\r\n") {
		t.Errorf("%v, a picture is answered with\n%s", err, video.Answer(own, 5, 2))
	}
}

func TestHoldIsSaidInThreeWays(t *testing.T) {
	for _, c := range []struct {
		line, answer string
		hears        bool
	}{{"a=sendonly", "a=recvonly", false}, {"a=inactive", "a=inactive", false},
		{"c=IN IP4 0.0.0.0", "a=inactive", false}, {"a=recvonly", "a=sendonly", true}} {
		o, err := ParseOffer(append(plain[:len(plain):len(plain)], lines(c.line)...))
		if err != nil || o.Hears() != c.hears ||
			!strings.Contains(string(o.Answer(netip.AddrPortFrom(loopback, 1), 1, 1)), c.answer) {
			t.Errorf("%s: %v, %+v", c.line, err, o)
		}
	}
}

func TestWhatIsNoOfferIsRefused(t *testing.T) {
	change := func(old, new string) []byte {
		return []byte(strings.Replace(string(plain), old, new, 1))
	}
	for name, text := range map[string][]byte{
		"nothing":                nil,
		"noise":                  []byte("\x00\xff\r\n"),
		"too long":               append(plain, make([]byte, maxSDP)...),
		"no G.711":               change(" 8 0 ", " 3 "),
		"another transport":      change("RTP/AVP", "RTP/SAVP"),
		"no port":                change("audio 4000", "audio 0"),
		"a port too high":        change("audio 4000", "audio 70000"),
		"a name for an address":  change("c=IN IP4 192.0.2.7", "c=IN IP4 media.example"),
		"an address with a zone": change("c=IN IP4 192.0.2.7", "c=IN IP6 fe80::1%eth0"),
		"no address":             change("c=IN IP4 192.0.2.7\r\n", ""),
		"too many formats":       change(" 8 0 ", strings.Repeat(" 8", maxFormat+1)+" "),
		"too many lines":         append(plain, []byte(strings.Repeat("m=audio 1 RTP/AVP 0\r\n", maxMedia))...),
	} {
		if o, err := ParseOffer(text); !errors.Is(err, ErrOffer) {
			t.Errorf("%s: %v, %+v", name, err, o)
		}
	}
}

func TestAKeyIsReadOnce(t *testing.T) {
	var r keyReader
	var pressed []byte
	for _, p := range []struct {
		time    uint32
		payload string
	}{{100, "\x01\x0a\x00\xa0"}, {100, "\x01\x0a\x01\x40"}, {100, "\x01\x8a\x01\xe0"},
		{900, "\x01\x0a\x00\xa0"}, {100, "\x01\x8a\x01\xe0"}, {1700, "\x0a\x0a\x00\xa0"},
		{2500, "\x10\x0a\x00\xa0"}, {2600, "\x01"}, {2700, "\x0b\x8a\x00\xa0"}} {
		if key, ok := r.read(p.time, []byte(p.payload)); ok {
			pressed = append(pressed, key)
		}
	}
	if string(pressed) != "11*#" {
		t.Errorf("pressed %q", pressed)
	}
}

// openLeg opens a leg that listens to a telephone on the loopback.
func openLeg(t *testing.T, heard chan<- []byte) (*Leg, *net.UDPConn) {
	t.Helper()
	l, err := NewLeg(loopback, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	phone := dial(t, l)
	media := phone.LocalAddr().(*net.UDPAddr).AddrPort()
	l.Follow(Offer{Media: media, Payload: payloadPCMU, Keys: 101, Direction: SendRecv}, loopback)
	l.Start(func(_ uint32, codes []byte, _ bool) { heard <- append([]byte(nil), codes...) })
	return l, phone
}

func dial(t *testing.T, l *Leg) *net.UDPConn {
	t.Helper()
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(l.Own()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func say(t *testing.T, c *net.UDPConn, number uint16, payload uint8, codes ...byte) {
	t.Helper()
	p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: payload, SequenceNumber: number,
		Timestamp: uint32(number) * 160, SSRC: 7}, Payload: codes}
	data, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(data); err != nil {
		t.Fatal(err)
	}
}

// until waits for what counts say, and fails after a while.
func until(t *testing.T, l *Leg, what string, holds func(Counts) bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(l.Count()); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no %s: %+v", what, l.Count())
		}
	}
}

func TestOnlyTheTelephoneIsHeard(t *testing.T) {
	heard := make(chan []byte, 100)
	l, phone := openLeg(t, heard)
	say(t, phone, 65534, 0, 1)
	if got := <-heard; got[0] != 1 {
		t.Errorf("heard %v", got)
	}
	stranger := dial(t, l) // of an address that is known, from another port
	say(t, stranger, 65535, 0, 2)
	phone.Write([]byte{0x80, 200, 0, 1, 0, 0, 0, 7}) // RTCP
	phone.Write([]byte("INVITE"))
	until(t, l, "three that are none", func(c Counts) bool { return c.Foreign == 3 })
	say(t, phone, 0, payloadComfort, 60)
	say(t, phone, 1, 3, 5) // GSM, which nobody has agreed on
	say(t, phone, 3, 101, 5, 10, 0, 160)
	if key := <-l.Keys; key != '5' {
		t.Errorf("key %q", key)
	}
	say(t, phone, 4, 0, 6)
	if got := <-heard; got[0] != 6 || len(heard) > 0 {
		t.Errorf("heard %v, and %d more", got, len(heard))
	}
	if c := l.Count(); c.Received != 5 || c.Lost != 2 { // 65535 and 2
		t.Errorf("%+v", c)
	}
	l.Follow(Offer{Media: netip.MustParseAddrPort("192.0.2.7:9"), Payload: payloadPCMU},
		netip.MustParseAddr("192.0.2.8"))
	say(t, phone, 5, 0, 7)
	until(t, l, "packet of somebody else", func(c Counts) bool { return c.Foreign == 4 })
}

func TestSoundGoesToWhereItComesFrom(t *testing.T) {
	heard := make(chan []byte, 100)
	l, named := openLeg(t, heard)
	behind := dial(t, l) // the port that a NAT has made of it
	say(t, behind, 1, 0, 1)
	<-heard
	var f sound.Frame
	f[0] = 1000
	l.Send(&f)
	buffer := make([]byte, 1500)
	behind.SetReadDeadline(time.Now().Add(20 * time.Second))
	n, err := behind.Read(buffer)
	var p rtp.Packet
	if err != nil || p.Unmarshal(buffer[:n]) != nil || p.PayloadType != payloadPCMU ||
		len(p.Payload) != 160 || p.Payload[0] != sound.EncodeMu(1000) || !p.Marker {
		t.Fatalf("%v, %+v", err, p)
	}
	hold := l.offer
	hold.Direction = SendOnly
	l.Follow(hold, loopback)
	l.Send(&f)
	hold.Direction, hold.Payload = SendRecv, payloadPCMA
	l.Follow(hold, loopback)
	l.Send(&f)
	before := p.Header
	if n, err = behind.Read(buffer); err != nil || p.Unmarshal(buffer[:n]) != nil {
		t.Fatal(err)
	}
	if p.SequenceNumber != before.SequenceNumber+1 || p.Timestamp != before.Timestamp+320 ||
		p.PayloadType != payloadPCMA || !p.Marker {
		t.Errorf("after a hold: %+v", p.Header)
	}
	if l.Count().Sent != 2 {
		t.Errorf("%+v", l.Count())
	}
	_ = named
}

func FuzzOffer(f *testing.F) {
	f.Add(plain)
	f.Add(lines("m=audio 1 RTP/AVP 0", "c=IN IP6 ::1", "a=rtpmap:101 telephone-event/8000"))
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := ParseOffer(text)
		if err != nil {
			return
		}
		answer := o.Answer(netip.AddrPortFrom(loopback, 4000), 1, 1)
		if back, err := ParseOffer(answer); err != nil || back.Payload != o.Payload ||
			len(back.sections) != len(o.sections) {
			t.Fatalf("%q is answered with %q: %v", text, answer, err)
		}
	})
}

func FuzzPacket(f *testing.F) {
	f.Add([]byte{0x80, 0, 0, 1, 0, 0, 0, 160, 0, 0, 0, 7, 0xff})
	f.Add([]byte{0x90, 101, 0, 1, 0, 0, 0, 160, 0, 0, 0, 7, 0xbe, 0xde, 0, 1, 5, 10, 0, 160})
	f.Fuzz(func(t *testing.T, data []byte) {
		from := netip.AddrPortFrom(loopback, 9)
		l := &Leg{Keys: make(chan byte, 1), hear: func(_ uint32, codes []byte, _ bool) {
			if len(codes) == 0 || len(codes) > len(data) {
				t.Fatalf("%d codes from %d bytes", len(codes), len(data))
			}
		}}
		l.Follow(Offer{Media: from, Keys: 101, Direction: SendRecv}, loopback)
		var keys keyReader
		for range 3 {
			l.receive(append([]byte(nil), data...), from, &keys)
		}
		if c := l.Count(); c.Received+c.Foreign != 3 || c.Lost < 0 {
			t.Fatalf("%+v", c)
		}
	})
}
