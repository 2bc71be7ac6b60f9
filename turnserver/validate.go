package turnserver

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// validate looks at a STUN message where media waits behind it, so it does what is quick: it drops
// what is malformed, too frequent or pointless, answers Binding requests and asks for credentials.
// A request whose sender has shown where it is waits for pion from here on. Answer is room for a
// reply of at most responseSize bytes, and reply is sent back if not nil.
func (tr *transport) validate(packet []byte, from netip.AddrPort, answer []byte) (reply []byte) {
	table := tr.table
	if !turnmsg.IsWellFormed(packet) {
		table.countDrop(dropMalformed)
		return nil
	}
	switch binary.BigEndian.Uint16(packet) {
	case turnmsg.BindingRequest:
		if unknown := turnmsg.WriteUnknownAttributes(answer, packet); unknown != nil {
			return table.limitReply(unknown, packet, from)
		}
		return table.limitReply(turnmsg.WriteBindingResponse(answer, packet, from), packet, from)
	case turnmsg.AllocateRequest, turnmsg.RefreshRequest, turnmsg.CreatePermissionRequest, turnmsg.ChannelBindRequest:
	default:
		table.countDrop(dropMalformed)
		return nil
	}
	nonce, hasNonce := turnmsg.FindAttribute(packet, stun.AttrNonce)
	_, complete := turnmsg.FindAttribute(packet, stun.AttrRequestedTransport)
	switch _, signed := turnmsg.FindAttribute(packet, stun.AttrMessageIntegrity); {
	case !signed && (binary.BigEndian.Uint16(packet) != turnmsg.AllocateRequest || !complete):
		// only an Allocate begins without, and then it is long enough for the challenge
		table.countDrop(dropUnauthenticated)
	case !signed:
		return table.challenge(answer, packet, from, stun.CodeUnauthorized)
	case !hasNonce && tr.concernsAllocation(packet, from):
		return table.limitReply(turnmsg.WriteError(answer, packet, stun.CodeBadRequest), packet, from)
	case !table.nonces.IsValid(nonce, from):
		if tr.concernsAllocation(packet, from) {
			return table.challenge(answer, packet, from, stun.CodeStaleNonce)
		}
		table.countDrop(dropUnallocated)
	case !tr.mayRequest(from):
		table.countDrop(dropOverPace)
	default:
		tr.enqueueRequest(packet, from)
	}
	return nil
}

// enqueueRequest puts a request into the queue, or drops it if that is full.
func (tr *transport) enqueueRequest(packet []byte, from netip.AddrPort) {
	if len(tr.requests) == cap(tr.requests) { // nothing is copied in vain
		tr.table.countDrop(dropBusy)
		return
	}
	select {
	case tr.requests <- request{from, bytes.Clone(packet)}:
	default:
		tr.table.countDrop(dropBusy)
	}
}

// challenge asks for credentials, or for credentials with a new nonce.
func (t *allocationTable) challenge(answer, packet []byte, from netip.AddrPort,
	code stun.ErrorCode) []byte {
	if t.limitReply(answer[:responseSize], packet, from) == nil {
		return nil // before the nonce is made, which costs most
	}
	var nonce [auth.NonceSize]byte
	t.nonces.WriteNonce(nonce[:], from)
	return turnmsg.WriteChallenge(answer, packet, code, nonce[:], auth.Realm)
}

// limitReply returns a reply if its receiver may still get it, and nil otherwise.
func (t *allocationTable) limitReply(reply, request []byte, to netip.AddrPort) []byte {
	if !t.replies.AllowReply(to.Addr(), len(request), len(reply)) {
		t.countDrop(dropLimited)
		return nil
	}
	return reply
}

// responseSize is the length of the longest reply that is written by hand, the challenge: exactly
// twice the shortest Allocate that a client can need an answer to.
const responseSize = turnmsg.HeaderSize + turnmsg.AttributeHeaderSize + 4 + turnmsg.AttributeHeaderSize + auth.NonceSize +
	turnmsg.AttributeHeaderSize + (len(auth.Realm)+3)&^3

// concernsAllocation tells whether a request can be about something. One for a permission or
// channel from where there is no allocation cannot, and is not worth a challenge: clients whose
// allocation has ended ask again with every packet, and would use up what their source may be told.
func (tr *transport) concernsAllocation(packet []byte, from netip.AddrPort) bool {
	if kind := binary.BigEndian.Uint16(packet); kind != turnmsg.CreatePermissionRequest &&
		kind != turnmsg.ChannelBindRequest {
		return true
	}
	tr.table.mu.RLock()
	defer tr.table.mu.RUnlock()
	return tr.allocations[from] != nil
}
