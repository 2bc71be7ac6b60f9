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
	n := &Server{config: config.Config{CertFile: c.CertFile, KeyFile: c.KeyFile}}
	defer func() { err = errors.Join(err, n.Close()) }()
	if err := n.openRelay(c, slog.New(logging.NewHandler(stderr, slog.LevelInfo))); err != nil {
		return err
	}
	transports := "UDP and TCP"
	if c.CertFile != "" {
		transports = "UDP, TCP and TLS"
	}
	_, err = fmt.Fprintf(stdout, "einmal relay is ready: %s %s, its candidates carry %s\n",
		transports, net.JoinHostPort(c.Host, strconv.Itoa(n.relayPort)), c.Address)
	if err == nil {
		<-ctx.Done()
	}
	return err
}

func (n *Server) openRelay(c config.RelayConfig, log *slog.Logger) error {
	tls, err := n.loadTLS(log)
	if err != nil {
		return err
	}
	tcp, udp, err := listen.TCPAndUDP(c.Host, c.Port)
	if err != nil {
		return err
	}
	n.gate = newGate(netip.Prefix{}, log)
	d := listen.NewMuxed(n.gate.Listen(tcp), tls)
	d.CloseHTTP()
	n.closers = append(n.closers, d.Close)
	n.relayPort = listen.PortOf(tcp)
	s, err := turnserver.New(turnserver.Config{
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
	n.closers = append(n.closers, s.Close)
	return nil
}
