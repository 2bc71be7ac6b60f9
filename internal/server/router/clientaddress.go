package router

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// clientAddress gives the address that counts for the limits, as host:port. Who comes from the
// trusted network is a proxy, and the right-most address in X-Forwarded-For that is no proxy itself
// is the client: what stands left of it the client may have written. Whoever comes from elsewhere
// is taken for what it is, and so is a proxy that says nothing of use.
func clientAddress(r *http.Request, proxy netip.Prefix) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !proxy.Contains(unmapped(from.Addr())) {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		address, ok := parseHop(strings.TrimSpace(hop))
		if !ok {
			break
		}
		if !proxy.Contains(address) {
			return net.JoinHostPort(address.String(), "0") // the port does not matter
		}
	}
	return r.RemoteAddr
}

// parseHop reads an address, which some proxies write with its port.
func parseHop(hop string) (netip.Addr, bool) {
	if address, err := netip.ParseAddr(strings.Trim(hop, "[]")); err == nil {
		return unmapped(address), true
	}
	address, err := netip.ParseAddrPort(hop)
	return unmapped(address.Addr()), err == nil
}

// unmapped makes addresses comparable: an IPv4 address in IPv6 form is the IPv4 address.
func unmapped(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
