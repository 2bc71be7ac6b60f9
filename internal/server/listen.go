package server

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"sync"

	"einmal/internal/proxyheader"
	"einmal/internal/server/acme"
	"einmal/internal/server/certificate"
	"einmal/internal/server/listen"
)

// loadTLS gives the configuration of TLS, nil without.
func (s *Server) loadTLS(log *slog.Logger) (*tls.Config, error) {
	if !s.config.HasTLS() {
		return nil, nil
	}
	if s.config.ACME.Directory != "" {
		return s.openACME(log)
	}
	files, err := certificate.Open(s.config.CertFile, s.config.KeyFile, log)
	if err != nil {
		return nil, err
	}
	s.certificate = files
	return certificate.ServerConfig(files.GetCertificate), nil
}

func (s *Server) openACME(log *slog.Logger) (*tls.Config, error) {
	c := s.config.ACME
	source, err := acme.Open(acme.Options{Host: s.config.Public.Hostname, Directory: c.Directory,
		Root: c.Root, Profile: c.Profile, Mail: c.Mail, HTTP: c.HTTP, Dir: s.config.DataDir,
		Log: log})
	if err != nil {
		return nil, err
	}
	s.certificate, s.acme = source, source
	config := certificate.ServerConfig(source.GetCertificate)
	config.GetConfigForClient = source.GetConfigForClient
	return config, nil
}

// runACME gets certificates once the port is open on which the authority looks.
func (s *Server) runACME() {
	if s.acme == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { s.acme.Run(ctx) })
	s.closers = append(s.closers, func() error {
		cancel()
		running.Wait()
		return nil
	})
}

// openSockets opens the sockets, or takes those that the service manager has opened.
func (s *Server) openSockets(config *tls.Config,
	log *slog.Logger) (web *listen.Muxed, udp []net.PacketConn, stun []net.Listener, err error) {
	handed, err := listen.TakeHanded()
	if err != nil {
		return nil, nil, nil, err
	}
	defer handed.Close()
	if web, udp, stun, err = s.openPorts(handed, config, log); err != nil {
		return nil, nil, nil, err
	}
	if err := handed.CheckUsed(); err != nil {
		return nil, nil, nil, errors.Join(err, listen.CloseAll(udp))
	}
	return web, udp, stun, nil
}

// openPorts opens one number for everything, or another for the relay. Their connections are
// counted together.
func (s *Server) openPorts(handed *listen.Handed, config *tls.Config,
	log *slog.Logger) (web *listen.Muxed, udp []net.PacketConn, stun []net.Listener, err error) {
	host, port := s.config.RelayEndpoint()
	tcp, udp, err := handed.TCPAndUDP(host, port)
	if err != nil {
		return nil, nil, nil, err
	}
	s.gate = newGate(s.config.TrustedProxy, log)
	relay := listen.NewMuxed(s.gate.Listen(s.behindBalancer(tcp, log)), config)
	s.closers = append(s.closers, relay.Close)
	s.ports = append(s.ports, relay)
	s.port, s.relayPort = listen.PortOf(tcp), listen.PortOf(tcp)
	if !s.config.OwnRelay {
		return relay, udp, relay.STUN, nil
	}
	if tcp, err = handed.TCP(s.config.Host, s.config.Port); err != nil {
		return nil, nil, nil, errors.Join(err, listen.CloseAll(udp))
	}
	web = listen.NewMuxed(s.gate.Listen(s.behindBalancer(tcp, log)), config)
	s.closers = append(s.closers, web.Close)
	s.ports = append(s.ports, web)
	s.port = listen.PortOf(tcp)
	relay.CloseHTTP()
	web.CloseSTUN()
	return web, udp, relay.STUN, nil
}

// behindBalancer gives connections under the addresses of the clients, if a balancer says these.
func (s *Server) behindBalancer(tcp net.Listener, log *slog.Logger) net.Listener {
	if !s.config.Balancer.IsValid() {
		return tcp
	}
	return proxyheader.NewListener(tcp, s.config.Balancer, log)
}
