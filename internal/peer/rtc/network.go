package rtc

import (
	"net/netip"

	"github.com/pion/webrtc/v4"
)

// NetworkChange says that this machine's addresses are others than before.
type NetworkChange struct {
	Has    func(netip.Addr) bool // whether an address is there now
	IsLoss bool                  // one that was there is gone
}

// FollowNetwork restarts ICE if the path has gone with an address of this machine, without waiting
// until that is seen by its silence; and once more if it had been found dead before. The path of a
// plain loss is left alone: it may come back by itself.
func (c *Connection) FollowNetwork(change NetworkChange) {
	if !c.connected {
		return
	}
	c.pathGone = c.pathGone || c.hasLostPath(change)
	if c.pathGone || c.PC.ConnectionState() == webrtc.PeerConnectionStateFailed {
		c.restartUntilConnected()
	}
}

func (c *Connection) hasLostPath(change NetworkChange) bool {
	pair, err := c.PC.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	if err != nil || pair == nil {
		return false
	}
	from := pair.Local.Address
	switch pair.Local.Typ {
	case webrtc.ICECandidateTypeRelay: // its socket is bound to no address, so this may be the one
		return change.IsLoss
	case webrtc.ICECandidateTypeSrflx, webrtc.ICECandidateTypePrflx:
		from = pair.Local.RelatedAddress
	}
	address, err := netip.ParseAddr(from)
	return err == nil && !address.IsUnspecified() && !change.Has(address)
}
