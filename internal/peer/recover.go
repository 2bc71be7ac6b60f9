package peer

import (
	"time"

	"github.com/pion/webrtc/v4"
)

// How a connection finds a way again: after its path broke, and after negotiation was lost with the
// sealed path.

// retry looks for a new path until there is one.
func (c *connection) retry() {
	if c.mayOffer() && !c.negotiator.isWaiting() {
		c.restart()
	}
	c.stopTimer()
	c.timer = time.AfterFunc(retryTime, func() {
		c.post(func() {
			if c.pc.ConnectionState() != webrtc.PeerConnectionStateConnected {
				c.retry()
			}
		})
	})
}

// restart offers over fresh candidates. It waits for a gathering that is under way: pion reads its
// servers meanwhile.
func (c *connection) restart() {
	if c.again = c.isGathering(); !c.again {
		c.negotiator.offerAnew(true)
	}
}

// offerAgain offers over the candidates there are.
func (c *connection) offerAgain() { c.negotiator.offerAnew(false) }

// reopened: the sealed path was lost and is there again. Offers, answers and candidates may be
// lost.
func (c *connection) reopened() {
	c.negotiator.lostOffers()
	switch {
	case c.isUsable():
	case c.pc.ConnectionState() == webrtc.PeerConnectionStateFailed:
		c.restart()
	case c.negotiator.polite && c.negotiator.known:
		c.restart() // the peer may have another connection by now
	case c.negotiator.polite:
		c.offerAgain() // descriptions carry the candidates so far
	}
}

// configure takes fresh servers.
func (c *connection) configure(servers []webrtc.ICEServer) {
	c.servers = servers
	c.settle()
}

func (c *connection) settle() {
	if c.servers == nil || c.isGathering() {
		return
	}
	// It fails only for servers that cannot be read, which are no use either.
	_ = c.pc.SetConfiguration(c.settings.configuration(c.servers))
	c.servers = nil
}

func (c *connection) isGathering() bool {
	return c.pc.ICEGatheringState() == webrtc.ICEGatheringStateGathering
}

func (c *connection) gathered(candidate *webrtc.ICECandidate) {
	c.negotiator.gathered(candidate)
	if candidate != nil {
		return
	}
	c.settle()
	if c.again {
		c.restart()
	}
}
