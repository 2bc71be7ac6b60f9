// Package proxyheader reads what a balancer of TCP says before a connection's own bytes: who has
// come to it. That is the PROXY protocol (haproxy.org, proxy-protocol.txt): version 2 (section 2.2),
// and version 1 (section 2.1), a line of text, since nginx says nothing else.
//
// A [Listener] believes one network alone, and nothing that a client says.
package proxyheader

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
)

// signature begins each header of version 2.
const signature = "\r\n\r\n\x00\r\nQUIT\n"

// The byte behind it has the version and the command, the next one the kind of addresses.
const (
	version2Local = 0x20 // the balancer speaks for itself, such as to see whether we live
	version2Proxy = 0x21
	unspecified   = 0x00
	tcpOverIPv4   = 0x11
	tcpOverIPv6   = 0x21
)

const (
	fixedSize = 16
	// of addresses and of what else balancers add (section 2.2, TLV), which says nothing to us
	mostExtra = 1024
)

// Local is the header of somebody who speaks for no client.
const Local = signature + "\x20\x00\x00\x00"

// ErrMalformed is of a connection that does not begin with a header that we take.
var ErrMalformed = errors.New("no header of the PROXY protocol")

// Header says whose connection it is.
type Header struct {
	// Local: the balancer's own. One that only leaves the client open (UNSPEC) is not.
	Local  bool
	Client netip.AddrPort // not valid: the balancer itself
}

// Read reads a header from the beginning of a connection, and no byte that follows it. The error is
// [ErrMalformed] or that of r.
func Read(r io.Reader) (Header, error) {
	var fixed [fixedSize]byte
	// Each header of either version is longer than this.
	if _, err := io.ReadFull(r, fixed[:len(signature)]); err != nil {
		return Header{}, err
	}
	if strings.HasPrefix(string(fixed[:]), linePrefix) {
		return readLine(r, string(fixed[:len(signature)]))
	}
	if !strings.HasPrefix(string(fixed[:]), signature) {
		return Header{}, ErrMalformed
	}
	if _, err := io.ReadFull(r, fixed[len(signature):]); err != nil {
		return Header{}, err
	}
	size := int(binary.BigEndian.Uint16(fixed[14:]))
	if size > mostExtra {
		return Header{}, ErrMalformed
	}
	var extra [mostExtra]byte
	if _, err := io.ReadFull(r, extra[:size]); err != nil {
		return Header{}, err
	}
	return parse(fixed[12], fixed[13], extra[:size])
}

func parse(command, kind byte, extra []byte) (Header, error) {
	switch {
	case command == version2Local: // whatever follows says nothing
		return Header{Local: true}, nil
	case command != version2Proxy:
		return Header{}, ErrMalformed
	case kind == unspecified:
		return Header{}, nil
	case kind == tcpOverIPv4 && len(extra) >= 2*net.IPv4len+4:
		return Header{Client: clientIn(extra, net.IPv4len)}, nil
	case kind == tcpOverIPv6 && len(extra) >= 2*net.IPv6len+4:
		return Header{Client: clientIn(extra, net.IPv6len)}, nil
	}
	return Header{}, ErrMalformed
}

// clientIn reads the source address, which comes first: both addresses, then both ports.
func clientIn(extra []byte, size int) netip.AddrPort {
	address, _ := netip.AddrFromSlice(extra[:size])
	return netip.AddrPortFrom(address.Unmap(), binary.BigEndian.Uint16(extra[2*size:]))
}
