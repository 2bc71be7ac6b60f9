package config

import (
	"flag"
	"net/netip"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/origin"
	"einmal/turnserver"
)

// RelayConfig is what relay was told, checked.
type RelayConfig struct {
	Host              string
	Port              uint16
	Address           netip.Addr // what relayed candidates carry
	Secret            string
	CertFile, KeyFile string
	ACME              ACME
	Name              origin.Origin // that the certificate of ACME is for
	DataDir           string        // where that is kept
	Quotas            turnserver.Quotas
}

// RelayFlags holds the flags of relay as they were given.
type RelayFlags struct {
	listen, address, secret, cert, key string
	name, data                         string
	acme                               acmeFlags
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
	f.acme.register(set)
	set.StringVar(&f.name, "acme-name", "",
		"get it for `NAME`, or the address, by which people reach this relay")
	set.StringVar(&f.data, "data", "", "keep the certificate of -acme and its keys in `DIR`")
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
	if err = f.fillACME(&c); err != nil {
		return RelayConfig{}, err
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

// fillACME decides whether the certificate comes from an authority: only where that is said, since a
// relay does without TLS.
func (f *RelayFlags) fillACME(c *RelayConfig) (err error) {
	switch {
	case !f.acme.on.on && (f.acme.ACME != (ACME{}) || f.name != "" || f.data != ""):
		return cli.Usage("-acme is missing: the other flags about certificates, and -data, belong " +
			"to it.")
	case !f.acme.on.on:
		return nil
	case f.cert != "":
		return cli.Usage("-acme and -tls-cert do not go together: either the relay gets its " +
			"certificate, or it has one.")
	case f.name == "":
		return cli.Usage("-acme-name is missing: the name, or the address, that the certificate " +
			"is for.")
	case f.data == "":
		return cli.Usage("-data is missing: the directory for the certificate of -acme.")
	}
	if ip, err := netip.ParseAddr(f.name); err == nil {
		c.Name = origin.New("https", ip.Unmap().String(), "")
	} else if c.Name, err = origin.Parse("-acme-name", "https://"+f.name); err != nil ||
		c.Name.Host() != strings.ToLower(f.name) {
		return cli.Usage("-acme-name wants a name such as relay.example, or an address, not %q.",
			f.name)
	}
	if f.acme.Directory == "" && c.Name.IsLoopback() {
		return cli.Usage("-acme cannot get a certificate for %s, which the authority does not "+
			"reach.", c.Name.Hostname)
	}
	c.DataDir = f.data
	return f.acme.checkAuthority(&c.ACME)
}
