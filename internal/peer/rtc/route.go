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

// Route returns the path that media takes at this moment; empty if there is none.
func (c *Connection) Route() Route {
	selected, ok := c.PC.SCTP().Transport().ICETransport().GetSelectedCandidatePairStats()
	if !ok {
		return ""
	}
	stats := c.PC.GetStats()
	local, _ := stats[selected.LocalCandidateID].(webrtc.ICECandidateStats)
	remote, _ := stats[selected.RemoteCandidateID].(webrtc.ICECandidateStats)
	switch {
	case local.CandidateType != webrtc.ICECandidateTypeRelay &&
		remote.CandidateType != webrtc.ICECandidateTypeRelay:
		return Direct
	case local.RelayProtocol == "tcp":
		return RelayTCP
	case local.RelayProtocol == "tls":
		return RelayTLS
	}
	return RelayUDP
}

// ReceivedMedia counts the media since the connection was made; bytes are without headers.
func (c *Connection) ReceivedMedia() (audioPackets, videoPackets, bytes int64) {
	for _, f := range c.flows {
		bytes += f.bytes.Load()
		if f.isVideo() {
			videoPackets += f.packets.Load()
		} else {
			audioPackets += f.packets.Load()
		}
	}
	return audioPackets, videoPackets, bytes
}
