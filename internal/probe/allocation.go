package probe

import (
	"context"
	"errors"
	"fmt"

	"einmal/internal/peer"

	"github.com/pion/stun/v2"
)

const protocolUDP = 17 // what a relay carries (RFC 8656, section 18.7)

// allocation is one relayed address of ours (RFC 8656), with the socket that it belongs to.
type allocation struct {
	*messageConn

	relayed stun.XORMappedAddress
	auth    []stun.Setter // of each request
}

// allocate makes an allocation on a target.
func (t target) allocate(ctx context.Context, access peer.RelayAccess) (*allocation, error) {
	conn, err := t.dial(ctx)
	if err != nil {
		return nil, err
	}
	a := &allocation{messageConn: conn}
	if err := a.open(access); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return a, nil
}

func (a *allocation) open(access peer.RelayAccess) error {
	transport := stun.RawAttribute{Type: stun.AttrRequestedTransport,
		Value: []byte{protocolUDP, 0, 0, 0}}
	request := stun.NewType(stun.MethodAllocate, stun.ClassRequest)
	challenge, err := a.roundTrip(stun.TransactionID, request, transport)
	if err != nil {
		return err
	}
	var realm stun.Realm
	var nonce stun.Nonce
	if err := errors.Join(realm.GetFrom(challenge), nonce.GetFrom(challenge)); err != nil {
		return problem{"bad-answer", "the relay does not ask for a password"}
	}
	a.auth = []stun.Setter{stun.NewUsername(access.Username), realm, nonce,
		stun.NewLongTermIntegrity(access.Username, realm.String(), access.Credential)}
	answer, err := a.request(stun.MethodAllocate, transport)
	if err != nil {
		return err
	}
	if a.relayed.GetFromAs(answer, stun.AttrXORRelayedAddress) != nil {
		return problem{"bad-answer", "the answer has no relayed address"}
	}
	return nil
}

// request does a signed request, and gives the answer if it is a success.
func (a *allocation) request(method stun.Method, more ...stun.Setter) (*stun.Message, error) {
	setters := append([]stun.Setter{stun.TransactionID,
		stun.NewType(method, stun.ClassRequest)}, more...)
	answer, err := a.roundTrip(append(setters, a.auth...)...)
	if err != nil {
		return nil, err
	}
	if answer.Type.Class == stun.ClassSuccessResponse {
		return answer, nil
	}
	var code stun.ErrorCodeAttribute
	_ = code.GetFrom(answer) // it stays 0 if there is none
	return nil, problem{"refused", fmt.Sprintf("the relay refused with code %d", code.Code)}
}

// permit lets packets of another allocation in.
func (a *allocation) permit(other *allocation) error {
	_, err := a.request(stun.MethodCreatePermission, peerAddress(other.relayed))
	return err
}

// relay sends a packet to another allocation.
func (a *allocation) relay(packet []byte, other *allocation) error {
	_, err := a.send(stun.TransactionID, stun.NewType(stun.MethodSend, stun.ClassIndication),
		peerAddress(other.relayed), stun.RawAttribute{Type: stun.AttrData, Value: packet})
	return err
}

// next returns the next packet that is relayed to this allocation.
func (a *allocation) next() ([]byte, error) {
	data := stun.NewType(stun.MethodData, stun.ClassIndication)
	for {
		m, err := a.receive()
		if err != nil {
			return nil, err
		}
		if m.Type == data {
			if packet, err := m.Get(stun.AttrData); err == nil {
				return packet, nil
			}
		}
	}
}

// release gives the allocation back and closes its socket. What goes wrong has no consequence: it
// ends by itself.
func (a *allocation) release() {
	none := stun.RawAttribute{Type: stun.AttrLifetime, Value: []byte{0, 0, 0, 0}}
	_, _ = a.send(append([]stun.Setter{stun.TransactionID,
		stun.NewType(stun.MethodRefresh, stun.ClassRequest), none}, a.auth...)...)
	_ = a.Close()
}

// peerAddress is XOR-PEER-ADDRESS.
type peerAddress stun.XORMappedAddress

func (p peerAddress) AddTo(m *stun.Message) error {
	return stun.XORMappedAddress(p).AddToAs(m, stun.AttrXORPeerAddress)
}
