package acme

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mholt/acmez/v3/acme"

	"einmal/internal/gate"
)

// errForeign ends a handshake of the kind that authorities make, about a name that nobody is asked
// about.
var errForeign = errors.New("no certificate is being ordered for this name")

// handshakes answers the looks of an authority by TLS (RFC 8737). They come several times and from
// several places, so that the answer stays until the order is over.
type handshakes struct {
	mu      sync.Mutex
	answers map[string]*tls.Certificate // by server name
}

func (h *handshakes) Present(_ context.Context, c acme.Challenge) error {
	answer, err := answerCertificate(c)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.answers == nil {
		h.answers = make(map[string]*tls.Certificate)
	}
	h.answers[serverName(c.Identifier.Value)] = answer
	return nil
}

func (h *handshakes) CleanUp(_ context.Context, c acme.Challenge) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.answers, serverName(c.Identifier.Value))
	return nil
}

// configFor: who offers this protocol and no other is the authority. Nobody else may agree on it
// (RFC 8737, section 4), so it is not among the usual ones.
func (h *handshakes) configFor(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	if !slices.Equal(hello.SupportedProtos, []string{tlsProtocol}) {
		return nil, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	answer := h.answers[strings.ToLower(hello.ServerName)]
	if answer == nil {
		return nil, errForeign
	}
	return &tls.Config{
		MinVersion:             tls.VersionTLS12,
		NextProtos:             []string{tlsProtocol},
		Certificates:           []tls.Certificate{*answer},
		SessionTicketsDisabled: true,
	}, nil
}

// serverName is what an authority says in its handshake: an address stands there as in the reverse
// zone of the DNS (RFC 8738, section 6).
func serverName(host string) string {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return strings.ToLower(host)
	}
	var labels []string
	if ip.Is4() {
		for _, b := range ip.As4() {
			labels = append(labels, strconv.Itoa(int(b)))
		}
		slices.Reverse(labels)
		return strings.Join(labels, ".") + ".in-addr.arpa"
	}
	for _, b := range ip.As16() {
		labels = append(labels, strconv.FormatUint(uint64(b>>4), 16),
			strconv.FormatUint(uint64(b&15), 16))
	}
	slices.Reverse(labels)
	return strings.Join(labels, ".") + ".ip6.arpa"
}

// mostLooks are the connections on the port for HTTP: authorities look from a handful of places.
const mostLooks = 64

// webSolver answers the look of an authority by HTTP (RFC 8555, section 8.3), on a port that is open
// for as long as that.
type webSolver struct {
	address string

	mu     sync.Mutex
	server *http.Server
}

func (w *webSolver) Present(_ context.Context, c acme.Challenge) error {
	listener, err := net.Listen("tcp", w.address)
	if err != nil {
		return errHTTPPort
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.server = &http.Server{
		Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != c.HTTP01ResourcePath() {
				http.Error(rw, "not-found: There is nothing at this address.", http.StatusNotFound)
				return
			}
			rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
			io.WriteString(rw, c.KeyAuthorization)
		}),
		ReadTimeout:    10 * time.Second,
		WriteTimeout:   10 * time.Second,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	server := w.server
	few := gate.New(gate.Config{Most: mostLooks, MostLoose: mostLooks})
	go server.Serve(few.Listen(listener)) // ends with CleanUp
	return nil
}

func (w *webSolver) CleanUp(context.Context, acme.Challenge) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.server == nil {
		return nil
	}
	err := w.server.Close()
	w.server = nil
	return err
}
