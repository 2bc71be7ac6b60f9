package turnserver

import (
	"encoding/binary"
	"net/netip"

	"github.com/pion/stun/v3"
)

// protocolUDP is the only REQUESTED-TRANSPORT there is (RFC 8656, 14.7).
const protocolUDP = 17

// authorize finds out who sent a request, and refuses what RFC 8656 wants refused and pion v4 lets
// pass. So pion sees only requests whose sender has shown where it is and who it is. Of the two,
// reply is sent back if not nil, and forward is the message for pion if not nil.
func (c *pionConn) authorize(packet []byte, from netip.AddrPort) (reply, forward []byte) {
	table := c.table
	m := &stun.Message{Raw: TrimUnsigned(packet)}
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
		return table.challenge(make([]byte, responseSize), packet, from, stun.CodeUnauthorized), nil
	case !c.mayRequestAs(username, from):
		table.countDrop(dropOverPace)
		return nil, nil
	}
	if unknown := UnknownAttributes(nil, packet); unknown != nil {
		table.countDrop(dropRefused)
		list := stun.RawAttribute{Type: stun.AttrUnknownAttributes, Value: unknown}
		return errorReply(m, stun.CodeUnknownAttribute, key, list), nil
	}
	if code := c.refuse(m, from, username); code != 0 {
		table.countDrop(dropRefused)
		return errorReply(m, code, key), nil
	}
	return nil, c.rewriteForPion(m, key)
}

// authenticate checks user name and integrity.
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

// mayRequestAs counts a request from where there is no allocation for the member who has now shown
// that it is its own.
func (tr *transport) mayRequestAs(username string, from netip.AddrPort) bool {
	tr.table.mu.RLock()
	who, _ := tr.table.identify(username)
	counted := tr.allocations[from] != nil
	tr.table.mu.RUnlock()
	return counted || who.member == nil || who.member.requests.TryTake(1, memberRequests,
		tr.table.elapsed())
}

// refuse says with which error an authenticated request is to be refused, or 0.
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

// refuseAllocate looks at the kind of relayed address that is wanted.
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
		// pion would keep reservations without end, and no quota counts them
		return stun.CodeInsufficientCapacity
	}
	return 0
}

// refuseChannel looks at the channel number. RFC 8656 ends at 0x4FFF, but clients of RFC 5766 go on
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

// refusePeers lets only the relay address itself pass as a peer.
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
		if attribute.Value[1] != FamilyIPv4 {
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

// errorReply builds an error response, signed so that the client believes it.
func errorReply(m *stun.Message, code stun.ErrorCode, key stun.MessageIntegrity,
	more ...stun.Setter) []byte {
	reply, err := stun.Build(
		append(append([]stun.Setter{stun.NewTransactionIDSetter(m.TransactionID),
			stun.NewType(m.Type.Method,
				stun.ClassErrorResponse), stun.ErrorCodeAttribute{Code: code}}, more...), key)...)
	if err != nil {
		return nil
	}
	return reply.Raw
}
