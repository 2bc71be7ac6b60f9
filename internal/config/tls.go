package config

import "einmal/internal/cli"

// RelayEndpoint is where the relay listens.
func (c Config) RelayEndpoint() (host string, port uint16) {
	if c.OwnRelay {
		return c.RelayHost, c.RelayPort
	}
	return c.Host, c.Port
}

// HasTLS says whether this server speaks TLS itself.
func (c Config) HasTLS() bool { return c.CertFile != "" || c.ACME.Directory != "" }

// Scheme of the default public address.
func (c Config) Scheme() string {
	if c.HasTLS() {
		return "https"
	}
	return "http"
}

// setTLS takes the files and looks whether the public address fits. There are four ways: http on
// this machine, https with files or with a certificate of an authority, and https without, where a
// proxy in front speaks TLS. That proxy has the public port, so we have another.
func (c *Config) setTLS(cert, key string) error {
	switch c.CertFile, c.KeyFile = cert, key; {
	case cert != "" && key == "":
		return cli.Usage("-tls-key is missing: it belongs to -tls-cert.")
	case cert == "" && key != "":
		return cli.Usage("-tls-cert is missing: it belongs to -tls-key.")
	case cert != "" && c.Public.Scheme == "http":
		return cli.Usage("-public-url has to begin with https://, since there is -tls-cert.")
	case !c.HasTLS() && c.Public.Scheme == "https" && c.Port != 0 && c.Public.PortNumber() == c.Port:
		return cli.Usage("-acme, or -tls-cert and -tls-key, are missing: browsers will speak TLS "+
			"to port %d. If a proxy in front does that, let -listen take another port.", c.Port)
	}
	return nil
}
