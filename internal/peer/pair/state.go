package pair

import "github.com/pion/webrtc/v4"

func (p *Pair) handleState(state webrtc.PeerConnectionState) {
	switch {
	case p.IsReachable():
		p.reportConnected()
		p.SendHeld()
	case state == webrtc.PeerConnectionStateFailed && !p.Conn.HasConnected():
		p.reportFailure()
		p.replaceConnection()
	case state == webrtc.PeerConnectionStateFailed && p.toldConnected,
		state == webrtc.PeerConnectionStateClosed && p.toldConnected:
		// A peer that closed may be reloading: only the host's roster says who is gone.
		p.toldConnected = false
		p.tellCall(Lost{})
	}
}

// replaceConnection takes a new connection in place of one that has failed and was never connected:
// pion starts DTLS after the first run of ICE or not at all. The certificate stays the same, and
// the later of the two offers.
func (p *Pair) replaceConnection() {
	p.Conn.Close()
	p.Conn, p.earlyMessages = nil, nil
	p.tellCall(Unconnected{})
	if !p.IsInitiator { // it offers again when the path opens
		p.Path.Reset()
		p.ReopenPath()
	}
}

func (p *Pair) reportConnected() {
	if p.toldConnected {
		return
	}
	p.toldConnected, p.IsAbsent = true, false
	p.tellCall(Connected{p.Conn.Route()})
}

func (p *Pair) reportFailure() { p.tellCall(Failed{}) }
