package doctor

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"

	"einmal/internal/config"
	"einmal/internal/ipaddr"
)

// checkNames looks whether the public name leads here, over IPv4 and IPv6.
func checkNames(ctx context.Context, e *examination) (all []Finding) {
	if e.public.IsLoopback() {
		return nil
	}
	name := e.public.Hostname
	addresses, err := e.addresses(ctx)
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound || err == nil && len(addresses) == 0:
		return []Finding{found("name-unknown", "name", name,
			"addresses", listAddresses(e.Addresses))}
	case err != nil:
		return []Finding{found("name-server-silent", "name", name)}
	}
	for _, family := range []struct {
		code, record string
		is           func(netip.Addr) bool
	}{{"a-elsewhere", "A", netip.Addr.Is4}, {"aaaa-elsewhere", "AAAA", netip.Addr.Is6}} {
		of := func(from []netip.Addr) []netip.Addr {
			return slices.DeleteFunc(slices.Clone(from), func(ip netip.Addr) bool {
				return !family.is(ip)
			})
		}
		own := of(e.Addresses)
		strange := slices.DeleteFunc(of(addresses), func(ip netip.Addr) bool {
			return slices.Contains(own, ip)
		})
		if len(strange) == 0 {
			continue
		}
		code := family.code
		if len(own) > 0 && family.record == "A" && !slices.ContainsFunc(own,
			func(ip netip.Addr) bool { return !ipaddr.IsPrivate(ip) }) {
			code = "behind-nat"
		}
		all = append(all, found(code, "name", name, "record", family.record,
			"addresses", listAddresses(strange), "own", listAddresses(own)))
	}
	hasIPv6 := slices.ContainsFunc(addresses, netip.Addr.Is6)
	if ip, err := netip.ParseAddr(e.config.Host); hasIPv6 && !e.isBehindProxy() &&
		!config.IsUnspecified(e.config.Host) && err == nil && ip.Is4() {
		all = append(all, found("aaaa-unserved", "name", name, "listen", e.config.Host))
	}
	return all
}

func listAddresses(all []netip.Addr) string {
	var words []string
	for _, ip := range all {
		words = append(words, ip.String())
	}
	if len(words) == 0 {
		return "–"
	}
	return strings.Join(words, ", ")
}
