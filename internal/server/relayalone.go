package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strconv"

	"einmal/internal/config"
	"einmal/internal/gate"
	"einmal/internal/server/listen"
	"einmal/internal/server/logging"
	"einmal/turnserver"
)

// RunRelay is a relay alone, for a machine near the users. It knows no room, only the secret.
func RunRelay(ctx context.Context, c config.RelayConfig, stdout, stderr io.Writer) (err error) {
	s := &Server{config: config.Config{CertFile: c.CertFile, KeyFile: c.KeyFile, ACME: c.ACME,
		Public: c.Name, DataDir: c.DataDir}}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.openRelay(c, slog.New(logging.NewHandler(stderr, slog.LevelInfo))); err != nil {
		return err
	}
	transports := "UDP and TCP"
	if s.waitsForCertificate() {
		transports = "UDP, TCP and, once " + c.ACME.Authority() + " has given a certificate, TLS"
	} else if s.config.HasTLS() {
		transports = "UDP, TCP and TLS"
	}
	_, err = fmt.Fprintf(stdout, "einmal relay is ready: %s %s, its candidates carry %s\n",
		transports, net.JoinHostPort(c.Host, strconv.Itoa(s.relayPort)), c.Address)
	if err == nil {
		<-ctx.Done()
	}
	return err
}

func (s *Server) openRelay(c config.RelayConfig, log *slog.Logger) error {
	tls, err := s.loadTLS(log)
	if err != nil {
		return err
	}
	handed, err := listen.TakeHanded()
	if err != nil {
		return err
	}
	defer handed.Close()
	tcp, udp, err := handed.TCPAndUDP(c.Host, c.Port)
	if err != nil {
		return err
	}
	if err := handed.CheckUsed(); err != nil {
		return errors.Join(err, tcp.Close(), listen.CloseAll(udp))
	}
	s.gate = newGate(netip.Prefix{}, log)
	d := listen.NewMuxed(s.gate.Listen(tcp), tls)
	d.CloseHTTP()
	s.closers = append(s.closers, d.Close)
	s.relayPort = listen.PortOf(tcp)
	relay, err := turnserver.New(turnserver.Config{
		PacketConns: udp,
		Listeners:   d.STUN,
		Address:     c.Address.AsSlice(),
		Secret:      []byte(c.Secret),
		AnyRoom:     true,
		Quotas:      c.Quotas,
		Log:         log,
		Settled:     gate.Settle,
	})
	if err != nil {
		return errors.Join(err, listen.CloseAll(udp))
	}
	s.closers = append(s.closers, relay.Close)
	s.runACME()
	return nil
}
