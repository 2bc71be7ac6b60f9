package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strconv"

	"einmal/internal/gate"
	"einmal/turnserver"
)

// runRelay is a relay alone, for a machine near the users. It knows no room, only the secret.
func runRelay(ctx context.Context, c relayConfig, stdout, stderr io.Writer) (err error) {
	n := &node{config: config{cert: c.cert, key: c.key}}
	defer func() { err = errors.Join(err, n.close()) }()
	if err := n.openRelay(c, slog.New(newLogHandler(stderr, slog.LevelInfo))); err != nil {
		return err
	}
	transports := "UDP and TCP"
	if c.cert != "" {
		transports = "UDP, TCP and TLS"
	}
	_, err = fmt.Fprintf(stdout, "einmal relay is ready: %s %s, its candidates carry %s\n",
		transports, net.JoinHostPort(c.host, strconv.Itoa(n.relayPort)), c.address)
	if err == nil {
		<-ctx.Done()
	}
	return err
}

func (n *node) openRelay(c relayConfig, log *slog.Logger) error {
	tls, err := n.tls(log)
	if err != nil {
		return err
	}
	tcp, udp, err := listenBoth(c.host, c.port)
	if err != nil {
		return err
	}
	n.gate = newGate(netip.Prefix{}, log)
	d := openDoor(n.gate.Listen(tcp), tls)
	d.onlyRelay()
	n.closes = append(n.closes, d.close)
	n.relayPort = portOf(tcp)
	s, err := turnserver.New(turnserver.Config{
		PacketConns: udp,
		Listeners:   d.stun,
		Address:     c.address.AsSlice(),
		Secret:      []byte(c.secret),
		AnyRoom:     true,
		Quotas:      c.quotas,
		Log:         log,
		Settled:     gate.Settle,
	})
	if err != nil {
		return errors.Join(err, closeUDP(udp))
	}
	n.closes = append(n.closes, s.Close)
	return nil
}
