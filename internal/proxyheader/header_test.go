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
	line4 = "PROXY TCP4 192.0.2.1 192.0.2.2 4660 443\r\n"
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
		"version 1, IPv4":              {line4, v4},
		"version 1, IPv6":              {"PROXY TCP6 2001:db8::1 2001:db8::2 4660 443\r\n", v6},
		"version 1, IPv4 in IPv6 form": {"PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 4660 443\r\n", v4},
		"version 1, nobody":            {"PROXY UNKNOWN\r\n", Header{}},
		"version 1, the longest": {"PROXY UNKNOWN " + strings.Repeat("f", longestLine-16) + "\r\n",
			Header{}},
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
		"no header":               "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"version 3":               headerOf(0x31, tcpOverIPv4, from4),
		"another command":         headerOf(0x22, tcpOverIPv4, from4),
		"UDP":                     headerOf(version2Proxy, 0x12, from4),
		"a socket in a directory": headerOf(version2Proxy, 0x31, strings.Repeat("/", 216)),
		"half of the addresses":   headerOf(version2Proxy, tcpOverIPv4, from4[:11]),
		"IPv6 in IPv4's length":   headerOf(version2Proxy, tcpOverIPv6, from4),
		"more than may be": headerOf(version2Proxy, tcpOverIPv4, from4+
			strings.Repeat("x", mostExtra-len(from4)+1)),
		"version 1, a longer line":   "PROXY UNKNOWN " + strings.Repeat("f", longestLine-15) + "\r\n",
		"version 1, without CR":      strings.Replace(line4, "\r", "", 1),
		"version 1, UDP":             strings.Replace(line4, "TCP4", "UDP4", 1),
		"version 1, IPv4 as IPv6":    strings.Replace(line4, "TCP4", "TCP6", 1),
		"version 1, IPv6 as IPv4":    "PROXY TCP4 2001:db8::1 2001:db8::2 4660 443\r\n",
		"version 1, a name":          strings.Replace(line4, "192.0.2.1", "call.example", 1),
		"version 1, with a zone":     "PROXY TCP6 fe80::1%eth0 fe80::2 4660 443\r\n",
		"version 1, a port too high": strings.Replace(line4, "4660", "65536", 1),
		"version 1, without ports":   "PROXY TCP4 192.0.2.1 192.0.2.2\r\n",
		"version 1, more":            strings.Replace(line4, "443", "443 1", 1),
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
	f.Add([]byte(line4 + "GET"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		h, err := Read(r)
		if err != nil {
			return
		}
		if bytes.HasPrefix(data, []byte(linePrefix)) {
			line, _, _ := bytes.Cut(data, []byte("\n"))
			if read := len(data) - r.Len(); read != len(line)+1 || read > longestLine || h.Local {
				t.Errorf("it has read %d bytes of %q as %v", read, line, h)
			}
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
