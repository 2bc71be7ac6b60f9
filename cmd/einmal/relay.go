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

	"einmal/internal/cli"
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
	listen, address, secret, cert, key string
	quotas                             quotaFlags
}

func newRelayFlags(set *flag.FlagSet) *relayFlags {
	f := &relayFlags{}
	set.StringVar(&f.listen, "listen", ":3478",
		"listen on `IP:PORT` for UDP, TCP and TLS")
	set.StringVar(&f.secret, "secret-file", "",
		"share the secret in `FILE` with einmal serve")
	set.StringVar(&f.address, "relay-address", "",
		"put `IP` (IPv4) into candidates, another one for every relay")
	set.StringVar(&f.cert, "tls-cert", "", "speak TLS with the certificate and chain in `FILE` "+
		"(PEM)")
	set.StringVar(&f.key, "tls-key", "", "use the private key in `FILE` (PEM) for -tls-cert")
	f.quotas.register(set)
	return f
}

func (f *relayFlags) config() (c relayConfig, err error) {
	c.cert, c.key = f.cert, f.key
	if c.host, c.port, err = parseListen("-listen", f.listen); err != nil {
		return relayConfig{}, err
	}
	if c.address, err = parseRelay(f.address, c.host); err != nil {
		return relayConfig{}, err
	}
	if (c.cert == "") != (c.key == "") {
		return relayConfig{}, cli.Usage("-tls-cert and -tls-key belong together.")
	}
	if c.quotas, err = f.quotas.read(); err != nil {
		return relayConfig{}, err
	}
	if f.secret == "" {
		return relayConfig{}, cli.Usage("-secret-file is missing: einmal serve and this relay " +
			"have " +
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

func setUpRelay(set *flag.FlagSet) cli.Action {
	f := newRelayFlags(set)
	return func(ctx context.Context, i cli.Invocation) error {
		c, err := f.config()
		if err != nil {
			return err
		}
		if i.Getenv("GOGC") == "" {
			debug.SetGCPercent(collectAt)
		}
		return runRelay(ctx, c, i.Out, i.Err)
	}
}

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
