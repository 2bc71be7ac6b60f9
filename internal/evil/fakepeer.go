//go:build evil

package evil

import (
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"
)

// stand is the server's own end of a direct connection: a certificate of its own, and something to
// say.
type stand struct {
	pc *webrtc.PeerConnection
}

func newStand() (*stand, error) {
	var engine webrtc.SettingEngine
	engine.LoggerFactory = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}
	engine.SetIncludeLoopbackCandidate(true)
	pc, err := webrtc.NewAPI(
		webrtc.WithSettingEngine(engine)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, err
	}
	negotiated, id := true, uint16(0)
	texts, err := pc.CreateDataChannel("einmal",
		&webrtc.DataChannelInit{Negotiated: &negotiated, ID: &id})
	if err != nil {
		pc.Close()
		return nil, err
	}
	texts.OnOpen(func() { texts.SendText(`{"kind":"chat","text":"I am somebody else."}`) })
	return &stand{pc}, nil
}

// describe answers an offer, takes an answer, or offers if there is neither; out passes on what
// this side says.
func (s *stand) describe(remote text, out func(text)) {
	go func() { // gathering takes its time
		var own webrtc.SessionDescription
		var err error
		kind, sdp := remote.word("type"), remote.word("sdp")
		if remote != nil {
			if s.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.NewSDPType(kind),
				SDP: sdp}) != nil || kind == "answer" {
				return
			}
			own, err = s.pc.CreateAnswer(nil)
		} else {
			own, err = s.pc.CreateOffer(nil)
		}
		gathered := webrtc.GatheringCompletePromise(s.pc)
		if err != nil || s.pc.SetLocalDescription(own) != nil {
			return
		}
		<-gathered
		own = *s.pc.LocalDescription()
		out(sentence("description", "type", own.Type.String(), "sdp", own.SDP))
	}()
}

func (s *stand) close() { s.pc.Close() }
