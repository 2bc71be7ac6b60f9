package proxyheader

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"strings"
	"testing"
)

// headerOf is a header with these bytes behind its fixed part.
func headerOf(command, kind byte, extra string) string {
	b := append([]byte(signature), command, kind)
	return string(binary.BigEndian.AppendUint16(b, uint16(len(extra)))) + extra
}

const (
	from4 = "\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x34\x01\xbb" // 192.0.2.1:4660 to 192.0.2.2:443
	tlv   = "\x04\x00\x01x"                                    // PP2_TYPE_NOOP
)

var from6 = "\x20\x01\x0d\xb8" + strings.Repeat("\x00", 11) + "\x01" + strings.Repeat("\x02", 16) +
	"\x12\x34\x01\xbb"

func TestAHeaderSaysWhoComes(t *testing.T) {
	v4 := Header{Client: netip.MustParseAddrPort("192.0.2.1:4660")}
	v6 := Header{Client: netip.MustParseAddrPort("[2001:db8::1]:4660")}
	for name, test := range map[string]struct {
		header string
		want   Header
	}{
		"IPv4": {headerOf(version2Proxy, tcpOverIPv4, from4), v4},
		"IPv6": {headerOf(version2Proxy, tcpOverIPv6, from6), v6},
		"IPv4 in IPv6 form": {headerOf(version2Proxy, tcpOverIPv6, strings.Repeat("\x00", 10)+
			"\xff\xff\xc0\x00\x02\x01"+from6[16:]), v4},
		"more behind the addresses": {headerOf(version2Proxy, tcpOverIPv4, from4+tlv), v4},
		"as much as may be": {headerOf(version2Proxy, tcpOverIPv6, from6+
			strings.Repeat("x", mostExtra-len(from6))), v6},
		"nobody is named":              {headerOf(version2Proxy, unspecified, ""), Header{}},
		"nobody, and more":             {headerOf(version2Proxy, unspecified, tlv), Header{}},
		"the balancer itself":          {Local, Header{Local: true}},
		"the balancer, with addresses": {headerOf(version2Local, tcpOverIPv4, from4), Header{Local: true}},
	} {
		r := strings.NewReader(test.header + "GET / HTTP/1.1")
		got, err := Read(r)
		rest, _ := io.ReadAll(r)
		if err != nil || got != test.want || string(rest) != "GET / HTTP/1.1" {
			t.Errorf("%s: %v, %v, and %q is left", name, got, err, rest)
		}
	}
}

func TestWhatIsNoHeaderIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"version 1":               "PROXY TCP4 192.0.2.1 192.0.2.2 4660 443\r\nGET / HTTP/1.1",
		"no header":               "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"version 3":               headerOf(0x31, tcpOverIPv4, from4),
		"another command":         headerOf(0x22, tcpOverIPv4, from4),
		"UDP":                     headerOf(version2Proxy, 0x12, from4),
		"a socket in a directory": headerOf(version2Proxy, 0x31, strings.Repeat("/", 216)),
		"half of the addresses":   headerOf(version2Proxy, tcpOverIPv4, from4[:11]),
		"IPv6 in IPv4's length":   headerOf(version2Proxy, tcpOverIPv6, from4),
		"more than may be": headerOf(version2Proxy, tcpOverIPv4, from4+
			strings.Repeat("x", mostExtra-len(from4)+1)),
	} {
		if got, err := Read(strings.NewReader(text)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := Read(strings.NewReader(Local[:15])); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a header: %v, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(headerOf(version2Proxy, tcpOverIPv4, from4+tlv)))
	f.Add([]byte(headerOf(version2Proxy, tcpOverIPv6, from6)))
	f.Add([]byte(Local))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		h, err := Read(r)
		if err != nil {
			return
		}
		size := fixedSize + int(binary.BigEndian.Uint16(data[14:]))
		if read := len(data) - r.Len(); read != size || size > fixedSize+mostExtra {
			t.Errorf("it has read %d bytes of a header of %d", read, size)
		}
		if !bytes.HasPrefix(data, []byte(signature)) || data[12] != version2Proxy &&
			(data[12] != version2Local || !h.Local || h.Client.IsValid()) {
			t.Errorf("%x is taken for %v", data[:fixedSize], h)
		}
	})
}
