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
func (s *Server) Announce(w io.Writer) error {
	create := "by whoever opens this address"
	switch {
	case s.config.CreateMode == config.CreateWithToken:
		create = "by whoever has a creator link: einmal creator makes them"
	case s.config.CreateMode == config.CreateOpen:
		create = "by everybody, for about a second of work"
	case !s.config.MayCreate(s.public):
		create = "by nobody: -create token lets creators, -create open everybody, and a server " +
			"on a loopback address who is there"
	}
	_, err := fmt.Fprintf(w, `einmal is ready: %s
  page, signalling   TCP %s %s
  relay              %s
  data               %s
  rooms              can be created %s
`, s.public, s.Address(), s.aboutTLS(), s.aboutRelay(), storedIn(s.config), create)
	if err == nil && s.metrics != nil {
		_, err = fmt.Fprintf(w, "  counts             http://%s/metrics\n", s.metrics)
	}
	if incident := s.config.IncidentAt(time.Now()); err == nil && incident.Reason != "" {
		_, err = fmt.Fprintf(w, "  log                debug until %s UTC; everybody in a call is "+
			"told\n", incident.Until.Format(time.DateTime))
	}
	return err
}

func (s *Server) aboutTLS() string {
	switch {
	case s.waitsForCertificate():
		return "with TLS, once " + s.config.ACME.Authority() + " has given a certificate"
	case s.config.HasTLS():
		return "with TLS, the certificate is good until " +
			s.certificate.NotAfter().UTC().Format(time.DateTime) + " UTC"
	case s.public.Scheme == "https":
		return "without TLS: a proxy in front has to speak it"
	}
	return "without TLS, which this machine does not need"
}

func (s *Server) aboutRelay() string {
	host, _ := s.config.RelayEndpoint()
	transports := "UDP and TCP"
	if s.config.HasTLS() {
		transports = "UDP, TCP and TLS"
	}
	text := fmt.Sprintf("%s %s, its candidates carry %s", transports,
		net.JoinHostPort(host, strconv.Itoa(s.relayPort)), s.config.RelayAddress)
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() && !s.public.IsLoopback() {
		text += "; nobody else reaches it there: see -relay-listen"
	}
	if s.config.RelayURLs != "" {
		text += "; others at " + strings.ReplaceAll(s.config.RelayURLs, ",", " ")
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
