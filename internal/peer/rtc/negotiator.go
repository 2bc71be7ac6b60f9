package rtc

import (
	"errors"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"

	"github.com/pion/webrtc/v4"
)

// errDescription means a description that must not be applied: without one sha-256 fingerprint,
// with another one than before, with more sections than the call has, or by the wrong side.
var errDescription = errors.New("the description has not the one fingerprint it needs, too many " +
	"sections, or comes from the wrong side")

// answerTime is how long an answer may take: the offer may be lost.
const answerTime = 10 * time.Second

// negotiator makes the offers of a connection or answers them, as one side does all the time: so
// none ever cross, and the roles of ICE stay. It belongs to the call's goroutine.
//
// pion cannot replace a local offer. So an offer is not applied before its answer is here: until
// then, another one is simply sent.
type negotiator struct {
	pc     *webrtc.PeerConnection
	kind   links.Kind // of the call
	offers bool       // it is for us to make offers
	send   func(protocol.Message)

	// announced is the fingerprint that the peer's first description brought; later ones have to
	// repeat it.
	announced protocol.Fingerprint
	known     bool                       // announced has been set
	offer     *webrtc.SessionDescription // sent, not answered yet
	offered   time.Time                  // when

	relayOnly bool
	ufrag     string   // of our last description
	mid       string   // of its first section
	own       []string // candidates that belong to it, clean; an empty one is their end
	gate      protocol.CandidateFilter
	peerEarly []webrtc.ICECandidateInit
}

// sendFirstOffer sends the first offer, if it is ours to send.
func (n *negotiator) sendFirstOffer() error {
	if !n.offers {
		return nil
	}
	// pion gathers once an offer is applied, or when ICE restarts; the first call makes what can be
	// restarted.
	if _, err := n.pc.CreateOffer(nil); err != nil {
		return err
	}
	return n.makeOffer(true)
}

// offerAnew sends an offer in place of the last one, over fresh candidates if ICE is to restart.
func (n *negotiator) offerAnew(restartICE bool) {
	if n.offers {
		_ = n.makeOffer(restartICE) // fails only when the connection is closing
	}
}

// repeatOffer says the open offer once more.
func (n *negotiator) repeatOffer() { n.sendDescription("offer", n.offer.SDP) }

// forgetOffer drops our offer: it is lost, and with it the answer that we may be waiting for.
func (n *negotiator) forgetOffer() { n.offer = nil }

// awaitsAnswer reports whether an offer of ours may still be answered. An answer to an offer that
// has been replaced meanwhile would be applied to the wrong one.
func (n *negotiator) awaitsAnswer() bool {
	return n.offer != nil && time.Since(n.offered) < answerTime
}

func (n *negotiator) makeOffer(restartICE bool) error {
	offer, err := n.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: restartICE})
	if err != nil {
		return err
	}
	n.offer, n.offered = &offer, time.Now()
	n.sendDescription("offer", offer.SDP)
	return nil
}

// sendDescription says a description, and after it all candidates found so far: the peer may have
// dropped those that it heard before.
func (n *negotiator) sendDescription(kind, sdp string) {
	if ufrag := protocol.UfragOf(sdp); ufrag != n.ufrag {
		n.ufrag, n.own = ufrag, nil
	}
	n.mid = protocol.FirstMID(sdp)
	clean, _ := protocol.CleanDescription(sdp) // pion's own is one
	n.send(&protocol.Description{Type: kind, SDP: clean})
	for _, candidate := range n.own {
		n.send(&protocol.Candidate{Candidate: candidate, MID: n.mid})
	}
}

// sendCandidate passes a candidate on, after the description it belongs to. Nil is the end of them.
func (n *negotiator) sendCandidate(candidate *webrtc.ICECandidate) {
	clean := ""
	if candidate != nil {
		var ok bool
		if clean, ok = protocol.CleanCandidate(candidate.ToJSON().Candidate); !ok ||
			n.relayOnly && !protocol.IsRelayed(clean) {
			return
		}
	}
	n.own = append(n.own, clean)
	n.send(&protocol.Candidate{Candidate: clean, MID: n.mid})
}

// applyDescription takes a description in. The error is errDescription, or pion's about a
// description that it cannot read.
func (n *negotiator) applyDescription(m *protocol.Description) error {
	sdp, _ := protocol.CleanDescription(m.SDP)
	shown, ok := protocol.FingerprintOf(sdp)
	if !ok || n.known && shown != n.announced || !protocol.HasSectionsOf(n.kind, sdp) {
		return errDescription
	}
	if n.offers == (m.Type == "offer") {
		return errDescription
	}
	if n.gate.IsOver(protocol.UfragOf(sdp)) {
		return nil // it waited in a broken data channel
	}
	if !n.offers {
		return n.answerOffer(sdp, shown)
	}
	if n.offer == nil {
		return nil // it was said twice
	}
	n.announced, n.known = shown, true
	offer := *n.offer
	n.offer = nil
	if err := n.pc.SetLocalDescription(offer); err != nil {
		return err
	}
	return n.setRemote(webrtc.SDPTypeAnswer, sdp)
}

func (n *negotiator) answerOffer(sdp string, shown protocol.Fingerprint) error {
	n.announced, n.known = shown, true
	if err := n.setRemote(webrtc.SDPTypeOffer, sdp); err != nil {
		return err
	}
	answer, err := n.pc.CreateAnswer(nil)
	if err != nil {
		return err
	}
	if err := n.pc.SetLocalDescription(answer); err != nil {
		return err
	}
	n.sendDescription("answer", n.pc.LocalDescription().SDP)
	return nil
}

func (n *negotiator) setRemote(kind webrtc.SDPType, sdp string) error {
	n.gate.StartGeneration(protocol.UfragOf(sdp))
	if err := n.pc.SetRemoteDescription(webrtc.SessionDescription{Type: kind,
		SDP: sdp}); err != nil {
		return err
	}
	early := n.peerEarly
	n.peerEarly = nil
	for _, candidate := range early {
		n.addToPion(candidate)
	}
	return nil
}

func (n *negotiator) addPeerCandidate(m *protocol.Candidate) {
	clean, ok := n.gate.Filter(m.Candidate)
	if !ok {
		return
	}
	candidate := webrtc.ICECandidateInit{Candidate: clean, SDPMid: &m.MID}
	if n.pc.RemoteDescription() == nil {
		if len(n.peerEarly) < protocol.MaxCandidates {
			n.peerEarly = append(n.peerEarly, candidate)
		}
		return
	}
	n.addToPion(candidate)
}

// addToPion forgives a candidate that cannot be used: ICE lives on the others.
func (n *negotiator) addToPion(candidate webrtc.ICECandidateInit) {
	_ = n.pc.AddICECandidate(candidate)
}
