package rtc

import (
	"testing"

	"einmal/internal/peer/protocol"

	"github.com/pion/webrtc/v4"
)

func TestWhoHidesItsAddressSaysRelayedCandidatesAlone(t *testing.T) {
	var said []string
	n := &negotiator{relayOnly: true, send: func(m protocol.Message) {
		said = append(said,
			m.(*protocol.Candidate).Candidate)
	}}
	for _, kind := range []webrtc.ICECandidateType{
		webrtc.ICECandidateTypeHost, webrtc.ICECandidateTypeSrflx, webrtc.ICECandidateTypePrflx,
		webrtc.ICECandidateTypeRelay,
	} {
		n.sendCandidate(&webrtc.ICECandidate{
			Foundation: "1", Priority: 1, Component: 1, Protocol: webrtc.ICEProtocolUDP, Typ: kind,
			Address: "192.0.2.1", Port: 1000, RelatedAddress: "10.0.0.1", RelatedPort: 2000,
		})
	}
	if want := "candidate:1 1 udp 1 192.0.2.1 1000 typ relay raddr 0.0.0.0 rport 0"; len(
		said) != 1 || said[0] != want {
		t.Errorf("it says %q", said)
	}
}
