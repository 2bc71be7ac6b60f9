package turnserver

import (
	"bytes"
	"encoding/binary"
	"net"
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// rawClient is a client that sends what a test wants, well-behaved or not.
type rawClient struct {
	t                  testing.TB
	conn               net.PacketConn
	relay              *relay // nil for a stream in memory
	server             net.Addr
	username, password string
	nonce              stun.Nonce
	relayed            net.UDPAddr // of the last Allocate
}

func (r *relay) rawClient(t testing.TB, network, username, password string) *rawClient {
	t.Helper()
	conn, addr := r.dialTransport(t, network)
	t.Cleanup(func() { _ = conn.Close() })
	server, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		t.Fatal(err)
	}
	return &rawClient{t: t, relay: r, conn: conn, server: server, username: username,
		password: password}
}

// memberClient makes a raw client for a peer of a room, with an allocation if wanted.
func (r *relay) memberClient(t testing.TB, network, room, peer string, allocate bool) *rawClient {
	t.Helper()
	username, password, _ := r.Credentials(room, peer)
	c := r.rawClient(t, network, username, password)
	if allocate {
		if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
			t.Fatalf("Allocate was answered with %d", code)
		}
	}
	return c
}

// request sends an authenticated request and returns the error code of the answer: 0 is success, -1
// is no answer.
func (c *rawClient) request(method stun.Method, attributes ...stun.Setter) stun.ErrorCode {
	c.t.Helper()
	var code stun.ErrorCodeAttribute
	for range 3 { // without a nonce, with one, and with a fresh one after an hour
		m := c.roundTrip(c.signedRequest(method, attributes...))
		if m == nil {
			return -1
		}
		if m.Type.Class == stun.ClassSuccessResponse {
			c.learnRelayed(m)
			return 0
		}
		if err := code.GetFrom(m); err != nil {
			c.t.Fatalf("an error without ERROR-CODE: %v", m)
		}
		if code.Code != stun.CodeUnauthorized && code.Code != stun.CodeStaleNonce {
			return code.Code
		}
		if err := c.nonce.GetFrom(m); err != nil {
			return code.Code
		}
	}
	return code.Code
}

// learnRelayed remembers the relayed address.
func (c *rawClient) learnRelayed(m *stun.Message) {
	var relayed stun.XORMappedAddress
	if relayed.GetFromAs(m, stun.AttrXORRelayedAddress) == nil {
		c.relayed = net.UDPAddr{IP: relayed.IP, Port: relayed.Port}
	}
}

// bindChannel binds a channel to another client.
func (c *rawClient) bindChannel(number uint16, to *rawClient) {
	c.t.Helper()
	if code := c.request(stun.MethodChannelBind, peer(to.relayed),
		channelNumber(number)); code != 0 {
		c.t.Fatalf("ChannelBind was answered with %d", code)
	}
}

// expectChannelData waits for one message, byte for byte but for its padding.
func (c *rawClient) expectChannelData(number uint16, data []byte) {
	c.t.Helper()
	want := append([]byte{byte(number >> 8), byte(number), byte(len(data) >> 8), byte(len(data))},
		data...)
	buffer := make([]byte, turnmsg.MaxMessageSize)
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	n, _, err := c.conn.ReadFrom(buffer)
	if err != nil {
		c.t.Fatal(err)
	}
	if n < len(want) || n > len(want)+3 || !bytes.Equal(buffer[:len(want)], want) {
		c.t.Fatalf("%x came instead of %x", buffer[:n], want)
	}
}

// signedRequest builds a request with the long-term credential; without a nonce yet, it is the bare
// first request.
func (c *rawClient) signedRequest(method stun.Method, attributes ...stun.Setter) *stun.Message {
	all := append([]stun.Setter{stun.TransactionID, stun.NewType(method, stun.ClassRequest)},
		attributes...)
	if c.nonce == nil {
		first := stun.NewType(stun.MethodAllocate, stun.ClassRequest)
		return stun.MustBuild(stun.TransactionID, first, requestedTransport(protocolUDP))
	}
	return stun.MustBuild(append(all, stun.NewUsername(c.username), stun.NewRealm(auth.Realm),
		c.nonce,
		stun.NewLongTermIntegrity(c.username, auth.Realm, c.password))...)
}

// roundTrip sends a message and waits for its answer; nil if there is none. No time proves that: a
// socket is served in the order of its packets, and what follows the message is one whose answer is
// certain.
func (c *rawClient) roundTrip(m *stun.Message) *stun.Message {
	c.t.Helper()
	if _, err := c.conn.WriteTo(m.Raw, c.server); err != nil {
		return nil // the relay has closed the stream
	}
	if c.relay == nil { // a stream in memory: it holds one message, and its time is made up
		return c.awaitResponse(time.Minute, m)
	}
	certain := c.certainRequest()
	if _, err := c.conn.WriteTo(certain.Raw, c.server); err != nil {
		return nil
	}
	answer := c.awaitResponse(time.Minute, m, certain) // a busy machine takes its time
	if answer != nil && answer.TransactionID == certain.TransactionID {
		return nil
	}
	c.awaitResponse(time.Minute, certain)
	return answer
}

