package main

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// announce says what is served where.
func (n *node) announce(w io.Writer) error {
	address := net.JoinHostPort(n.config.host, strconv.Itoa(n.port))
	create := "by whoever opens this address"
	switch {
	case n.config.create == whoCreators:
		create = "by whoever has a creator link: einmal creator makes them"
	case n.config.create == whoEverybody:
		create = "by everybody, for about a second of work"
	case !n.config.mayCreate(n.public):
		create = "by nobody: -create token lets creators, -create open everybody, and a server " +
			"on a loopback address who is there"
	}
	_, err := fmt.Fprintf(w, `einmal is ready: %s
  page, signalling   TCP %s %s
  relay              %s
  data               %s
  rooms              can be created %s
`, n.public, address, n.aboutTLS(), n.aboutRelay(), n.config.storedIn(), create)
	if err == nil && n.metrics != nil {
		_, err = fmt.Fprintf(w, "  counts             http://%s/metrics\n", n.metrics)
	}
	if incident := n.config.incidentAt(time.Now()); err == nil && incident.Reason != "" {
		_, err = fmt.Fprintf(w, "  log                debug until %s UTC; everybody in a call is "+
			"told\n", incident.Until.Format(time.DateTime))
	}
	return err
}

func (n *node) aboutTLS() string {
	switch {
	case n.config.hasTLS():
		return "with TLS, the certificate is good until " + n.until.UTC().Format(time.DateTime) +
			" UTC"
	case n.public.scheme == "https":
		return "without TLS: a proxy in front has to speak it"
	}
	return "without TLS, which this machine does not need"
}

func (n *node) aboutRelay() string {
	host, _ := n.config.relayAt()
	transports := "UDP and TCP"
	if n.config.hasTLS() {
		transports = "UDP, TCP and TLS"
	}
	text := fmt.Sprintf("%s %s, its candidates carry %s", transports,
		net.JoinHostPort(host, strconv.Itoa(n.relayPort)), n.config.relay)
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() && !n.public.isLoopback() {
		text += "; nobody else reaches it there: see -relay-listen"
	}
	if n.config.relays != "" {
		text += "; others at " + strings.ReplaceAll(n.config.relays, ",", " ")
	}
	return text
}

// storedIn says where rooms are, for announce.
func (c config) storedIn() string {
	if c.memory {
		return "in memory: rooms end with this process"
	}
	return c.data
}
