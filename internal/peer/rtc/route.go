package rtc

import "github.com/pion/webrtc/v4"

// Route is the path that media takes.
type Route string

const (
	Direct   Route = "direct"
	RelayUDP Route = "relay-udp"
	RelayTCP Route = "relay-tcp"
	RelayTLS Route = "relay-tls"
)

// relayRoute is the route by a candidate of ours.
type relayRoute struct {
	candidate string
	route     Route
}

// Route returns the path that media takes at this moment; empty if there is none.
func (c *Connection) Route() Route {
	pair, err := c.PC.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	switch {
	case err != nil || pair == nil:
		return ""
	case pair.Local.Typ == webrtc.ICECandidateTypeRelay:
		return c.routeByRelay(pair.Local.String())
	case pair.Remote.Typ == webrtc.ICECandidateTypeRelay:
		return RelayUDP // as the relay sends to us
	}
	return Direct
}

// routeByRelay asks pion once for each candidate: its statistics read the codec of a track that
// begins without its lock (v4.2.20).
func (c *Connection) routeByRelay(candidate string) Route {
	if known := c.relay.Load(); known != nil && known.candidate == candidate {
		return known.route
	}
	route := RelayUDP
	selected, ok := c.PC.SCTP().Transport().ICETransport().GetSelectedCandidatePairStats()
	if !ok {
		return ""
	}
	local, _ := c.PC.GetStats()[selected.LocalCandidateID].(webrtc.ICECandidateStats)
	switch local.RelayProtocol {
	case "tcp":
		route = RelayTCP
	case "tls":
		route = RelayTLS
	}
	c.relay.Store(&relayRoute{candidate, route})
	return route
}

// Received counts packets of media.
type Received struct {
	AudioPackets  int64 `json:"audioPackets"`
	VideoPackets  int64 `json:"videoPackets"`
	ScreenPackets int64 `json:"screenPackets"` // of a shared screen, picture and sound
	Bytes         int64 `json:"bytes"`         // without headers
}

// ReceivedMedia counts the media since the connection was made.
func (c *Connection) ReceivedMedia() (r Received) {
	for _, f := range c.flows {
		r.Bytes += f.bytes.Load()
		packets := f.packets.Load()
		switch {
		case f.screen:
			r.ScreenPackets += packets
		case f.isVideo():
			r.VideoPackets += packets
		default:
			r.AudioPackets += packets
		}
	}
	return r
}
