package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"einmal/internal/config"
	"einmal/internal/origin"
)

// Machine is where facts come from. What is left out is this machine's.
type Machine struct {
	Root      string         // before /proc, /sys and /etc
	Resolver  *net.Resolver  // of names
	Addresses []netip.Addr   // that this machine has, but for loopback
	Roots     *x509.CertPool // that browsers trust
	Clock     ClockState     // whether the clock is kept right
	Systemctl string         // the program of that name
	Peer      string         // the program einmal-peer
	Via       origin.Origin  // another einmal, to be asked how this one looks; zero: nobody is
	// Quiet is for how long a socket has to stay open on which nothing is sent; a little more than
	// the server's own silence.
	Quiet time.Duration
}

// ClockState says who keeps the clock right.
type ClockState string

const (
	clockUnknown ClockState = ""
	// ClockKept and ClockLeft are a clock that is set by others over the network, and one that is
	// left to itself.
	ClockKept ClockState = "kept"
	ClockLeft ClockState = "left"
)

// examination is one look at a server.
type examination struct {
	Machine
	config config.Config
	public origin.Origin
	// runs says whether a server has the data directory or the port; pid is its process, 0 if that
	// is not known.
	runs bool
	pid  int
	// blocked: the ports are not the server's, so what answers there is for nobody to judge.
	blocked bool
}

// path is a file of the machine.
func (m Machine) path(parts ...string) string {
	return filepath.Join(append([]string{"/", m.Root}, parts...)...)
}

// lines are those of a file of the machine; none if it cannot be read.
func (m Machine) lines(parts ...string) []string {
	text, err := os.ReadFile(m.path(parts...))
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimRight(string(text), "\n"), "\n")
}

// process is a file about the server's process.
func (e *examination) process(name string) []string {
	if e.pid == 0 {
		return nil
	}
	return e.lines("proc", strconv.Itoa(e.pid), name)
}

// isBehindProxy says whether somebody else speaks TLS in front of the server.
func (e *examination) isBehindProxy() bool {
	return !e.config.HasTLS() && e.public.Scheme == "https" || e.config.TrustedProxy.IsValid()
}

// addresses are those of the public name.
func (e *examination) addresses(ctx context.Context) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(e.public.Hostname); err == nil {
		return []netip.Addr{ip.Unmap()}, nil
	}
	if e.public.IsLoopback() {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	all, err := e.Resolver.LookupNetIP(ctx, "ip", e.public.Hostname+".")
	for i := range all {
		all[i] = all[i].Unmap()
	}
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all), err
}

// client speaks to the public address.
func (e *examination) client() *http.Client {
	return e.clientThrough((&net.Dialer{Resolver: e.Resolver, Timeout: requestTime}).DialContext)
}

// clientThrough follows no redirect.
func (e *examination) clientThrough(
	dial func(context.Context, string, string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Timeout: requestTime,
		Transport: &http.Transport{
			DialContext: dial, DisableKeepAlives: true,
			TLSClientConfig: &tls.Config{RootCAs: e.Roots, MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

// requestTime is long for one answer.
const requestTime = 10 * time.Second
