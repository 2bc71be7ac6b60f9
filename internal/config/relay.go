package config

import (
	"flag"
	"net/netip"

	"einmal/internal/cli"
	"einmal/turnserver"
)

// RelayConfig is what relay was told, checked.
type RelayConfig struct {
	Host              string
	Port              uint16
	Address           netip.Addr // what relayed candidates carry
	Secret            string
	CertFile, KeyFile string
	Quotas            turnserver.Quotas
}

// RelayFlags holds the flags of relay as they were given.
type RelayFlags struct {
	listen, address, secret, cert, key string
	quotas                             quotaFlags
}

// NewRelayFlags registers the flags of relay.
func NewRelayFlags(set *flag.FlagSet) *RelayFlags {
	f := &RelayFlags{}
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

// Check gives the configuration that the flags describe. Errors are for people.
func (f *RelayFlags) Check() (c RelayConfig, err error) {
	c.CertFile, c.KeyFile = f.cert, f.key
	if c.Host, c.Port, err = parseListen("-listen", f.listen); err != nil {
		return RelayConfig{}, err
	}
	if c.Address, err = parseRelay(f.address, c.Host); err != nil {
		return RelayConfig{}, err
	}
	if (c.CertFile == "") != (c.KeyFile == "") {
		return RelayConfig{}, cli.Usage("-tls-cert and -tls-key belong together.")
	}
	if c.Quotas, err = f.quotas.checkQuotas(); err != nil {
		return RelayConfig{}, err
	}
	if f.secret == "" {
		return RelayConfig{}, cli.Usage("-secret-file is missing: einmal serve and this relay " +
			"have to share a secret.")
	}
	c.Secret, err = readSecret("-secret-file", f.secret)
	return c, err
}
