package peer

import (
	"time"

	"github.com/pion/webrtc/v4"
)

// How a connection finds a way again: after its path broke, and after negotiation was lost with the
// sealed path.

// restartUntilConnected looks for a new path until there is one.
func (c *connection) restartUntilConnected() {
	if c.mayOffer() && !c.negotiator.awaitsAnswer() {
		c.restartICE()
	}
	c.stopTimer()
	c.timer = time.AfterFunc(retryTime, func() {
		c.post(func() {
			if c.pc.ConnectionState() != webrtc.PeerConnectionStateConnected {
				c.restartUntilConnected()
			}
		})
	})
}

// restartICE offers over fresh candidates. It waits for a gathering that is under way: pion reads
// its servers meanwhile.
func (c *connection) restartICE() {
	if c.restartPending = c.isGathering(); !c.restartPending {
		c.negotiator.offerAnew(true)
	}
}

// offerAgain offers over the candidates there are.
func (c *connection) offerAgain() { c.negotiator.offerAnew(false) }

// resumeNegotiation: the sealed path was lost and is there again. Offers, answers and candidates
// may be lost.
func (c *connection) resumeNegotiation() {
	c.negotiator.forgetOffer()
	switch {
	case c.isUsable():
	case c.pc.ConnectionState() == webrtc.PeerConnectionStateFailed:
		c.restartICE()
	case c.negotiator.polite && c.negotiator.known:
		c.restartICE() // the peer may have another connection by now
	case c.negotiator.polite:
		c.offerAgain() // descriptions carry the candidates so far
	}
}

// setServers takes fresh servers.
func (c *connection) setServers(servers []webrtc.ICEServer) {
	c.pendingServers = servers
	c.applyServers()
}

func (c *connection) applyServers() {
	if c.pendingServers == nil || c.isGathering() {
		return
	}
	// It fails only for servers that cannot be read, which are no use either.
	_ = c.pc.SetConfiguration(c.settings.configuration(c.pendingServers))
	c.pendingServers = nil
}

func (c *connection) isGathering() bool {
	return c.pc.ICEGatheringState() == webrtc.ICEGatheringStateGathering
}

func (c *connection) handleCandidate(candidate *webrtc.ICECandidate) {
	c.negotiator.sendCandidate(candidate)
	if candidate != nil {
		return
	}
	c.applyServers()
	if c.restartPending {
		c.restartICE()
	}
}
