package turnserver

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"github.com/pion/stun/v3"
)

// screen looks at a STUN message where media waits behind it, so it does what is quick: it drops
// what is malformed, too frequent or pointless, answers Binding requests and asks for credentials.
// A request whose sender has shown where it is waits for pion from here on. Answer is room for a
// reply of at most answerSize bytes, and reply is sent back if not nil.
func (l *leg) screen(packet []byte, from netip.AddrPort, answer []byte) (reply []byte) {
	x := l.x
	if !wellFormed(packet) {
		x.drop(dropMalformed)
		return nil
	}
	switch binary.BigEndian.Uint16(packet) {
	case bindingRequest:
		if unknown := putUnknown(answer, packet); unknown != nil {
			return x.unauthenticated(unknown, packet, from)
		}
		return x.unauthenticated(putBinding(answer, packet, from), packet, from)
	case allocateRequest, refreshRequest, permissionRequest, channelRequest:
	default:
		x.drop(dropMalformed)
		return nil
	}
	nonce, hasNonce := find(packet, stun.AttrNonce)
	_, complete := find(packet, stun.AttrRequestedTransport)
	switch _, signed := find(packet, stun.AttrMessageIntegrity); {
	case !signed && (binary.BigEndian.Uint16(packet) != allocateRequest || !complete):
		// only an Allocate begins without, and then it is long enough for the challenge
		x.drop(dropUnauthenticated)
	case !signed:
		return x.challenge(answer, packet, from, stun.CodeUnauthorized)
	case !hasNonce && l.owns(packet, from):
		return x.unauthenticated(putError(answer, packet, stun.CodeBadRequest), packet, from)
	case !x.nonces.good(nonce, from):
		if l.owns(packet, from) {
			return x.challenge(answer, packet, from, stun.CodeStaleNonce)
		}
		x.drop(dropUnallocated)
	case !l.mayAsk(from):
		x.drop(dropOverPace)
	default:
		l.wait(packet, from)
	}
	return nil
}

// wait puts a request into the queue, or drops it if that is full.
func (l *leg) wait(packet []byte, from netip.AddrPort) {
	if len(l.requests) == cap(l.requests) { // nothing is copied in vain
		l.x.drop(dropBusy)
		return
	}
	select {
	case l.requests <- request{from, bytes.Clone(packet)}:
	default:
		l.x.drop(dropBusy)
	}
}

// owns tells whether a request can be about something. One for a permission or channel from where
// there is no allocation cannot, and is not worth a challenge: clients whose allocation has ended
// ask again with every packet, and would use up what their source may be told.
func (l *leg) owns(packet []byte, from netip.AddrPort) bool {
	if kind := binary.BigEndian.Uint16(packet); kind != permissionRequest &&
		kind != channelRequest {
		return true
	}
	l.x.mu.RLock()
	defer l.x.mu.RUnlock()
	return l.allocations[from] != nil
}

// challenge asks for credentials, or for credentials with a new nonce.
func (x *exchange) challenge(answer, packet []byte, from netip.AddrPort,
	code stun.ErrorCode) []byte {
	if x.unauthenticated(answer[:answerSize], packet, from) == nil {
		return nil // before the nonce is made, which costs most
	}
	return x.nonces.putChallenge(answer, packet, from, code)
}

// unauthenticated returns a reply if its receiver may still get it, and nil otherwise.
func (x *exchange) unauthenticated(reply, request []byte, to netip.AddrPort) []byte {
	if !x.replies.take(to.Addr(), len(request), len(reply)) {
		x.drop(dropLimited)
		return nil
	}
	return reply
}
