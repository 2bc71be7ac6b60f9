package protocol

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// scope is how far an address reaches; a greater one lies nearer.
type scope int

const (
	public       scope = iota
	localNetwork       // private or link-local (RFC 1918, 3927, 4193, 4291)
	thisMachine        // loopback
	noHost             // no single machine's: multicast, unspecified, IPv4 mapped into IPv6
)

// scopeOf returns the scope of an address that is written as a literal without a zone; false for
// anything else.
func scopeOf(text string) (scope, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" || a.Is6() && strings.Contains(text, ".") {
		return noHost, false
	}
	switch {
	case a.Is4() && (a.As4()[0] == 0 ||
		a.As4()[0] >= 224), a.IsUnspecified(), a.IsMulticast(), a.Is4In6():
		return noHost, true
	case a.IsLoopback():
		return thisMachine, true
	case a.IsPrivate(), a.IsLinkLocalUnicast():
		return localNetwork, true
	}
	return public, true
}

// RFC 7065. A last label that begins with a letter keeps out what resolvers take for an address,
// such as 0x7f.1.
var (
	turnURL = regexp.MustCompile(
		`^turns?:(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?:\?transport=(?:udp|tcp))?$`)
	hostName = regexp.MustCompile(
		`^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
)

const (
	maxTURNURLs = 16
	maxHostName = 253 // RFC 1035
)

// turnHost returns the host of a TURN URL, an IPv6 address without brackets; false if that is no
// URL of ours.
func turnHost(u string) (string, bool) {
	m := turnURL.FindStringSubmatch(u)
	if m == nil {
		return "", false
	}
	host, isBracketed := strings.CutPrefix(m[1], "[")
	host = strings.TrimSuffix(host, "]")
	s, isLiteral := scopeOf(host)
	if isLiteral {
		return host, s != noHost && isBracketed == strings.Contains(host, ":")
	}
	return host, !isBracketed && len(host) <= maxHostName && hostName.MatchString(host)
}

// MayServe reports whether a relay may be asked that a server names: one in a network, or on a
// machine, in which the server itself is not would be a stranger's way to knock there. Names are
// not resolved here.
func MayServe(turn, origin string) bool {
	host, ok := turnHost(turn)
	return ok && scopeOfHost(host) <= serverScope(origin)
}

func serverScope(origin string) scope {
	u, err := url.Parse(origin)
	if err != nil {
		return public
	}
	return scopeOfHost(u.Hostname())
}

func scopeOfHost(host string) scope {
	if name := strings.ToLower(host); name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return thisMachine // RFC 6761
	}
	s, _ := scopeOf(host)
	if s == noHost { // a name
		return public
	}
	return s
}
