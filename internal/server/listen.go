package server

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"

	"einmal/internal/server/certificate"
	"einmal/internal/server/listen"
)

// loadTLS gives the configuration of TLS, nil without.
func (n *Server) loadTLS(log *slog.Logger) (*tls.Config, error) {
	if !n.config.HasTLS() {
		return nil, nil
	}
	files, err := certificate.Open(n.config.CertFile, n.config.KeyFile, log)
	if err != nil {
		return nil, err
	}
	n.certificateEnd = files.NotAfter()
	return certificate.ServerConfig(files.GetCertificate), nil
}

// openSockets opens the sockets: one number for everything, or another for the relay. Their
// connections are counted together.
func (n *Server) openSockets(config *tls.Config,
	log *slog.Logger) (web *listen.Muxed, udp []net.PacketConn, stun []net.Listener, err error) {
	host, port := n.config.RelayEndpoint()
	tcp, udp, err := listen.TCPAndUDP(host, port)
	if err != nil {
		return nil, nil, nil, err
	}
	n.gate = newGate(n.config.TrustedProxy, log)
	relay := listen.NewMuxed(n.gate.Listen(tcp), config)
	n.closers = append(n.closers, relay.Close)
	n.port, n.relayPort = listen.PortOf(tcp), listen.PortOf(tcp)
	if !n.config.OwnRelay {
		return relay, udp, relay.STUN, nil
	}
	if tcp, err = listen.TCP(n.config.Host, n.config.Port); err != nil {
		return nil, nil, nil, errors.Join(err, listen.CloseAll(udp))
	}
	web = listen.NewMuxed(n.gate.Listen(tcp), config)
	n.closers = append(n.closers, web.Close)
	n.port = listen.PortOf(tcp)
	relay.CloseHTTP()
	web.CloseSTUN()
	return web, udp, relay.STUN, nil
}
