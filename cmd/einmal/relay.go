package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"runtime/debug"
	"strconv"

	"einmal/internal/gate"
	"einmal/turnserver"
)

// relayConfig is what relay was told, checked.
type relayConfig struct {
	host      string
	port      uint16
	address   netip.Addr // what relayed candidates carry
	secret    string
	cert, key string
	quotas    turnserver.Quotas
}

// relayFlags holds the flags of relay as they were given.
type relayFlags struct {
	set                                *flag.FlagSet
	listen, address, secret, cert, key string
	quotas                             quotaFlags
}

func newRelayFlags() *relayFlags {
	f := &relayFlags{set: flag.NewFlagSet("relay", flag.ContinueOnError)}
	f.set.SetOutput(io.Discard)
	f.set.StringVar(&f.listen, "listen", ":3478",
		"`IP:PORT` for UDP, TCP and, with -tls-cert, TLS. By default the port that RFC 8656 has "+
			"for TURN, on all addresses.")
	f.set.StringVar(&f.secret, "secret-file", "",
		"`FILE` with the secret shared with einmal serve, at least 16 characters. There is no "+
			"default: a secret that others know is none.")
	f.set.StringVar(&f.address, "relay-address", "",
		"`IP` that relayed candidates carry, IPv4, another one for every relay. By default that "+
			"of -listen; it has to be given if "+
			"that is all addresses or IPv6. Nothing is ever sent to it.")
	f.set.StringVar(&f.cert, "tls-cert", "", "`FILE` with the certificate and its chain (PEM) "+
		"for turns. By default none. A new file is taken up at once.")
	f.set.StringVar(&f.key, "tls-key", "", "`FILE` with the private key of -tls-cert (PEM).")
	f.quotas.register(f.set)
	return f
}

func (f *relayFlags) config(args []string, getenv func(string) string) (c relayConfig, err error) {
	if err := parseFlags(f.set, args, getenv); err != nil {
		return relayConfig{}, err
	}
	c.cert, c.key = f.cert, f.key
	if c.host, c.port, err = parseListen("-listen", f.listen); err != nil {
		return relayConfig{}, err
	}
	if c.address, err = parseRelay(f.address, c.host); err != nil {
		return relayConfig{}, err
	}
	if (c.cert == "") != (c.key == "") {
		return relayConfig{}, usage("-tls-cert and -tls-key belong together.")
	}
	if c.quotas, err = f.quotas.read(); err != nil {
		return relayConfig{}, err
	}
	if f.secret == "" {
		return relayConfig{}, usage("-secret-file is missing: einmal serve and this relay have " +
			"to share a secret.")
	}
	c.secret, err = readSecret("-secret-file", f.secret)
	return c, err
}

// collectAt is how much of a relay's memory, in percent, may be garbage before it is collected, in
// place of the runtime's 100. Only clients that come make any, and packets none: with 1,000 of them
// over TCP or TLS an eighth less memory is taken, and no time that could be measured. With less
// than 50 the first collection comes so early that at a few clients it takes more than it frees.
const collectAt = 50

// runRelay is a relay alone, for a machine near the users. It knows no room, only the secret.
func runRelay(ctx context.Context, args []string, getenv func(string) string, stdout,
	stderr io.Writer) (err error) {
	c, err := newRelayFlags().config(args, getenv)
	switch {
	case err == errHelp:
		return help(stdout)
	case err != nil:
		return err
	}
	if getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
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
