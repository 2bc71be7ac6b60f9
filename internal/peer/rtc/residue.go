package rtc

import (
	"net"
	"strconv"
	"strings"
)

// ICECredentials are what the relay could read in ICE's packets; false before there are any.
func (c *Connection) ICECredentials() (ufrag, password string, ok bool) {
	if c.PC == nil {
		return "", "", false
	}
	p, err := c.PC.SCTP().Transport().ICETransport().GetLocalParameters()
	return p.UsernameFragment, p.Password, err == nil
}

// RelaySources reads the related addresses of our relayed candidates (RFC 8839, 5.1): where this
// side asked the relay from.
func (c *Connection) RelaySources() (all []net.Addr) {
	if c.PC == nil {
		return nil
	}
	description := c.PC.LocalDescription()
	if description == nil {
		return nil
	}
	for line := range strings.Lines(description.SDP) {
		_, related, ok := strings.Cut(strings.TrimSpace(line), " typ relay raddr ")
		words := strings.Fields(related)
		if !ok || len(words) < 3 {
			continue
		}
		ip := net.ParseIP(words[0])
		if ip == nil || ip.IsUnspecified() { // the system chose: over loopback, it is that
			ip = net.IPv4(127, 0, 0, 1)
		}
		port, _ := strconv.Atoi(words[2])
		all = append(all, &net.UDPAddr{IP: ip, Port: port})
	}
	return all
}
