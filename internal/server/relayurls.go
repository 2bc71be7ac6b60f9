package server

import (
	"crypto/rand"
	"net"
	"strconv"
	"strings"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/config"
	"einmal/internal/protocol"
	"einmal/signal"
	"einmal/turnserver"
)

// relayForSignal lets the signalling hand out credentials of the relay without knowing it.
func (s *Server) relayForSignal(relay *turnserver.Server) signal.Relay {
	urls := s.relayURLs()
	return signal.Relay{
		Credentials: func(room, peer string) signal.Credentials {
			username, password, expires := relay.Credentials(room, peer)
			return signal.Credentials{URLs: urls, Username: username, Password: password,
				Expires: expires}
		},
		RemovePeer:    relay.RemovePeer,
		ReleaseSilent: relay.ReleaseSilent,
		CloseRoom:     relay.CloseRoom,
		Allocations: func(room, peer string) (held []protocol.Allocation) {
			for _, a := range relay.Allocations(room, peer) {
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

// trialTime is enough for some packets, and far less than a call.
const trialTime = time.Minute

// openTrial opens the relay to a room that nobody else is in, for whoever may ask on the control
// socket.
func openTrial(relay *turnserver.Server) adminsocket.RelayAccess {
	room := rand.Text()
	username, password, _ := relay.Credentials(room, room)
	time.AfterFunc(trialTime, func() { relay.CloseRoom(room) })
	return adminsocket.RelayAccess{Username: username, Password: password}
}

// relayURLs is where clients find the relay (RFC 7065), the cheapest way first. Those without TLS
// stay with TLS on: what is relayed is sealed anyway, and a browser that may choose takes what
// comes about first.
func (s *Server) relayURLs() []string {
	host := s.public.Hostname
	if s.public.IsLoopback() { // localhost may mean ::1, where nobody listens
		if host, _ = s.config.RelayEndpoint(); config.IsUnspecified(host) {
			host = "127.0.0.1"
		}
	}
	urls := []string{
		"turn:" + net.JoinHostPort(host, strconv.Itoa(s.relayPort)) + "?transport=udp",
		"turn:" + net.JoinHostPort(host, strconv.Itoa(s.relayTCPPort())) + "?transport=tcp",
	}
	// under the name that the certificate is for; Firefox takes none for an IP address
	if s.config.HasTLS() {
		at := net.JoinHostPort(s.public.Hostname, strconv.Itoa(s.relayTCPPort()))
		urls = append(urls, "turns:"+at+"?transport=tcp")
	}
	if s.config.RelayURLs != "" {
		// where the same credentials hold
		urls = append(urls, strings.Split(s.config.RelayURLs, ",")...)
	}
	return urls
}

// relayTCPPort is where the relay is reached over TCP: on the balancer's port, if there is one.
func (s *Server) relayTCPPort() int {
	if s.config.Balancer.IsValid() && !s.config.OwnRelay {
		return int(s.public.PortNumber())
	}
	return s.relayPort
}