// certainRequest is a request that the relay refuses, whatever this client has, and whatever its
// source has been told before: by somebody with a credential who has no allocation.
func (c *rawClient) certainRequest() *stun.Message {
	username := auth.Username(time.Now().Add(time.Hour), "nobody's room", "nobody")
	secret := passwordOf(c.relay, username)
	if !c.relay.table.anyRoom {
		username, secret, _ = c.relay.Credentials("nobody's room", "nobody")
	}
	nonce := make(stun.Nonce, auth.NonceSize)
	c.relay.table.nonces.WriteNonce(nonce, addrPort(c.conn.LocalAddr()))
	kind := stun.NewType(stun.MethodRefresh, stun.ClassRequest)
	return stun.MustBuild(stun.TransactionID, kind, stun.NewUsername(username),
		stun.NewRealm(auth.Realm), nonce,
		stun.NewLongTermIntegrity(username, auth.Realm, secret))
}

// awaitResponse returns the first answer to one of these requests, nil if none comes in time.
func (c *rawClient) awaitResponse(patience time.Duration, requests ...*stun.Message) *stun.Message {
	buffer := make([]byte, turnmsg.MaxMessageSize)
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	for {
		n, _, err := c.conn.ReadFrom(buffer)
		if err != nil {
			return nil
		}
		answer := &stun.Message{Raw: append([]byte{}, buffer[:n]...)}
		if answer.Decode() != nil {
			continue
		}
		for _, m := range requests {
			if answer.TransactionID == m.TransactionID {
				return answer
			}
		}
	}
}

// attribute is one attribute, byte for byte.
type attribute struct {
	kind  stun.AttrType
	value []byte
}

func (a attribute) AddTo(m *stun.Message) error { m.Add(a.kind, a.value); return nil }

func requestedTransport(protocol byte) attribute {
	return attribute{stun.AttrRequestedTransport, []byte{protocol, 0, 0, 0}}
}

func channelNumber(number uint16) attribute {
	return attribute{stun.AttrChannelNumber, binary.BigEndian.AppendUint16(nil,
		number)[:2:2]}.padded()
}

func (a attribute) padded() attribute { a.value = append(a.value, 0, 0); return a }

func lifetime(seconds uint32) attribute {
	return attribute{stun.AttrLifetime, binary.BigEndian.AppendUint32(nil, seconds)}
}

// peer is an XOR-PEER-ADDRESS.
type peer net.UDPAddr

func (p peer) AddTo(m *stun.Message) error {
	return stun.XORMappedAddress{IP: p.IP, Port: p.Port}.AddToAs(m, stun.AttrXORPeerAddress)
}

// sendIndication sends data in a Send indication.
func (c *rawClient) sendIndication(to stun.Setter, data []byte) {
	c.t.Helper()
	m := stun.MustBuild(stun.TransactionID, stun.NewType(stun.MethodSend, stun.ClassIndication), to,
		attribute{stun.AttrData, data})
	if _, err := c.conn.WriteTo(m.Raw, c.server); err != nil {
		c.t.Fatal(err)
	}
}

// sendChannelData sends data on a channel.
func (c *rawClient) sendChannelData(number uint16, data []byte) {
	c.t.Helper()
	packet := []byte{byte(number >> 8), byte(number), byte(len(data) >> 8), byte(len(data))}
	packet = append(append(packet, data...), make([]byte, -len(data)&3)...)
	if _, err := c.conn.WriteTo(packet, c.server); err != nil {
		c.t.Fatal(err)
	}
}

// collectData passes on the data of all that comes, until the socket is closed.
func (c *rawClient) collectData(to chan<- []byte) {
	buffer := make([]byte, turnmsg.MaxMessageSize)
	_ = c.conn.SetReadDeadline(time.Time{})
	for {
		n, _, err := c.conn.ReadFrom(buffer)
		if err != nil {
			return
		}
		if turnmsg.IsChannelData(buffer[:n]) {
			to <- append([]byte{},
				buffer[turnmsg.ChannelHeaderSize:turnmsg.ChannelHeaderSize+int(
					binary.BigEndian.Uint16(buffer[2:]))]...)
			continue
		}
		m := &stun.Message{Raw: append([]byte{}, buffer[:n]...)}
		if m.Decode() != nil {
			continue
		}
		if data, err := m.Get(stun.AttrData); err == nil {
			to <- data
		}
	}
}
