package turnserver

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// garbage is what anybody may send without a credential, by kind.
func garbage() map[string][]byte {
	random := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 1200)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	noise[0] |= 0x80 // neither STUN nor ChannelData
	signed := stun.MustBuild(stun.TransactionID,
		stun.NewType(stun.MethodAllocate, stun.ClassRequest), stun.NewNonce("made up"),
		stun.NewUsername("1999999999:room:peer"), stun.NewRealm(auth.Realm),
		requestedTransport(protocolUDP),
		stun.NewShortTermIntegrity("x"), stun.Fingerprint)
	many := stun.MustBuild(stun.TransactionID, stun.BindingRequest)
	for range 300 {
		many.Add(stun.AttrSoftware, nil)
	}
	return map[string][]byte{
		"noise":               noise,
		"a request cut short": signed.Raw[:len(signed.Raw)-3],
		"300 attributes":      many.Raw,
		"a Binding request":   stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw,
		"an Allocate": stun.MustBuild(stun.TransactionID,
			stun.NewType(stun.MethodAllocate, stun.ClassRequest),
			requestedTransport(protocolUDP)).Raw,
		"an Allocate of nobody": signed.Raw,
		"a Refresh": stun.MustBuild(stun.TransactionID,
			stun.NewType(stun.MethodRefresh, stun.ClassRequest)).Raw,
		"a Send indication": stun.MustBuild(stun.TransactionID,
			stun.NewType(stun.MethodSend, stun.ClassIndication), rawPeer("192.0.2.1", 1),
			attribute{stun.AttrData, noise}).Raw,
		"ChannelData from nowhere": append([]byte{0x40, 0, 0x04, 0}, noise[:1024]...),
	}
}

// handleMessage does with a message what a transportConn does.
func (tr *transport) handleMessage(packet, buffer, answer []byte, from netip.AddrPort) {
	if !turnmsg.IsData(packet) {
		tr.validate(packet, from, answer)
		return
	}
	end := turnmsg.Headroom + copy(buffer[turnmsg.Headroom:], packet)
	tr.table.mu.RLock()
	defer tr.table.mu.RUnlock()
	tr.forward(from, buffer, turnmsg.Headroom, end, tr.table.elapsed())
}

func TestGarbageMakesNoGarbage(t *testing.T) {
	tr, _, _ := twoAllocations()
	from, buffer, answer := netip.MustParseAddrPort("198.51.100.1:1"), make([]byte,
		turnmsg.Headroom+turnmsg.MaxMessageSize+8), make([]byte, responseSize)
	for name, packet := range garbage() {
		if n := testing.AllocsPerRun(1000, func() {
			tr.handleMessage(packet, buffer, answer,
				from)
		}); n != 0 {
			t.Errorf("%s costs %v allocations", name, n)
		}
	}
}

func BenchmarkGarbage(b *testing.B) {
	tr, _, _ := twoAllocations()
	from, buffer, answer := netip.MustParseAddrPort("198.51.100.1:1"), make([]byte,
		turnmsg.Headroom+turnmsg.MaxMessageSize+8), make([]byte, responseSize)
	for name, packet := range garbage() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tr.handleMessage(packet, buffer, answer, from)
			}
		})
	}
}
