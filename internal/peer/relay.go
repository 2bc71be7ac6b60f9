package peer

import (
	"strings"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"

	"github.com/pion/webrtc/v4"
)

// setRelay takes the server's credentials for the relay, new or renewed. An allocation ends with
// the credentials it was made with, so relayed pairs restart ICE with renewed ones at once. One end
// does it for both: the initiator, or the browser if there is one.
func (c *Call) setRelay(m *protocol.Relay) {
	c.relay = m
	for _, p := range c.pairs {
		if p.Conn == nil || p.IsClosed {
			continue
		}
		p.Conn.SetServers(c.iceServers())
		if p.IsInitiator && p.IsReachable() && p.Conn.Route() != rtc.Direct && p.Build != nil &&
			p.Build.Client == protocol.ClientNative {
			p.Conn.RestartICE()
		}
	}
	c.startPairs()
}

// startPairs waits for the relay: a pair that gathers too early would have no relayed candidates.
func (c *Call) startPairs() {
	if c.relay == nil || !c.isAdmitted() {
		return
	}
	for _, p := range c.pairs {
		if p.IsMember {
			p.StartConnection(c.iceServers())
		}
	}
}

func (c *Call) iceServers() []webrtc.ICEServer {
	var urls []string
	for _, u := range c.relay.URLs {
		transport := c.options.RelayTransport
		if protocol.MayServe(u, c.link.Origin) && (transport == "" || transportOf(u) == transport) {
			urls = append(urls, u)
		}
	}
	if urls == nil {
		return nil
	}
	return []webrtc.ICEServer{{URLs: urls, Username: c.relay.Username,
		Credential: c.relay.Credential}}
}

// transportOf returns "udp", "tcp" or "tls" (RFC 7065).
func transportOf(url string) string {
	if strings.HasPrefix(url, "turns:") {
		return "tls"
	}
	if _, transport, ok := strings.Cut(url, "?transport="); ok {
		return transport
	}
	return "udp"
}
