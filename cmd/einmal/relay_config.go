package main

import (
	"flag"
	"net/netip"

	"einmal/internal/cli"
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
