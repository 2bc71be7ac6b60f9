package server

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"einmal/internal/config"
)

// Announce says what is served where.
func (n *Server) Announce(w io.Writer) error {
	address := net.JoinHostPort(n.config.Host, strconv.Itoa(n.port))
	create := "by whoever opens this address"
	switch {
	case n.config.Create == config.CreateWithToken:
		create = "by whoever has a creator link: einmal creator makes them"
	case n.config.Create == config.CreateOpen:
		create = "by everybody, for about a second of work"
	case !n.config.MayCreate(n.public):
		create = "by nobody: -create token lets creators, -create open everybody, and a server " +
			"on a loopback address who is there"
	}
	_, err := fmt.Fprintf(w, `einmal is ready: %s
  page, signalling   TCP %s %s
  relay              %s
  data               %s
  rooms              can be created %s
`, n.public, address, n.aboutTLS(), n.aboutRelay(), storedIn(n.config), create)
	if err == nil && n.metrics != nil {
		_, err = fmt.Fprintf(w, "  counts             http://%s/metrics\n", n.metrics)
	}
	if incident := n.config.IncidentAt(time.Now()); err == nil && incident.Reason != "" {
		_, err = fmt.Fprintf(w, "  log                debug until %s UTC; everybody in a call is "+
			"told\n", incident.Until.Format(time.DateTime))
	}
	return err
}

func (n *Server) aboutTLS() string {
	switch {
	case n.config.HasTLS():
		return "with TLS, the certificate is good until " +
			n.certificateEnd.UTC().Format(time.DateTime) +
			" UTC"
	case n.public.Scheme == "https":
		return "without TLS: a proxy in front has to speak it"
	}
	return "without TLS, which this machine does not need"
}

func (n *Server) aboutRelay() string {
	host, _ := n.config.RelayEndpoint()
	transports := "UDP and TCP"
	if n.config.HasTLS() {
		transports = "UDP, TCP and TLS"
	}
	text := fmt.Sprintf("%s %s, its candidates carry %s", transports,
		net.JoinHostPort(host, strconv.Itoa(n.relayPort)), n.config.RelayAddress)
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() && !n.public.IsLoopback() {
		text += "; nobody else reaches it there: see -relay-listen"
	}
	if n.config.RelayURLs != "" {
		text += "; others at " + strings.ReplaceAll(n.config.RelayURLs, ",", " ")
	}
	return text
}

// storedIn says where rooms are, for announce.
func storedIn(c config.Config) string {
	if c.InMemory {
		return "in memory: rooms end with this process"
	}
	return c.DataDir
}
