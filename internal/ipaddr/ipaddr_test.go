package ipaddr

import (
	"net/netip"
	"testing"
)

// TestSpecialAddressesAreNotPublic: the first and the last of each range, and what lies beside it.
func TestSpecialAddressesAreNotPublic(t *testing.T) {
	for _, text := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
		"172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
		"192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32",
		"::/128", "::1/128", "::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48",
		"100::/64", "100:0:0:1::/64", "2001::/32", "2001:1::1/128", "2001:2::/48", "2001:3::/32",
		"2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32",
		"2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20", "5f00::/16", "fc00::/7",
		"fe80::/10", "fec0::/10", "ff00::/8",
	} {
		network := netip.MustParsePrefix(text)
		for _, ip := range []netip.Addr{network.Addr(), last(network)} {
			if IsPublic(ip) {
				t.Errorf("%s is public, of %s", ip, text)
			}
		}
	}
	for _, text := range []string{"1.0.0.0", "9.9.9.9", "9.255.255.255", "11.0.0.0",
		"100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
		"192.88.98.255", "192.167.255.255", "198.17.255.255", "198.20.0.0", "203.0.112.255",
		"203.0.114.0", "223.255.255.255", "2000::1", "2001:200::1", "2001:db7:ffff::1",
		"2001:db9::1", "2003::1", "2620:fe::fe", "2620:4f:7fff::1", "2a01:4f8::1", "3fff:1000::1"} {
		if ip := netip.MustParseAddr(text); !IsPublic(ip) || IsPrivate(ip) {
			t.Errorf("%s is not public", ip)
		}
	}
}

// last is the last address of a network.
func last(network netip.Prefix) netip.Addr {
	bytes := network.Addr().AsSlice()
	for bit := network.Bits(); bit < 8*len(bytes); bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	ip, _ := netip.AddrFromSlice(bytes)
	return ip
}

// TestPrivateAddressesAreThoseBehindATranslation, and nothing that a machine has otherwise.
func TestPrivateAddressesAreThoseBehindATranslation(t *testing.T) {
	for text, want := range map[string]bool{"10.1.2.3": true, "172.31.255.255": true,
		"192.168.1.1": true, "100.64.0.1": true, "100.127.255.255": true, "fd12::1": true,
		"fc00::1": true, "198.51.100.1": false, "2001:db8::1": false, "127.0.0.1": false,
		"169.254.0.1": false, "9.9.9.9": false, "2a01:4f8::1": false} {
		if ip := netip.MustParseAddr(text); IsPrivate(ip) != want {
			t.Errorf("%s: %t", ip, !want)
		}
	}
}
