package proxyheader

import (
	"io"
	"net/netip"
	"strconv"
	"strings"
)

const (
	// linePrefix begins each header of version 1.
	linePrefix = "PROXY "
	// longestLine is the longest header of version 1, with its CRLF (section 2.1).
	longestLine = 107
)

// readLine reads the rest of a header of version 1, of which begin has been read:
//
//	PROXY TCP4 192.0.2.1 192.0.2.2 4660 443
//
// Where a line ends is not known before, so its bytes are read one by one.
func readLine(r io.Reader, begin string) (Header, error) {
	line := make([]byte, len(begin), longestLine)
	copy(line, begin)
	for line[len(line)-1] != '\n' {
		if len(line) == longestLine {
			return Header{}, ErrMalformed
		}
		line = line[:len(line)+1]
		if _, err := io.ReadFull(r, line[len(line)-1:]); err != nil {
			return Header{}, err
		}
	}
	return parseLine(string(line))
}

func parseLine(line string) (Header, error) {
	text, whole := strings.CutSuffix(line, "\r\n")
	fields := strings.Split(text, " ")
	if !whole {
		return Header{}, ErrMalformed
	}
	if fields[1] == "UNKNOWN" { // whatever follows says nothing
		return Header{}, nil
	}
	if len(fields) != 6 {
		return Header{}, ErrMalformed
	}
	client, err := netip.ParseAddr(fields[2])
	port, portErr := strconv.ParseUint(fields[4], 10, 16)
	family := "TCP6"
	if client.Is4() {
		family = "TCP4"
	}
	if err != nil || portErr != nil || client.Zone() != "" || fields[1] != family {
		return Header{}, ErrMalformed
	}
	return Header{Client: netip.AddrPortFrom(client.Unmap(), uint16(port))}, nil
}
