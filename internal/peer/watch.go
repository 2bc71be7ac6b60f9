package peer

import "github.com/pion/webrtc/v4"

func (p *pair) handleState(state webrtc.PeerConnectionState) {
	switch {
	case p.isReachable():
		p.reportConnected()
		p.sendHeld()
	case state == webrtc.PeerConnectionStateFailed && !p.conn.HasConnected():
		p.reportFailure()
		p.replaceConnection()
	case state == webrtc.PeerConnectionStateFailed &&
		p.toldConnected, state == webrtc.PeerConnectionStateClosed && p.toldConnected:
		// The peer that closed may be somebody who reloads: only the host's roster says who is
		// gone.
		p.toldConnected = false
		p.tellCall(pairLost{})
	}
}

// replaceConnection takes a new connection in place of one that has failed and was never connected:
// pion starts DTLS after the first run of ICE or not at all. The certificate stays the same, and
// the later of the two offers.
func (p *pair) replaceConnection() {
	p.conn.Close()
	p.conn, p.earlyMessages = nil, nil
	p.tellCall(pairUnconnected{})
	if !p.isInitiator { // it offers anew when the path opens
		p.path.Reset()
		p.reopenPath()
	}
}

func (p *pair) reportConnected() {
	if p.toldConnected {
		return
	}
	p.toldConnected, p.isAbsent = true, false
	p.tellCall(pairConnected{p.conn.Route()})
}

func (p *pair) reportFailure() {
	p.tellCall(pairFailed{})
}
