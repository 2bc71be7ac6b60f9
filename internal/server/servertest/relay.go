package servertest

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"net"
	"testing"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"

	"einmal/internal/links"
	"einmal/internal/peer"
)

// RefusesAllocate sends a TURN Allocate (RFC 8656) without credentials, and says whether it is
// refused as it must be.
func RefusesAllocate(t testing.TB, c net.Conn) bool {
	t.Helper()
	allocate := binary.BigEndian.AppendUint32(nil, 0x0003_0008)
	allocate = binary.BigEndian.AppendUint32(allocate, 0x2112A442)
	allocate = append(allocate, "transaction1"...)
	allocate = append(allocate, 0x00, 0x19, 0x00, 0x04, 17, 0, 0, 0) // REQUESTED-TRANSPORT: UDP
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.Write(allocate); err != nil {
		return false
	}
	answer := make([]byte, 1500)
	n, err := c.Read(answer)
	return err == nil && n >= 20 && binary.BigEndian.Uint16(answer) == 0x0113 &&
		string(answer[8:20]) == "transaction1"
}

// Dial connects over udp, tcp or tls until the test ends.
func Dial(t testing.TB, network, address string) net.Conn {
	t.Helper()
	var c net.Conn
	var err error
	if network == "tls" {
		c, err = tls.Dial("tcp", address, Trust(t))
	} else {
		c, err = net.Dial(network, address)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// Allocate takes a place on the relay.
func Allocate(t testing.TB, conn net.PacketConn, relay string,
	access peer.RelayAccess) net.PacketConn {
	t.Helper()
	client, err := turn.NewClient(&turn.ClientConfig{
		TURNServerAddr: relay, Conn: conn, Username: access.Username, Password: access.Credential,
		LoggerFactory: &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); conn.Close() })
	if err := client.Listen(); err != nil {
		t.Fatal(err)
	}
	relayed, err := client.Allocate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { relayed.Close() })
	if ip := relayed.LocalAddr().(*net.UDPAddr).IP; ip.String() != "192.0.2.1" {
		t.Errorf("relayed as %v", ip)
	}
	return relayed
}

// Access is what the relay takes from the host of a new room, who stays until the test ends.
func Access(t testing.TB, public string) peer.RelayAccess {
	t.Helper()
	link, err := links.New(public, peer.Chat)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := peer.Create(t.Context(), link, 2, time.Hour); err != nil {
		t.Fatal(err)
	}
	host, err := peer.Join(t.Context(), link, peer.Options{LoopbackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(host.Leave)
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if access, ok := host.Relay(); ok {
			return access
		} else if time.Now().After(end) {
			t.Fatal("no access to the relay")
		}
	}
}

// Exchange sends a packet each way between relayed addresses, until it arrives from where it was
// sent.
func Exchange(t testing.TB, a, b net.PacketConn) {
	t.Helper()
	b.WriteTo([]byte("hello"), a.LocalAddr()) // which permits what comes back
	a.WriteTo([]byte("hello"), b.LocalAddr())
	for from, to := range map[net.PacketConn]net.PacketConn{a: b, b: a} {
		word, buffer := []byte("from "+from.LocalAddr().String()), make([]byte, 1500)
		for heard := 0; !bytes.Equal(buffer[:heard], word); {
			from.WriteTo(word, to.LocalAddr())
			to.SetReadDeadline(time.Now().Add(10 * time.Second))
			n, sender, err := to.ReadFrom(buffer)
			if err != nil || sender.String() != from.LocalAddr().String() {
				t.Fatalf("from %v: %v", sender, err)
			}
			heard = n
		}
	}
}
