package turnserver

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

// refuseFamily looks at the family of relayed address that is wanted (RFC 8656, section 7.2). All
// are IPv4, whatever the client's own is: they are virtual, and all members can reach them. Who
// asks for a second one, of IPv6, gets the first alone; the attribute may be ignored, and clients
// count what they get.
func refuseFamily(m *stun.Message) stun.ErrorCode {
	requested, err := m.Get(stun.AttrRequestedAddressFamily)
	asks := err == nil
	additional, err := m.Get(AttrAdditionalAddressFamily)
	asksForBoth := err == nil
	switch {
	case asks && (asksForBoth || m.Contains(stun.AttrReservationToken)):
		return stun.CodeBadRequest
	case asksForBoth && (additional[0] != FamilyIPv6 || m.Contains(stun.AttrReservationToken) ||
		reservesNext(m)):
		return stun.CodeBadRequest
	case asks && requested[0] != FamilyIPv4:
		return stun.CodeAddrFamilyNotSupported
	}
	return 0
}

// reservesNext says whether the R bit of EVEN-PORT is set (RFC 8656, section 18.6).
func reservesNext(m *stun.Message) bool {
	value, err := m.Get(stun.AttrEvenPort)
	return err == nil && value[0]&0x80 != 0
}
