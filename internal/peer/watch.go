package peer

import "github.com/pion/webrtc/v4"

func (p *pair) changed(state webrtc.PeerConnectionState) {
	switch {
	case p.live():
		p.report()
		p.sayHeld()
	case state == webrtc.PeerConnectionStateFailed && !p.conn.HasConnected():
		p.problem()
		p.replace()
	case state == webrtc.PeerConnectionStateFailed &&
		p.reported, state == webrtc.PeerConnectionStateClosed && p.reported:
		// The peer that closed may be somebody who reloads: only the host's roster says who is
		// gone.
		p.reported = false
		p.emit(pairLost{})
	}
}

// replace takes a new connection in place of one that has failed and was never connected: pion
// starts DTLS after the first run of ICE or not at all. The certificate stays the same, and the
// later of the two offers.
func (p *pair) replace() {
	p.conn.Close()
	p.conn, p.early = nil, nil
	p.emit(pairWantsConnection{})
	if !p.isInitiator { // it offers anew when the path opens
		p.path.Reset()
		p.reconnect()
	}
}

func (p *pair) report() {
	if p.reported {
		return
	}
	p.reported, p.absent = true, false
	p.emit(pairConnected{p.conn.Route()})
}

func (p *pair) problem() {
	p.emit(pairFailed{})
}
