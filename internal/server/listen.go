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
func (s *Server) loadTLS(log *slog.Logger) (*tls.Config, error) {
	if !s.config.HasTLS() {
		return nil, nil
	}
	files, err := certificate.Open(s.config.CertFile, s.config.KeyFile, log)
	if err != nil {
		return nil, err
	}
	s.certificateEnd = files.NotAfter()
	return certificate.ServerConfig(files.GetCertificate), nil
}

// openSockets opens the sockets: one number for everything, or another for the relay. Their
// connections are counted together.
func (s *Server) openSockets(config *tls.Config,
	log *slog.Logger) (web *listen.Muxed, udp []net.PacketConn, stun []net.Listener, err error) {
	host, port := s.config.RelayEndpoint()
	tcp, udp, err := listen.TCPAndUDP(host, port)
	if err != nil {
		return nil, nil, nil, err
	}
	s.gate = newGate(s.config.TrustedProxy, log)
	relay := listen.NewMuxed(s.gate.Listen(tcp), config)
	s.closers = append(s.closers, relay.Close)
	s.port, s.relayPort = listen.PortOf(tcp), listen.PortOf(tcp)
	if !s.config.OwnRelay {
		return relay, udp, relay.STUN, nil
	}
	if tcp, err = listen.TCP(s.config.Host, s.config.Port); err != nil {
		return nil, nil, nil, errors.Join(err, listen.CloseAll(udp))
	}
	web = listen.NewMuxed(s.gate.Listen(tcp), config)
	s.closers = append(s.closers, web.Close)
	s.port = listen.PortOf(tcp)
	relay.CloseHTTP()
	web.CloseSTUN()
	return web, udp, relay.STUN, nil
}
