package server

import (
	"net"
	"strconv"
	"strings"

	"einmal/internal/config"
	"einmal/internal/protocol"
	"einmal/signal"
	"einmal/turnserver"
)

// relay lets the signalling hand out credentials of the relay without knowing it.
func (n *Server) relayForSignal(s *turnserver.Server) signal.Relay {
	urls := n.relayURLs()
	return signal.Relay{
		Credentials: func(room, peer string) signal.Credentials {
			username, password, expires := s.Credentials(room, peer)
			return signal.Credentials{URLs: urls, Username: username, Password: password,
				Expires: expires}
		},
		RemovePeer: s.RemovePeer,
		CloseRoom:  s.CloseRoom,
		Allocations: func(room, peer string) (held []protocol.Allocation) {
			for _, a := range s.Allocations(room, peer) {
				held = append(held, protocol.Allocation{
					Transport: a.Transport, Address: a.Client.String(), Relayed: a.Relayed.String(),
					Until:     a.Expires.Unix(),
					Permitted: a.Permitted, Channels: a.Channels, Sent: a.Sent.Unix(),
				})
			}
			return held
		},
	}
}

// relayURLs is where clients find the relay (RFC 7065), the cheapest way first. Those without TLS
// stay with TLS on: what is relayed is sealed anyway, and a browser that may choose takes what
// comes about first.
func (n *Server) relayURLs() []string {
	host := n.public.Hostname
	if n.public.IsLoopback() { // localhost may mean ::1, where nobody listens
		if host, _ = n.config.RelayEndpoint(); config.IsUnspecified(host) {
			host = "127.0.0.1"
		}
	}
	at := net.JoinHostPort(host, strconv.Itoa(n.relayPort))
	urls := []string{"turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp"}
	// under the name that the certificate is for; Firefox takes none for an IP address
	if n.config.HasTLS() {
		at = net.JoinHostPort(n.public.Hostname, strconv.Itoa(n.relayPort))
		urls = append(urls, "turns:"+at+"?transport=tcp")
	}
	if n.config.RelayURLs != "" {
		// where the same credentials hold
		urls = append(urls, strings.Split(n.config.RelayURLs, ",")...)
	}
	return urls
}
