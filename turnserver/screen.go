package turnserver

import (
	"encoding/binary"
	"net/netip"

	"github.com/pion/stun/v3"
)

// protocolUDP is the only REQUESTED-TRANSPORT there is (RFC 8656, 14.7).
const protocolUDP = 17

// attributeSizes are the lengths that the fixed-size attributes we or pion read must have; pion/stun reads beyond the end
// of some that are shorter.
var attributeSizes = map[stun.AttrType][]int{
	stun.AttrMessageIntegrity:       {20},
	stun.AttrFingerprint:            {4},
	stun.AttrChannelNumber:          {4},
	stun.AttrLifetime:               {4},
	stun.AttrRequestedTransport:     {4},
	stun.AttrRequestedAddressFamily: {4},
	stun.AttrEvenPort:               {1},
	stun.AttrReservationToken:       {8},
	stun.AttrXORPeerAddress:         {8, 20},
}

// screen looks at a STUN message before pion does: it drops what is malformed, too frequent or pointless, and answers what
// RFC 8656 wants refused and pion v4 lets pass. Of the three, reply is sent back if not nil, pass hands the message on.
func (l *leg) screen(packet []byte, from netip.AddrPort) (reply []byte, pass bool) {
	x := l.x
	m := &stun.Message{Raw: packet[:len(packet):len(packet)]} // pion/stun writes into what capacity lies behind a message
	if !wellFormed(m) {
		x.drop(dropMalformed)
		return nil, false
	}
	switch m.Type {
	case stun.BindingRequest:
		return nil, x.mayReply(from)
	case stun.NewType(stun.MethodAllocate, stun.ClassRequest), stun.NewType(stun.MethodRefresh, stun.ClassRequest),
		stun.NewType(stun.MethodCreatePermission, stun.ClassRequest), stun.NewType(stun.MethodChannelBind, stun.ClassRequest):
	default:
		x.drop(dropMalformed)
		return nil, false
	}
	if !m.Contains(stun.AttrMessageIntegrity) && (m.Type.Method != stun.MethodAllocate || !m.Contains(stun.AttrRequestedTransport)) {
		x.drop(dropUnauthenticated) // only an Allocate comes without, and never so short that the challenge would be twice its size
		return nil, false
	}
	username, key, ok := x.authenticate(m)
	if !ok {
		return nil, x.mayReply(from)
	}
	if code := l.refuse(m, from, username); code != 0 {
		x.drop(dropRefused)
		return errorReply(m, code, key), false
	}
	return nil, true
}

// wellFormed decodes the message and checks what the decoder does not.
func wellFormed(m *stun.Message) bool {
	if !stun.IsMessage(m.Raw) || len(m.Raw) != 20+int(binary.BigEndian.Uint16(m.Raw[2:])) || m.Decode() != nil {
		return false
	}
	signed := false
	for _, a := range m.Attributes {
		if signed && a.Type != stun.AttrFingerprint {
			return false // nothing else may follow MESSAGE-INTEGRITY; it would not be covered
		}
		signed = signed || a.Type == stun.AttrMessageIntegrity
		sizes, fixed := attributeSizes[a.Type]
		if fixed && len(a.Value) != sizes[0] && len(a.Value) != sizes[len(sizes)-1] {
			return false
		}
	}
	return true
}

// mayReply takes one unauthenticated reply from what its source may still get.
func (x *exchange) mayReply(to netip.AddrPort) bool {
	if x.replies.take(to.Addr()) {
		return true
	}
	x.drop(dropLimited)
	return false
}

// authenticate checks user name and integrity, not the nonce: that is pion's to check, and our refusals tell nothing new.
func (x *exchange) authenticate(m *stun.Message) (username string, key stun.MessageIntegrity, ok bool) {
	name, err := m.Get(stun.AttrUsername)
	if err != nil {
		return "", nil, false
	}
	claimed, err := m.Get(stun.AttrRealm)
	if err != nil {
		return "", nil, false
	}
	username = string(name)
	secret, ok := x.integrityKey(username, string(claimed))
	if !ok {
		return "", nil, false
	}
	key = secret
	return username, key, key.Check(m) == nil
}

// refuse says with which error an authenticated request is to be refused, or 0.
func (l *leg) refuse(m *stun.Message, from netip.AddrPort, username string) stun.ErrorCode {
	x := l.x
	x.mu.RLock()
	defer x.mu.RUnlock()
	a := l.allocations[from]
	if m.Type.Method == stun.MethodAllocate {
		return x.refuseAllocate(m, a)
	}
	member, _ := x.identify(username)
	switch {
	case a == nil:
		return stun.CodeAllocMismatch
	case a.member != member:
		return stun.CodeWrongCredentials
	case m.Type.Method == stun.MethodRefresh:
		return 0
	}
	if m.Type.Method == stun.MethodChannelBind {
		if code := a.refuseChannel(m); code != 0 {
			return code
		}
	}
	return x.refusePeers(m)
}

// refuseAllocate looks at the kind of relayed address that is wanted.
func (x *exchange) refuseAllocate(m *stun.Message, existing *allocation) stun.ErrorCode {
	if existing != nil {
		return 0 // a retransmission or a 437: pion knows
	}
	if transport, err := m.Get(stun.AttrRequestedTransport); err == nil && transport[0] != protocolUDP {
		return stun.CodeUnsupportedTransProto
	}
	if family, err := m.Get(stun.AttrRequestedAddressFamily); err == nil && family[0] != familyOf(x.relayed) {
		return stun.CodeAddrFamilyNotSupported
	}
	return 0
}

// refuseChannel looks at the channel number. RFC 8656 ends at 0x4FFF, but clients of RFC 5766 go on to 0x7FFF.
func (a *allocation) refuseChannel(m *stun.Message) stun.ErrorCode {
	value, err := m.Get(stun.AttrChannelNumber)
	if err != nil || value[0]>>6 != 1 {
		return stun.CodeBadRequest
	}
	if _, bound := a.portOf(binary.BigEndian.Uint16(value)); !bound && len(a.channels) >= maxChannels {
		return stun.CodeInsufficientCapacity
	}
	return 0
}

// refusePeers lets only the relay address itself pass as a peer.
func (x *exchange) refusePeers(m *stun.Message) (code stun.ErrorCode) {
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
		if attribute.Value[1] != familyOf(x.relayed) {
			return stun.CodePeerAddrFamilyMismatch
		}
		if ip, ok := netip.AddrFromSlice(peer.IP); !ok || ip != x.relayed {
			return stun.CodeForbidden
		}
	}
	if peers == 0 {
		return stun.CodeBadRequest
	}
	return 0
}

// familyOf is the address family as STUN writes it: 1 for IPv4, 2 for IPv6.
func familyOf(address netip.Addr) byte {
	if address.Is4() {
		return 1
	}
	return 2
}

// errorReply builds an error response, signed so that the client believes it.
func errorReply(m *stun.Message, code stun.ErrorCode, key stun.MessageIntegrity) []byte {
	reply, err := stun.Build(stun.NewTransactionIDSetter(m.TransactionID),
		stun.NewType(m.Type.Method, stun.ClassErrorResponse), stun.ErrorCodeAttribute{Code: code}, key)
	if err != nil {
		return nil
	}
	return reply.Raw
}
