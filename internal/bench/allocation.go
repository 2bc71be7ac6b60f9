package bench

import (
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/pion/stun/v3"
)

// channel is the number that every client binds to its partner.
const channel = 0x4000

// Credential is what a client shows for its allocations (RFC 8656).
type Credential struct{ Username, Password string }

// Allocation is a client of a relay, and what it has there. It does no more than is needed to load
// a relay.
type Allocation struct {
	Conn    net.Conn
	Relayed stun.XORMappedAddress

	credential Credential
	nonce      stun.Nonce
	realm      stun.Realm
}

// Dial connects to a relay on this machine, over udp, tcp or tls.
func Dial(transport, address string) (net.Conn, error) {
	if transport == "tls" {
		return tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // our own child, on loopback
	}
	conn, err := net.Dial(transport, address)
	if udp, ok := conn.(*net.UDPConn); ok {
		err = udp.SetReadBuffer(4 << 20) // what is lost should be lost by the server
	}
	return conn, err
}

// Allocate makes an allocation.
func Allocate(conn net.Conn, c Credential) (*Allocation, error) {
	a := &Allocation{Conn: conn, credential: c}
	answer, err := a.request(stun.MethodAllocate,
		attribute{stun.AttrRequestedTransport, []byte{17, 0, 0, 0}})
	if err == nil {
		err = a.Relayed.GetFromAs(answer, stun.AttrXORRelayedAddress)
	}
	return a, err
}

// Bind binds the channel to the allocation of the other.
func (a *Allocation) Bind(other *Allocation) error {
	number := attribute{stun.AttrChannelNumber, []byte{channel >> 8, channel & 0xff, 0, 0}}
	_, err := a.request(stun.MethodChannelBind, number, peer{other.Relayed})
	return err
}

// attribute is one attribute, byte for byte.
type attribute struct {
	kind  stun.AttrType
	value []byte
}

func (a attribute) AddTo(m *stun.Message) error { m.Add(a.kind, a.value); return nil }

type peer struct{ stun.XORMappedAddress }

func (p peer) AddTo(m *stun.Message) error { return p.AddToAs(m, stun.AttrXORPeerAddress) }

// request repeats a request until it is answered.
func (a *Allocation) request(method stun.Method, attributes ...stun.Setter) (*stun.Message, error) {
	c := a.credential
	for range 5 {
		all := append([]stun.Setter{stun.TransactionID, stun.NewType(method, stun.ClassRequest)},
			attributes...)
		if a.nonce != nil {
			all = append(all, stun.NewUsername(c.Username), a.realm, a.nonce,
				stun.NewLongTermIntegrity(c.Username, a.realm.String(), c.Password))
		}
		request := stun.MustBuild(all...)
		if _, err := a.Conn.Write(request.Raw); err != nil {
			return nil, err
		}
		_ = a.Conn.SetReadDeadline(time.Now().Add(time.Second))
		packet, err := a.readMessage(make([]byte, 4096))
		if err != nil {
			continue
		}
		answer := &stun.Message{Raw: packet}
		if err := answer.Decode(); err != nil || answer.TransactionID != request.TransactionID {
			continue
		}
		if answer.Type.Class == stun.ClassSuccessResponse {
			return answer, nil
		}
		var code stun.ErrorCodeAttribute
		if err := code.GetFrom(answer); err == nil && code.Code != 401 && code.Code != 438 {
			return nil, fmt.Errorf("%v was answered with %d", method, code.Code)
		}
		if err := errors.Join(a.nonce.GetFrom(answer), a.realm.GetFrom(answer)); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("no answer")
}

// readMessage gives the next message.
func (a *Allocation) readMessage(buffer []byte) ([]byte, error) {
	if _, datagrams := a.Conn.(*net.UDPConn); datagrams {
		n, err := a.Conn.Read(buffer)
		return buffer[:n], err
	}
	if _, err := io.ReadFull(a.Conn, buffer[:4]); err != nil {
		return nil, err
	}
	size := int(binary.BigEndian.Uint16(buffer[2:]))
	if buffer[0]>>6 == 0 {
		size += 16
	} else {
		size = (size + 3) &^ 3
	}
	_, err := io.ReadFull(a.Conn, buffer[4:4+size])
	return buffer[:4+size], err
}
