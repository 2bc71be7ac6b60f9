//go:build evil

package evil

import (
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"
)

// fakePeer is the server's own end of a direct connection, with its own certificate, and with
// something to say.
type fakePeer struct {
	connection *webrtc.PeerConnection
}

func newFakePeer() (*fakePeer, error) {
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
	return &fakePeer{pc}, nil
}

// describe answers an offer, applies an answer, or offers if remote is nil; out sends the own
// description.
func (s *fakePeer) describe(remote jsonMessage, out func(jsonMessage)) {
	go func() { // gathering takes its time
		var own webrtc.SessionDescription
		var err error
		kind, sdp := remote.stringField("type"), remote.stringField("sdp")
		if remote != nil {
			if s.connection.SetRemoteDescription(
				webrtc.SessionDescription{Type: webrtc.NewSDPType(kind),
					SDP: sdp}) != nil || kind == "answer" {
				return
			}
			own, err = s.connection.CreateAnswer(nil)
		} else {
			own, err = s.connection.CreateOffer(nil)
		}
		gathered := webrtc.GatheringCompletePromise(s.connection)
		if err != nil || s.connection.SetLocalDescription(own) != nil {
			return
		}
		<-gathered
		own = *s.connection.LocalDescription()
		out(newText("description", "type", own.Type.String(), "sdp", own.SDP))
	}()
}

func (s *fakePeer) closeConnection() { s.connection.Close() }
