package turnserver

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// validate is the first look at a STUN message. Media waits behind it, so it does only what is
// quick: it drops what is malformed, too frequent or pointless, answers Binding requests and asks
// for credentials. A request with a valid nonce, whose sender therefore receives at this address,
// goes into the queue for pion. The response, if not nil, is to be sent; it is written into buffer,
// which has responseSize bytes.
func (tr *transport) validate(packet []byte, from netip.AddrPort, buffer []byte) (response []byte) {
	table := tr.table
	if !turnmsg.IsWellFormed(packet) {
		table.countDrop(dropMalformed)
		return nil
	}
	switch binary.BigEndian.Uint16(packet) {
	case turnmsg.BindingRequest:
		if unknown := turnmsg.WriteUnknownAttributes(buffer, packet); unknown != nil {
			return tr.limitResponse(unknown, packet, from)
		}
		return tr.limitResponse(turnmsg.WriteBindingResponse(buffer, packet, from), packet, from)
	case turnmsg.AllocateRequest, turnmsg.RefreshRequest, turnmsg.CreatePermissionRequest,
		turnmsg.ChannelBindRequest:
	default:
		table.countDrop(dropMalformed)
		return nil
	}
	nonce, hasNonce := turnmsg.FindAttribute(packet, stun.AttrNonce)
	_, complete := turnmsg.FindAttribute(packet, stun.AttrRequestedTransport)
	switch _, signed := turnmsg.FindAttribute(packet, stun.AttrMessageIntegrity); {
	case !signed && (binary.BigEndian.Uint16(packet) != turnmsg.AllocateRequest || !complete):
		// only an Allocate may be the first request, and it is long enough for a challenge
		table.countDrop(dropUnauthenticated)
	case !signed:
		return tr.challenge(buffer, packet, from, stun.CodeUnauthorized)
	case !hasNonce && tr.concernsAllocation(packet, from):
		response = turnmsg.WriteError(buffer, packet, stun.CodeBadRequest)
		return tr.limitResponse(response, packet, from)
	case !table.nonces.IsValid(nonce, from):
		if tr.concernsAllocation(packet, from) {
			return tr.challenge(buffer, packet, from, stun.CodeStaleNonce)
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
	if len(tr.requests) == cap(tr.requests) { // do not copy in vain
		tr.table.countDrop(dropBusy)
		return
	}
	select {
	case tr.requests <- queuedRequest{from, bytes.Clone(packet)}:
	default:
		tr.table.countDrop(dropBusy)
	}
}

// challenge asks for credentials, or for credentials with a new nonce.
func (tr *transport) challenge(buffer, packet []byte, from netip.AddrPort,
	code stun.ErrorCode) []byte {
	if tr.limitResponse(buffer[:responseSize], packet, from) == nil {
		return nil // before the nonce is made, which costs most
	}
	var nonce [auth.NonceSize]byte
	tr.table.nonces.WriteNonce(nonce[:], from)
	return turnmsg.WriteChallenge(buffer, packet, code, nonce[:], auth.Realm)
}

// limitResponse returns the response if its receiver may have another one, and nil otherwise.
func (tr *transport) limitResponse(response, request []byte, to netip.AddrPort) []byte {
	paid := len(request)
	if tr.sourceProven { // nothing is left over for the same source over UDP
		paid = max(paid, (len(response)+1)/2)
	}
	if !tr.table.responses.AllowResponse(to.Addr(), paid, len(response)) {
		tr.table.countDrop(dropLimited)
		return nil
	}
	return response
}

// responseSize is the length of the longest response that package turnmsg writes, the challenge:
// exactly twice the shortest Allocate to which a client may need a response.
const responseSize = turnmsg.HeaderSize +
	turnmsg.AttributeHeaderSize + 4 + // ERROR-CODE
	turnmsg.AttributeHeaderSize + auth.NonceSize +
	turnmsg.AttributeHeaderSize + (len(auth.Realm)+3)&^3

// concernsAllocation is false for a request for a permission or channel from an address without an
// allocation. It is not worth a challenge: clients whose allocation has ended ask again with every
// packet, and would use up the responses their source may have.
func (tr *transport) concernsAllocation(packet []byte, from netip.AddrPort) bool {
	if kind := binary.BigEndian.Uint16(packet); kind != turnmsg.CreatePermissionRequest &&
		kind != turnmsg.ChannelBindRequest {
		return true
	}
	tr.table.mu.RLock()
	defer tr.table.mu.RUnlock()
	return tr.allocations[from] != nil
}
