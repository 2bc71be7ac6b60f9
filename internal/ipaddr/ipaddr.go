// Package ipaddr says which addresses others reach over the internet.
//
// It knows the registries of IANA for special purposes (RFC 6890: iana-ipv4-special-registry and
// iana-ipv6-special-registry) and for IPv6 at large (RFC 4291, section 2.4). Addresses of IPv4 that
// are mapped into IPv6 have to be unmapped before.
package ipaddr

import "net/netip"

// withheld are networks within what is given out whose addresses are nobody's, or not those of one
// machine alone.
var withheld = parseAll(
	"0.0.0.0/8",         // this network (RFC 791)
	"100.64.0.0/10",     // shared behind translation of a provider (RFC 6598)
	"192.0.0.0/24",      // protocols (RFC 6890)
	"192.0.2.0/24",      // documentation (RFC 5737)
	"192.31.196.0/24",   // AS112, which many machines answer (RFC 7535)
	"192.52.193.0/24",   // AMT, the same (RFC 7450)
	"192.88.99.0/24",    // relays of 6to4 (RFC 7526)
	"192.175.48.0/24",   // AS112 (RFC 7534)
	"198.18.0.0/15",     // measurements (RFC 2544)
	"198.51.100.0/24",   // documentation
	"203.0.113.0/24",    // documentation
	"240.0.0.0/4",       // reserved (RFC 1112), and broadcast
	"2001::/23",         // protocols, such as Teredo, which wraps IPv4 (RFC 2928, 4380)
	"2001:db8::/32",     // documentation (RFC 3849)
	"2002::/16",         // 6to4, which wraps IPv4 (RFC 3056)
	"2620:4f:8000::/48", // AS112
	"3ffe::/16",         // was of 6bone (RFC 3701)
	"3fff::/20",         // documentation (RFC 9637)
)

// globalUnicast is all that is given out of IPv6. Not in it is what translates to IPv4 (64:ff9b::/96
// and 64:ff9b:1::/48, RFC 6052 and 8215), what discards (100::/64, RFC 6666) and names of segments
// (5f00::/16, RFC 9602).
var globalUnicast = netip.MustParsePrefix("2000::/3")

// shared is what providers use behind their own translation (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

// IsPublic says whether an address may be reached over the internet and is one machine's.
func IsPublic(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Is6() && !globalUnicast.Contains(ip) {
		return false
	}
	for _, network := range withheld {
		if network.Contains(ip) {
			return false
		}
	}
	return true
}

// IsPrivate says whether an address is used again in other networks (RFC 1918, 4193, 6598): a
// machine that has no other one is behind a translation (NAT). What is neither public nor private
// is met in laboratories.
func IsPrivate(ip netip.Addr) bool { return ip.IsPrivate() || shared.Contains(ip) }

func parseAll(texts ...string) (all []netip.Prefix) {
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}
