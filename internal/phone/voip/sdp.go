// Package voip is the media of a telephone call: what is agreed on (SDP, RFC 8866 and 3264),
// packets of sound (RTP, RFC 3550 and 3551) and keys (RFC 4733). It takes G.711 and nothing else.
package voip

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// ErrOffer is an offer that is none, or that has no line of sound that we speak.
var ErrOffer = errors.New("the offer has no line of sound in G.711, or cannot be read")

const (
	maxSDP    = 4096 // bytes; two codecs need 300
	maxMedia  = 8    // lines of media
	maxFormat = 32   // payload types of one

	payloadPCMU    = 0
	payloadPCMA    = 8
	payloadComfort = 13 // RFC 3389
)

// Direction of a line of media (RFC 3264), as its owner says it.
type Direction string

const (
	SendRecv Direction = "sendrecv"
	SendOnly Direction = "sendonly" // holds us
	RecvOnly Direction = "recvonly"
	Inactive Direction = "inactive"
)

// answers is what we say to each: we have no reason to hold.
var answers = map[Direction]Direction{SendRecv: SendRecv, SendOnly: RecvOnly, RecvOnly: SendOnly,
	Inactive: Inactive}

// Offer is what the other side wants.
type Offer struct {
	Media     netip.AddrPort // where it wants to get sound
	Payload   uint8          // PCMU or PCMA
	Keys      uint8          // payload type of telephone-event; 0: none
	Direction Direction
	sections  []*section
	sound     *section // ours
}

// Hears says whether the other side wants to get sound at the moment.
func (o Offer) Hears() bool { return o.Direction == SendRecv || o.Direction == RecvOnly }

// section is a line of media as it is read.
type section struct {
	media, transport string
	port             uint16
	formats          []string
	address          netip.Addr
	direction        Direction
	maps             map[string]string // what a payload type means
}

// ParseOffer reads an offer. Every error is ErrOffer.
func ParseOffer(text []byte) (Offer, error) {
	if len(text) > maxSDP {
		return Offer{}, ErrOffer
	}
	var all []*section
	whole := &section{direction: SendRecv}
	for line := range strings.Lines(string(text)) {
		kind, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		if !ok || len(kind) != 1 {
			return Offer{}, ErrOffer
		}
		now := whole
		if len(all) > 0 {
			now = all[len(all)-1]
		}
		switch kind {
		case "m":
			next, ok := readMedia(value, whole)
			if !ok || len(all) == maxMedia {
				return Offer{}, ErrOffer
			}
			all = append(all, next)
		case "c":
			if now.address, ok = readAddress(value); !ok {
				return Offer{}, ErrOffer
			}
		case "a":
			now.readAttribute(value)
		}
	}
	return chooseSound(all)
}

func readMedia(value string, whole *section) (*section, bool) {
	fields := strings.Fields(value)
	if len(fields) < 4 || len(fields) > 3+maxFormat {
		return nil, false
	}
	port, err := strconv.ParseUint(fields[1], 10, 16)
	return &section{media: fields[0], transport: fields[2], port: uint16(port), formats: fields[3:],
		address: whole.address, direction: whole.direction, maps: map[string]string{}}, err == nil
}

// readAddress wants an address: no name is looked up because a caller wants it.
func readAddress(value string) (netip.Addr, bool) {
	fields := strings.Fields(value)
	if len(fields) != 3 || fields[0] != "IN" || fields[1] != "IP4" && fields[1] != "IP6" {
		return netip.Addr{}, false
	}
	address, err := netip.ParseAddr(fields[2])
	return address.Unmap(), err == nil && address.Zone() == ""
}

func (s *section) readAttribute(value string) {
	if _, ok := answers[Direction(value)]; ok {
		s.direction = Direction(value)
	}
	if rest, ok := strings.CutPrefix(value, "rtpmap:"); ok && s.maps != nil {
		format, meaning, _ := strings.Cut(rest, " ")
		if len(s.maps) < maxFormat {
			s.maps[format] = strings.ToLower(strings.TrimSpace(meaning))
		}
	}
}

// chooseSound takes the first line of sound that we speak.
func chooseSound(all []*section) (Offer, error) {
	o := Offer{sections: all}
	for _, s := range all {
		payload, ok := s.payload()
		if o.sound != nil || !ok || s.media != "audio" || s.transport != "RTP/AVP" || s.port == 0 ||
			!s.address.IsValid() {
			continue
		}
		o.sound, o.Payload, o.Keys, o.Direction = s, payload, s.keys(), s.direction
		o.Media = netip.AddrPortFrom(s.address, s.port)
		if s.address.IsUnspecified() { // how hold was said before RFC 3264
			o.Direction = Inactive
		}
	}
	if o.sound == nil {
		return Offer{}, ErrOffer
	}
	return o, nil
}

// payload is the first of PCMU and PCMA that is offered: whoever offers knows what is nearer.
func (s *section) payload() (uint8, bool) {
	for _, f := range s.formats {
		switch f {
		case "0":
			return payloadPCMU, true
		case "8":
			return payloadPCMA, true
		}
	}
	return 0, false
}

func (s *section) keys() uint8 {
	for _, f := range s.formats {
		if !strings.HasPrefix(s.maps[f], "telephone-event/8000") {
			continue
		}
		if n, err := strconv.ParseUint(f, 10, 7); err == nil && n >= 96 {
			return uint8(n)
		}
	}
	return 0
}

// Answer writes our answer: we get sound at own, and every other line of media is refused.
func (o Offer) Answer(own netip.AddrPort, session uint64, version int) []byte {
	family := "IP4"
	if own.Addr().Is6() {
		family = "IP6"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "v=0\r\no=- %d %d IN %s %s\r\ns=-\r\nc=IN %[3]s %[4]s\r\nt=0 0\r\n", session,
		version, family, own.Addr())
	for _, s := range o.sections {
		if s != o.sound {
			fmt.Fprintf(&b, "m=%s 0 %s %s\r\n", s.media, s.transport, strings.Join(s.formats, " "))
			continue
		}
		name := map[uint8]string{payloadPCMU: "PCMU", payloadPCMA: "PCMA"}[o.Payload]
		fmt.Fprintf(&b, "m=audio %d RTP/AVP %d", own.Port(), o.Payload)
		if o.Keys > 0 {
			fmt.Fprintf(&b, " %d", o.Keys)
		}
		fmt.Fprintf(&b, "\r\na=rtpmap:%d %s/8000\r\n", o.Payload, name)
		if o.Keys > 0 {
			fmt.Fprintf(&b, "a=rtpmap:%d telephone-event/8000\r\na=fmtp:%[1]d 0-15\r\n", o.Keys)
		}
		fmt.Fprintf(&b, "a=ptime:20\r\na=%s\r\n", answers[o.Direction])
	}
	return []byte(b.String())
}
