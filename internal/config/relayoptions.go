package config

import (
	"bytes"
	"flag"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/turnserver"
)

// quotaFlags are the quotas as serve and relay take them.
type quotaFlags struct {
	turnserver.Quotas
	mbits, totalMbits, gigabytes int
}

func (q *quotaFlags) register(set *flag.FlagSet) {
	usual := turnserver.DefaultQuotas()
	set.IntVar(&q.Peer, "quota-peer", usual.Peer,
		"give one person at most `N` relayed addresses")
	set.IntVar(&q.Room, "quota-room", usual.Room, "give one room at most `N` relayed addresses")
	set.IntVar(&q.Source, "quota-source", usual.Source, "give one address (IPv6: /64) at most `N` "+
		"of them")
	set.IntVar(&q.Total, "quota-total", usual.Total, "give at most `N` of them in all, 20 KB of "+
		"memory each")
	set.IntVar(&q.mbits, "quota-bandwidth", int(usual.Bandwidth*8/1e6),
		"relay at most `MBIT` per second for one room")
	set.IntVar(&q.totalMbits, "quota-total-bandwidth", int(usual.TotalBandwidth*8/1e6),
		"relay at most `MBIT` per second in all")
	set.IntVar(&q.gigabytes, "quota-traffic", 0,
		"relay at most `GB` in 24 hours, a tenth per room; 0 is no bound")
}

// checkQuotas checks the flags and gives the quotas.
func (q *quotaFlags) checkQuotas() (turnserver.Quotas, error) {
	for name, n := range map[string]int{"peer": q.Peer, "room": q.Room, "source": q.Source,
		"total": q.Total} {
		if n < 1 || n > turnserver.MostAllocations {
			return turnserver.Quotas{}, cli.Usage("-quota-%s wants a number from 1 to %d, not %d.",
				name, turnserver.MostAllocations, n)
		}
	}
	for name, n := range map[string]int{"bandwidth": q.mbits, "total-bandwidth": q.totalMbits} {
		if n < 1 || n > 100_000 {
			return turnserver.Quotas{}, cli.Usage("-quota-%s wants a number of Mbit/s from 1 to "+
				"100000, not %d.", name, n)
		}
	}
	if q.gigabytes < 0 || q.gigabytes > 1_000_000 {
		return turnserver.Quotas{}, cli.Usage("-quota-traffic wants a number of GB from 0 to "+
			"1000000, not %d.", q.gigabytes)
	}
	q.Bandwidth, q.TotalBandwidth = int64(q.mbits)*1e6/8, int64(q.totalMbits)*1e6/8
	q.Traffic = int64(q.gigabytes) * 1e9
	return q.Quotas, nil
}

// relayOptions are the flags of serve about what its relay allows, and for relays on other
// machines.
type relayOptions struct {
	life       time.Duration
	quotas     quotaFlags
	urls       []string
	secretFile string
}

// mostRelays bounds the URLs of other relays: the protocol has 16 in all, of which up to three are
// our own.
const mostRelays = 13

func (m *relayOptions) register(set *flag.FlagSet) {
	m.quotas.register(set)
	set.DurationVar(&m.life, "relay-life", time.Hour,
		"let relay credentials live for this `TIME`, 10s to 24h")
	set.Func("relay", "hand out the relay at `URL` too; may be repeated, or a comma list",
		func(text string) error {
			for url := range strings.SplitSeq(text, ",") {
				m.urls = append(m.urls, strings.TrimSpace(url))
			}
			return nil
		})
	set.StringVar(&m.secretFile, "relay-secret-file", "",
		"share the secret in `FILE` with the relays of -relay")
}

// Relayed pairs look for a new way within a life, which takes some seconds on a bad network; and
// what is good for more than a day is hardly for one call.
const (
	shortestRelayLife = 10 * time.Second
	longestRelayLife  = 24 * time.Hour
)

// fillConfig checks the flags and puts them into c.
func (m *relayOptions) fillConfig(c *Config) (err error) {
	if c.Quotas, err = m.quotas.checkQuotas(); err != nil {
		return err
	}
	for _, url := range m.urls {
		if turnHost(url) == "" {
			return cli.Usage("-relay wants turn:HOST:PORT or turns:HOST:PORT, perhaps with "+
				"?transport=udp or tcp, not %q.", url)
		}
	}
	c.RelayLife = m.life
	switch {
	case m.life < shortestRelayLife || m.life > longestRelayLife:
		return cli.Usage("-relay-life wants a time from %v to %v, not %v.", shortestRelayLife,
			longestRelayLife, m.life)
	case len(m.urls) > mostRelays:
		return cli.Usage("-relay takes at most %d addresses.", mostRelays)
	case len(m.urls) > 0 && m.secretFile == "":
		return cli.Usage("-relay-secret-file is missing: other relays have to know this server's " +
			"credentials.")
	case len(m.urls) == 0 && m.secretFile != "":
		return cli.Usage("-relay is missing: -relay-secret-file is for relays on other machines.")
	case len(m.urls) == 0:
		return nil
	}
	c.RelayURLs = strings.Join(m.urls, ",")
	c.RelaySecret, err = readSecret("-relay-secret-file", m.secretFile)
	return err
}

// turnHost returns the host of a URI (RFC 7065) with the transports that the relay has, and nothing
// for any other text.
func turnHost(text string) string {
	scheme, rest, _ := strings.Cut(text, ":")
	at, query, asks := strings.Cut(rest, "?")
	udp := query == "transport=udp"
	if scheme != "turn" && (scheme != "turns" || udp) || asks && !udp && query != "transport=tcp" {
		return ""
	}
	host, port, err := net.SplitHostPort(at)
	if err != nil { // no port is 3478 or 5349
		host, port, err = net.SplitHostPort(at + ":1")
	}
	if _, number := strconv.ParseUint(port, 10, 16); err != nil || number != nil ||
		strings.ContainsAny(host, "/@#%| ") {
		return ""
	}
	return host
}

// relayHosts are the hosts of a list of URIs, each once.
func relayHosts(urls string) (hosts []string) {
	for url := range strings.SplitSeq(urls, ",") {
		if host := turnHost(url); host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// shortestSecret is half of what chance gives in base64 with 128 bits, and far more than a word.
const shortestSecret = 16

// readSecret reads a file with a secret and at most one line end.
func readSecret(flag, file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", cli.Problemf("secret-unusable", "The file of %s cannot be read: %v.", flag, err)
	}
	text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	if len(text) < shortestSecret {
		return "", cli.Problemf("secret-unusable", "The file of %s has %d characters; a secret "+
			"needs at least %d, such as openssl rand -base64 32 gives.", flag, len(text),
			shortestSecret)
	}
	return string(text), nil
}
