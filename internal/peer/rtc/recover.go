package rtc

import (
	"time"

	"einmal/internal/peer/protocol"

	"github.com/pion/webrtc/v4"
)

// How a connection recovers: after its ICE path broke, and after negotiation was lost with the
// sealed path.

// restartUntilConnected restarts ICE until there is a path.
func (c *Connection) restartUntilConnected() {
	if c.MayOffer() && !c.negotiator.awaitsAnswer() {
		c.RestartICE()
	}
	c.stopTimer()
	c.timer = time.AfterFunc(retryTime, func() {
		c.Post(func() {
			if c.pathGone || c.PC.ConnectionState() != webrtc.PeerConnectionStateConnected {
				c.restartUntilConnected()
			}
		})
	})
}

// RestartICE sends an offer with fresh candidates, or asks the peer to if it makes the offers. It
// waits for a gathering that is under way: pion reads its servers meanwhile.
func (c *Connection) RestartICE() {
	if !c.negotiator.offers {
		c.negotiator.send(&protocol.Restart{})
		return
	}
	c.restarted = time.Now()
	if c.restartPending = c.IsGathering(); !c.restartPending {
		c.negotiator.offerAnew(true)
	}
}

// followRestart does what the peer asks for, unless it asks for too much.
func (c *Connection) followRestart() error {
	if !c.negotiator.offers {
		return errDescription
	}
	switch {
	case !c.connected || time.Since(c.restarted) < restartPause:
	case c.negotiator.awaitsAnswer():
		c.restarted = time.Now()
		c.negotiator.repeatOffer()
	default:
		c.RestartICE()
	}
	return nil
}

// OfferAgain sends another offer without a restart.
func (c *Connection) OfferAgain() { c.negotiator.offerAnew(false) }

// ResumeNegotiation follows the loss and return of the sealed path: offers, answers and candidates
// may be lost.
func (c *Connection) ResumeNegotiation() {
	c.negotiator.forgetOffer()
	switch {
	case c.IsUsable():
	case c.pathGone || c.PC.ConnectionState() == webrtc.PeerConnectionStateFailed:
		c.RestartICE()
	case c.negotiator.offers && c.negotiator.known:
		c.RestartICE() // the peer may have another connection by now
	case c.negotiator.offers:
		c.OfferAgain() // descriptions carry the candidates so far
	}
}

// SetServers uses these ICE servers from the next restart on.
func (c *Connection) SetServers(servers []webrtc.ICEServer) {
	c.pendingServers = servers
	c.applyServers()
}

func (c *Connection) applyServers() {
	if c.pendingServers == nil || c.IsGathering() {
		return
	}
	// It fails only for servers that cannot be read, which are no use either.
	_ = c.PC.SetConfiguration(c.settings.configuration(c.pendingServers))
	c.pendingServers = nil
}

func (c *Connection) IsGathering() bool {
	return c.PC.ICEGatheringState() == webrtc.ICEGatheringStateGathering
}

func (c *Connection) handleCandidate(candidate *webrtc.ICECandidate) {
	c.negotiator.sendCandidate(candidate)
	if candidate != nil {
		return
	}
	c.applyServers()
	if c.restartPending {
		c.RestartICE()
	}
}
