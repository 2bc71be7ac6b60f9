// Package acme gets the server's certificate from a certificate authority (RFC 8555), and another
// one long before it expires, for a name or for an IP address (RFC 8738).
//
// The authority looks whether this server has the name: by a handshake on the port that everything
// is on (TLS-ALPN-01, RFC 8737), and where that does not get through, by HTTP on port 80.
//
// [Open] reads what is kept and asks nobody; [Source.Run] does the rest. A Source may be used from
// any goroutine.
package acme

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/mholt/acmez/v3/acme"

	"einmal/internal/cli"
)

const (
	// requestTime is how long the authority may take for one answer.
	requestTime = 30 * time.Second
	// orderTime is how long it may take for a certificate.
	orderTime = 5 * time.Minute
)

// Options are what a certificate is for, and who gives it.
type Options struct {
	Host      string // a name, or an IP address
	Directory string // URL of the authority
	Root      string // PEM file with the root of its own certificate; empty: those of the system
	Profile   string // of the certificate, as the authority calls it; empty: what is usual
	Mail      string // for the authority, if it has something to say; or empty
	Dir       string // where account and certificate are kept
	HTTP      string // IP:PORT for a look by HTTP
	Log       *slog.Logger
}

// Source holds the certificate.
type Source struct {
	options   Options
	client    *acme.Client
	store     store
	current   atomic.Pointer[tls.Certificate]
	handshake handshakes
	now       func() time.Time
	inVain    int // looks of the authority, one after the other
	// order gets a certificate and keeps it, window says when the authority wants it renewed; zero:
	// it does not say.
	order  func(context.Context) error
	window func(context.Context, *x509.Certificate) (time.Time, error)
}

// errNone is the end of a handshake before there is a certificate: one that no authority vouches
// for would teach people to look away.
var errNone = errors.New("there is no certificate yet")

// Open reads what is kept. The error is for people.
func Open(o Options) (*Source, error) {
	roots, err := rootsFrom(o.Root)
	if err != nil {
		return nil, err
	}
	s := &Source{options: o, now: time.Now, store: storeIn(o.Dir, o.Directory)}
	s.order, s.window = s.orderCertificate, s.renewalTime
	s.client = &acme.Client{
		Directory: o.Directory,
		UserAgent: "einmal",
		HTTPClient: &http.Client{Timeout: requestTime, Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: requestTime,
			ForceAttemptHTTP2:   true,
			IdleConnTimeout:     time.Minute,
		}},
		PollTimeout: orderTime,
	}
	kept, err := s.store.readCertificate()
	if err != nil {
		return nil, cli.Problemf("acme-storage", "The certificate that is kept in %s cannot be "+
			"read: %v. Move it away to get another one.", s.store.dir, err)
	}
	if kept != nil && s.isFor(kept.Leaf) {
		s.current.Store(kept)
	}
	return s, nil
}

func rootsFrom(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	pool := x509.NewCertPool()
	if err == nil && !pool.AppendCertsFromPEM(text) {
		err = errors.New("there is no certificate in it")
	}
	if err != nil {
		return nil, cli.Problemf("acme-root", "The file of -acme-root cannot be used: %v.", err)
	}
	return pool, nil
}

// isFor says whether a certificate is for this server and still good.
func (s *Source) isFor(leaf *x509.Certificate) bool {
	return leaf.VerifyHostname(s.options.Host) == nil && s.now().Before(leaf.NotAfter)
}

// HasCertificate says whether there is one: before, nobody gets in.
func (s *Source) HasCertificate() bool { return s.current.Load() != nil }

// NotAfter is when the certificate expires; zero without one.
func (s *Source) NotAfter() time.Time {
	if current := s.current.Load(); current != nil {
		return current.Leaf.NotAfter
	}
	return time.Time{}
}

// GetCertificate is for [tls.Config.GetCertificate]: the one certificate for whoever comes, also
// without a name, as clients of TURN do.
func (s *Source) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if current := s.current.Load(); current != nil {
		return current, nil
	}
	return nil, errNone
}

// GetConfigForClient is for [tls.Config.GetConfigForClient]: it answers the authority.
func (s *Source) GetConfigForClient(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	return s.handshake.configFor(hello)
}

// httpAddress is where the authority looks by HTTP.
func (o Options) httpAddress() string {
	if o.HTTP != "" {
		return o.HTTP
	}
	return net.JoinHostPort("", "80")
}
