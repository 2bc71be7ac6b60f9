package turnmsg

import (
	"net/netip"

	"github.com/pion/stun/v3"
)

// Address families as STUN writes them (RFC 8489, section 14.1).
const (
	FamilyIPv4 = 1
	FamilyIPv6 = 2
)

// AttrAdditionalAddressFamily asks for two relayed addresses (RFC 8656, section 18.11).
const AttrAdditionalAddressFamily stun.AttrType = 0x8000

// familyOf is the family of a client's address.
func familyOf(address netip.Addr) byte {
	if address.Is4() {
		return FamilyIPv4
	}
	return FamilyIPv6
}
