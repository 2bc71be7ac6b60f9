package turnmsg

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/pion/stun/v3"
	"github.com/pion/turn/v4"
)

// The messages of RFC 5769, sections 2.1 to 2.4.
const (
	vectorRequest = `000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008
		932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf`
	vectorIPv4 = `0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599
		fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96`
	vectorIPv6 = `010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5
		bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c`
	vectorLongTerm = `000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b900000015001c662f2f3439396b
		39353464364f4c33346f4c39465354767936347341`
)

func vector(t *testing.T, text string) *stun.Message {
	t.Helper()
	packet, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		t.Fatal(err)
	}
	return &stun.Message{Raw: packet}
}

func TestTheVectorsOfRFC5769(t *testing.T) {
	t.Run("every message is well-formed and has the right fingerprint", func(t *testing.T) {
		for _, text := range []string{vectorRequest, vectorIPv4, vectorIPv6} {
			m := vector(t, text)
			if !IsWellFormed(m.Raw) || m.Decode() != nil {
				t.Errorf("%v is not well-formed", m)
			}
			if err := stun.Fingerprint.Check(m); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("addresses", func(t *testing.T) {
		for text, want := range map[string]string{vectorIPv4: "192.0.2.1:32853",
			vectorIPv6: "[2001:db8:1234:5678:11:2233:4455:6677]:32853"} {
			m := vector(t, text)
			if !IsWellFormed(m.Raw) || m.Decode() != nil {
				t.Fatal("not well-formed")
			}
			value, err := m.Get(stun.AttrXORMappedAddress)
			if err != nil {
				t.Fatal(err)
			}
			if got := parseXORAddress(value,
				m.Raw[4:HeaderSize]); got != netip.MustParseAddrPort(want) {
				t.Errorf("%v instead of %v", got, want)
			}
		}
	})
	t.Run("long-term credential", func(t *testing.T) {
		text := vectorLongTerm +
			"0014000b6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666"
		m := vector(t, text)
		if !IsWellFormed(m.Raw) || m.Decode() != nil {
			t.Fatal("not well-formed")
		}
		key := turn.GenerateAuthKey("マトリックス", "example.org", "TheMatrIX")
		if err := stun.MessageIntegrity(key).Check(m); err != nil {
			t.Error(err)
		}
		m.Raw[len(m.Raw)-30] ^= 1
		if err := stun.MessageIntegrity(key).Check(vector(t,
			hex.EncodeToString(m.Raw))); err == nil {
			t.Error("a changed message passed")
		}
	})
}

func TestADataIndicationReadsBackAsWritten(t *testing.T) {
	for _, address := range []string{"192.0.2.1", "2001:db8::1"} {
		for size := range 9 {
			data := bytes.Repeat([]byte{0xAB}, size)
			buffer := bytes.Repeat([]byte{0xFF}, Headroom+size+3)
			copy(buffer[Headroom:], data)
			message := WriteDataIndication(buffer, Headroom, Headroom+size,
				netip.MustParseAddr(address), 40000)
			m := &stun.Message{Raw: message}
			if !IsWellFormed(message) || m.Decode() != nil ||
				m.Type != stun.NewType(stun.MethodData, stun.ClassIndication) {
				t.Fatalf("%x is no Data indication", message)
			}
			var from stun.XORMappedAddress
			if err := from.GetFromAs(m, stun.AttrXORPeerAddress); err != nil ||
				from.IP.String() != address || from.Port != 40000 {
				t.Errorf("it comes from %v (%v)", from, err)
			}
			if got, err := m.Get(stun.AttrData); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%x came instead of %x (%v)", got, data, err)
			}
			m.Raw[0], m.Raw[1] = 0, sendIndication // and so our own parser can be tried on it
			peer, start, end, ok := ParseSendIndication(m.Raw)
			if !ok || peer.String() != netip.AddrPortFrom(netip.MustParseAddr(address),
				40000).String() || !bytes.Equal(m.Raw[start:end], data) {
				t.Errorf("parsed as %v, %d to %d, %v", peer, start, end, ok)
			}
		}
	}
}
