//go:build linux

package main

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

// client holds one allocation.
type client struct {
	conn    net.Conn
	stream  bool
	relayed stun.XORMappedAddress
}

// attribute is one attribute, byte for byte.
type attribute struct {
	kind  stun.AttrType
	value []byte
}

func (a attribute) AddTo(m *stun.Message) error { m.Add(a.kind, a.value); return nil }

// connectClients opens the clients of a run and binds channels between partners.
func (c *server) connectClients(transport string, count int) ([]*client, error) {
	var clients []*client
	var nonce stun.Nonce
	for i := range count {
		conn, err := connect(transport, c.address)
		if err != nil {
			return clients, err
		}
		one := &client{conn: conn, stream: transport != "udp"}
		clients = append(clients, one)
		if c.name == "floor" {
			hello := binary.BigEndian.AppendUint32(nil, floorMagic)
			if _, err := conn.Write(binary.BigEndian.AppendUint32(hello, uint32(i))); err != nil {
				return clients, err
			}
			continue
		}
		answer, err := one.sendRequest(c, i, &nonce, stun.MethodAllocate,
			attribute{stun.AttrRequestedTransport, []byte{17, 0, 0, 0}})
		if err != nil {
			return clients, err
		}
		if err := one.relayed.GetFromAs(answer, stun.AttrXORRelayedAddress); err != nil {
			return clients, err
		}
	}
	if c.name == "floor" {
		time.Sleep(100 * time.Millisecond)
		return clients, nil
	}
	for i, one := range clients {
		number := attribute{stun.AttrChannelNumber, []byte{channel >> 8, channel & 0xff, 0, 0}}
		if _, err := one.sendRequest(c, i, &nonce, stun.MethodChannelBind, number,
			peer{clients[i^1].relayed}); err != nil {
			return clients, err
		}
	}
	return clients, nil
}

func connect(transport, address string) (net.Conn, error) {
	if transport == "tls" {
		return tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // our own child, on loopback
	}
	conn, err := net.Dial(transport, address)
	if udp, ok := conn.(*net.UDPConn); ok {
		err = udp.SetReadBuffer(4 << 20) // what is lost should be lost by the server
	}
	return conn, err
}

type peer struct{ stun.XORMappedAddress }

func (p peer) AddTo(m *stun.Message) error { return p.AddToAs(m, stun.AttrXORPeerAddress) }

// sendRequest repeats a request until it is answered, with the credential of one allocation.
func (one *client) sendRequest(c *server, i int, nonce *stun.Nonce, method stun.Method,
	attributes ...stun.Setter) (*stun.Message, error) {
	username, password := c.credentials[i][0], c.credentials[i][1]
	for range 5 {
		all := append([]stun.Setter{stun.TransactionID, stun.NewType(method, stun.ClassRequest)},
			attributes...)
		if *nonce != nil {
			all = append(all, stun.NewUsername(username), stun.NewRealm(c.realm), *nonce,
				stun.NewLongTermIntegrity(username, c.realm, password))
		}
		request := stun.MustBuild(all...)
		if _, err := one.conn.Write(request.Raw); err != nil {
			return nil, err
		}
		_ = one.conn.SetReadDeadline(time.Now().Add(time.Second))
		packet, err := one.readMessage(make([]byte, 4096))
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
		if err := nonce.GetFrom(answer); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("no answer")
}

// readMessage returns the next message.
func (one *client) readMessage(buffer []byte) ([]byte, error) {
	if !one.stream {
		n, err := one.conn.Read(buffer)
		return buffer[:n], err
	}
	if _, err := io.ReadFull(one.conn, buffer[:4]); err != nil {
		return nil, err
	}
	size := int(binary.BigEndian.Uint16(buffer[2:]))
	if buffer[0]>>6 == 0 {
		size += 16
	} else {
		size = (size + 3) &^ 3
	}
	_, err := io.ReadFull(one.conn, buffer[4:4+size])
	return buffer[:4+size], err
}
