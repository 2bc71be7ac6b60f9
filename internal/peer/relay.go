package peer

import (
	"strings"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"

	"github.com/pion/webrtc/v4"
)

// setRelay takes what the server gives for the relay, for the first time or anew. An allocation
// ends with the credentials it was made with, so renewed ones have to be used before: relayed pairs
// look for a new way at once. One end does it for both: the later one, or the browser if there is
// one.
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

// startPairs waits for the relay: a pair that gathers too early would have no way but the direct
// one.
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

// transportOf gives "udp", "tcp" or "tls" (RFC 7065).
func transportOf(url string) string {
	if strings.HasPrefix(url, "turns:") {
		return "tls"
	}
	if _, transport, ok := strings.Cut(url, "?transport="); ok {
		return transport
	}
	return "udp"
}
