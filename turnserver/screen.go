package turnserver

import (
	"encoding/binary"
	"net/netip"

	"github.com/pion/stun/v3"
)

// protocolUDP is the only REQUESTED-TRANSPORT there is (RFC 8656, 14.7).
const protocolUDP = 17

// screen looks at a STUN message before pion does: it drops what is malformed, too frequent or pointless, asks for
// credentials, answers Binding requests and refuses what RFC 8656 wants refused and pion v4 lets pass. So pion sees only
// requests whose sender has shown where it is and who it is. Of the three, answer is room for a reply of at most answerSize
// bytes, reply is sent back if not nil, and forward is the message for pion if not nil.
func (l *leg) screen(packet []byte, from netip.AddrPort, answer []byte) (reply, forward []byte) {
	x := l.x
	if !wellFormed(packet) {
		x.drop(dropMalformed)
		return nil, nil
	}
	switch binary.BigEndian.Uint16(packet) {
	case bindingRequest:
		return x.unauthenticated(putBinding(answer, packet, from), packet, from), nil
	case allocateRequest, refreshRequest, permissionRequest, channelRequest:
	default:
		x.drop(dropMalformed)
		return nil, nil
	}
	nonce, hasNonce := find(packet, stun.AttrNonce)
	_, complete := find(packet, stun.AttrRequestedTransport)
	switch _, signed := find(packet, stun.AttrMessageIntegrity); {
	case !signed && (binary.BigEndian.Uint16(packet) != allocateRequest || !complete):
		x.drop(dropUnauthenticated) // only an Allocate begins without, and then it is long enough for the challenge
		return nil, nil
	case !signed:
		return x.challenge(answer, packet, from, stun.CodeUnauthorized), nil
	case !hasNonce && l.owns(packet, from):
		return x.unauthenticated(putError(answer, packet, stun.CodeBadRequest), packet, from), nil
	case !x.nonces.good(nonce, from):
		if !l.owns(packet, from) {
			x.drop(dropUnallocated)
			return nil, nil
		}
		return x.challenge(answer, packet, from, stun.CodeStaleNonce), nil
	}
	m := &stun.Message{Raw: packet[:len(packet):len(packet)]} // pion/stun writes into what capacity lies behind a message
	if m.Decode() != nil {
		x.drop(dropMalformed)
		return nil, nil
	}
	username, key, ok := x.authenticate(m)
	if !ok && !l.owns(packet, from) {
		x.drop(dropUnallocated)
		return nil, nil
	}
	if !ok {
		return x.challenge(answer, packet, from, stun.CodeUnauthorized), nil
	}
	if code := l.refuse(m, from, username); code != 0 {
		x.drop(dropRefused)
		return errorReply(m, code, key), nil
	}
	return nil, l.upstream.rewrite(m, key)
}

// owns tells whether a request can be about something. One for a permission or channel from where there is no allocation
// cannot, and is not worth a challenge: clients whose allocation has ended ask again with every packet, and would use up what
// their source may be told.
func (l *leg) owns(packet []byte, from netip.AddrPort) bool {
	if kind := binary.BigEndian.Uint16(packet); kind != permissionRequest && kind != channelRequest {
		return true
	}
	l.x.mu.RLock()
	defer l.x.mu.RUnlock()
	return l.allocations[from] != nil
}

// challenge asks for credentials, or for credentials with a new nonce.
func (x *exchange) challenge(answer, packet []byte, from netip.AddrPort, code stun.ErrorCode) []byte {
	return x.unauthenticated(x.nonces.putChallenge(answer, packet, from, code), packet, from)
}

// unauthenticated returns a reply if its receiver may still get it, and nil otherwise.
func (x *exchange) unauthenticated(reply, request []byte, to netip.AddrPort) []byte {
	if !x.replies.take(to.Addr(), len(request), len(reply)) {
		x.drop(dropLimited)
		return nil
	}
	return reply
}

// authenticate checks user name and integrity.
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
		return refuseAllocate(m, a)
	}
	who, _ := x.identify(username)
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
	return x.refusePeers(m)
}

// refuseAllocate looks at the kind of relayed address that is wanted.
func refuseAllocate(m *stun.Message, existing *allocation) stun.ErrorCode {
	if existing != nil {
		return 0 // a retransmission or a 437: pion knows
	}
	if transport, err := m.Get(stun.AttrRequestedTransport); err == nil && transport[0] != protocolUDP {
		return stun.CodeUnsupportedTransProto
	}
	return refuseFamily(m)
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
		if attribute.Value[1] != familyIPv4 {
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

// errorReply builds an error response, signed so that the client believes it.
func errorReply(m *stun.Message, code stun.ErrorCode, key stun.MessageIntegrity) []byte {
	reply, err := stun.Build(stun.NewTransactionIDSetter(m.TransactionID),
		stun.NewType(m.Type.Method, stun.ClassErrorResponse), stun.ErrorCodeAttribute{Code: code}, key)
	if err != nil {
		return nil
	}
	return reply.Raw
}
