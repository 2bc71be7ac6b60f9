package main

import "einmal/internal/cli"

// relayAt is where the relay listens.
func (c config) relayAt() (host string, port uint16) {
	if c.ownRelay {
		return c.relayHost, c.relayPort
	}
	return c.host, c.port
}

// hasTLS says whether this server speaks TLS itself.
func (c config) hasTLS() bool { return c.cert != "" }

// scheme of the default public address.
func (c config) scheme() string {
	if c.hasTLS() {
		return "https"
	}
	return "http"
}

// setTLS takes the files and looks whether the public address fits. There are three ways: http on
// this machine, https with files, and https without, where a proxy in front speaks TLS. That proxy
// has the public port, so we have another.
func (c *config) setTLS(cert, key string) error {
	switch c.cert, c.key = cert, key; {
	case cert != "" && key == "":
		return cli.Usage("-tls-key is missing: it belongs to -tls-cert.")
	case cert == "" && key != "":
		return cli.Usage("-tls-cert is missing: it belongs to -tls-key.")
	case cert != "" && c.public.scheme == "http":
		return cli.Usage("-public-url has to begin with https://, since there is -tls-cert.")
	case cert == "" && c.public.scheme == "https" && c.port != 0 && c.public.portNumber() == c.port:
		return cli.Usage("-tls-cert and -tls-key are missing: browsers will speak TLS to port "+
			"%d. If "+
			"a proxy in front does that, let "+
			"-listen take another port.", c.port)
	}
	return nil
}
