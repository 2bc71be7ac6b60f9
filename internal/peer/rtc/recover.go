package rtc

import (
	"time"

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
			if c.PC.ConnectionState() != webrtc.PeerConnectionStateConnected {
				c.restartUntilConnected()
			}
		})
	})
}

// RestartICE sends an offer with fresh candidates. It waits for a gathering that is under way: pion
// reads its servers meanwhile.
func (c *Connection) RestartICE() {
	if c.restartPending = c.IsGathering(); !c.restartPending {
		c.negotiator.offerAnew(true)
	}
}

// OfferAgain sends another offer without a restart.
func (c *Connection) OfferAgain() { c.negotiator.offerAnew(false) }

// ResumeNegotiation follows the loss and return of the sealed path: offers, answers and candidates
// may be lost.
func (c *Connection) ResumeNegotiation() {
	c.negotiator.forgetOffer()
	switch {
	case c.IsUsable():
	case c.PC.ConnectionState() == webrtc.PeerConnectionStateFailed:
		c.RestartICE()
	case c.negotiator.polite && c.negotiator.known:
		c.RestartICE() // the peer may have another connection by now
	case c.negotiator.polite:
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
