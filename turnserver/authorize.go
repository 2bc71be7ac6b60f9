package turnserver

import (
	"encoding/binary"
	"net/netip"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
	"github.com/pion/turn/v4"
)

// protocolUDP is the only REQUESTED-TRANSPORT there is (RFC 8656, 14.7).
const protocolUDP = 17

// authorize verifies who sent a request, and refuses what RFC 8656 wants refused and pion v4 lets
// pass. So pion sees only requests of verified senders. It returns either a response to send or the
// message for pion, or neither.
func (c *pionConn) authorize(packet []byte, from netip.AddrPort) (response, forward []byte) {
	table := c.table
	m := &stun.Message{Raw: turnmsg.TrimUnsigned(packet)}
	if m.Decode() != nil {
		table.countDrop(dropMalformed)
		return nil, nil
	}
	username, key, ok := table.authenticate(m)
	switch {
	case !ok && !c.concernsAllocation(packet, from):
		table.countDrop(dropUnallocated)
		return nil, nil
	case !ok:
		return c.challenge(make([]byte, responseSize), packet, from, stun.CodeUnauthorized), nil
	case !c.mayRequestAs(username, from):
		table.countDrop(dropOverPace)
		return nil, nil
	}
	if unknown := turnmsg.UnknownAttributes(nil, packet); unknown != nil {
		table.countDrop(dropRefused)
		list := stun.RawAttribute{Type: stun.AttrUnknownAttributes, Value: unknown}
		return buildErrorResponse(m, stun.CodeUnknownAttribute, key, list), nil
	}
	if code := c.refuse(m, from, username); code != 0 {
		table.countDrop(dropRefused)
		return buildErrorResponse(m, code, key), nil
	}
	return nil, c.rewriteForPion(m, key)
}

// authenticate verifies user name and MESSAGE-INTEGRITY.
func (t *allocationTable) authenticate(m *stun.Message) (username string,
	key stun.MessageIntegrity, ok bool) {
	name, err := m.Get(stun.AttrUsername)
	if err != nil {
		return "", nil, false
	}
	claimed, err := m.Get(stun.AttrRealm)
	if err != nil {
		return "", nil, false
	}
	username = string(name)
	secret, ok := t.integrityKey(username, string(claimed))
	if !ok {
		return "", nil, false
	}
	key = secret
	return username, key, key.Check(m) == nil
}

// refuse returns the error code for an authenticated request, or 0 if it is good.
func (tr *transport) refuse(m *stun.Message, from netip.AddrPort, username string) stun.ErrorCode {
	table := tr.table
	table.mu.RLock()
	defer table.mu.RUnlock()
	a := tr.allocations[from]
	if m.Type.Method == stun.MethodAllocate {
		return refuseAllocate(m, a)
	}
	who, _ := table.identify(username)
	switch {
	case a == nil:
		return stun.CodeAllocMismatch
	case a.member != who.member:
		return stun.CodeWrongCredentials
	case m.Type.Method == stun.MethodRefresh:
		return 0
	}
	if m.Type.Method == stun.MethodChannelBind {
		if code := a.refuseChannel(m); code != 0 {
			return code
		}
	}
	return table.refusePeers(m)
}

// refuseAllocate checks the kind of relayed address that is requested.
func refuseAllocate(m *stun.Message, existing *allocation) stun.ErrorCode {
	if existing != nil {
		return 0 // a retransmission or a 437: pion knows
	}
	if transport, err := m.Get(stun.AttrRequestedTransport); err == nil &&
		transport[0] != protocolUDP {
		return stun.CodeUnsupportedTransProto
	}
	if code := refuseFamily(m); code != 0 {
		return code
	}
	if m.Contains(stun.AttrReservationToken) || reservesNext(m) {
		// pion would keep reservations forever, and no quota counts them
		return stun.CodeInsufficientCapacity
	}
	return 0
}

// refuseChannel checks the channel number. RFC 8656 ends at 0x4FFF, but clients of RFC 5766 go up
// to 0x7FFF.
func (a *allocation) refuseChannel(m *stun.Message) stun.ErrorCode {
	value, err := m.Get(stun.AttrChannelNumber)
	if err != nil || value[0]>>6 != 1 {
		return stun.CodeBadRequest
	}
	if _, bound := a.portOf(binary.BigEndian.Uint16(value)); !bound &&
		len(a.channels) >= maxChannels {
		return stun.CodeInsufficientCapacity
	}
	return 0
}

// refusePeers accepts only the relay's own address as a peer.
func (t *allocationTable) refusePeers(m *stun.Message) (code stun.ErrorCode) {
	peers := 0
	for _, attribute := range m.Attributes {
		if attribute.Type != stun.AttrXORPeerAddress {
			continue
		}
		peers++
		var peer stun.XORMappedAddress
		one := stun.Message{TransactionID: m.TransactionID, Attributes: stun.Attributes{attribute}}
		if peer.GetFromAs(&one, stun.AttrXORPeerAddress) != nil {
			return stun.CodeBadRequest
		}
		if attribute.Value[1] != turnmsg.FamilyIPv4 {
			return stun.CodePeerAddrFamilyMismatch
		}
		if ip, ok := netip.AddrFromSlice(peer.IP); !ok || ip != t.relayed {
			return stun.CodeForbidden
		}
	}
	if peers == 0 {
		return stun.CodeBadRequest
	}
	return 0
}

// buildErrorResponse builds an error response, signed so that the client believes it.
func buildErrorResponse(m *stun.Message, code stun.ErrorCode, key stun.MessageIntegrity,
	more ...stun.Setter) []byte {
	response, err := stun.Build(
		append(append([]stun.Setter{stun.NewTransactionIDSetter(m.TransactionID),
			stun.NewType(m.Type.Method,
				stun.ClassErrorResponse), stun.ErrorCodeAttribute{Code: code}}, more...), key)...)
	if err != nil {
		return nil
	}
	return response.Raw
}

// refuseFamily checks the family of relayed address that is requested (RFC 8656, section 7.2). All
// are IPv4, whatever the client's own is: they are virtual, and all members can reach them. A
// client that asks for an IPv6 address as well gets the IPv4 one alone; a server may ignore the
// attribute, and clients check what they get.
func refuseFamily(m *stun.Message) stun.ErrorCode {
	requested, err := m.Get(stun.AttrRequestedAddressFamily)
	asks := err == nil
	additional, err := m.Get(turnmsg.AttrAdditionalAddressFamily)
	asksForBoth := err == nil
	switch {
	case asks && (asksForBoth || m.Contains(stun.AttrReservationToken)):
		return stun.CodeBadRequest
	case asksForBoth && (additional[0] != turnmsg.FamilyIPv6 ||
		m.Contains(stun.AttrReservationToken) ||
		reservesNext(m)):
		return stun.CodeBadRequest
	case asks && requested[0] != turnmsg.FamilyIPv4:
		return stun.CodeAddrFamilyNotSupported
	}
	return 0
}

// reservesNext says whether the R bit of EVEN-PORT is set (RFC 8656, section 18.6).
func reservesNext(m *stun.Message) bool {
	value, err := m.Get(stun.AttrEvenPort)
	return err == nil && value[0]&0x80 != 0
}

// integrityKey is the key of MESSAGE-INTEGRITY for a living member's unexpired user name.
func (t *allocationTable) integrityKey(username, claimed string) ([]byte, bool) {
	t.mu.RLock()
	_, ok := t.identify(username)
	t.mu.RUnlock()
	if !ok || claimed != auth.Realm {
		return nil, false
	}
	return turn.GenerateAuthKey(username, auth.Realm, auth.Password(t.secret, username)), true
}
