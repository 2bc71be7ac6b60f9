package main

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
)

// loadTLS gives the configuration of TLS, nil without.
func (n *Server) loadTLS(log *slog.Logger) (*tls.Config, error) {
	if !n.config.HasTLS() {
		return nil, nil
	}
	files, err := openCertificate(n.config.CertFile, n.config.KeyFile, log)
	if err != nil {
		return nil, err
	}
	n.certificateEnd = files.notAfter()
	return serverTLSConfig(files.GetCertificate), nil
}

// openSockets opens the sockets: one number for everything, or another for the relay. Their
// connections are counted together.
func (n *Server) openSockets(config *tls.Config,
	log *slog.Logger) (web *MuxedListener, udp []net.PacketConn, stun []net.Listener, err error) {
	host, port := n.config.RelayEndpoint()
	tcp, udp, err := TCPAndUDP(host, port)
	if err != nil {
		return nil, nil, nil, err
	}
	n.gate = newGate(n.config.TrustedProxy, log)
	relay := NewMuxedListener(n.gate.Listen(tcp), config)
	n.closers = append(n.closers, relay.Close)
	n.port, n.relayPort = portOf(tcp), portOf(tcp)
	if !n.config.OwnRelay {
		return relay, udp, relay.STUN, nil
	}
	if tcp, err = TCP(n.config.Host, n.config.Port); err != nil {
		return nil, nil, nil, errors.Join(err, CloseAll(udp))
	}
	web = NewMuxedListener(n.gate.Listen(tcp), config)
	n.closers = append(n.closers, web.Close)
	n.port = portOf(tcp)
	relay.CloseHTTP()
	web.CloseSTUN()
	return web, udp, relay.STUN, nil
}
