// Package router decides who answers an HTTP request: the signalling, the web client, the pages of
// text, or a pointer to the public address.
package router

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"einmal/internal/lookback"
	"einmal/internal/origin"
	"einmal/signal"
)

// Router decides who answers a request: the signalling, the web client, the pages of text, or a
// pointer to the public address.
type Router struct {
	Public       origin.Origin
	TrustedProxy netip.Prefix // see clientAddress
	Client       Client
	Pages        *Pages
	Signalling   *signal.Hub
	Log          *slog.Logger
	LookBack     http.Handler // looks at whoever asks for it; nil: nobody does
	Phone        http.Handler // carries to a telephone gateway; nil: there is none
	// Waits says whether there is no certificate yet; nil: there is, or none is needed.
	Waits func() bool

	logged sync.Map // codes of faults
}

// Client is the web client: the page, and the files that it names.
type Client interface {
	http.Handler
	Has(path string) bool
}

// hstsValue is how long a browser keeps to https once it has seen it (RFC 6797): a year, as is
// usual, since a public server has nothing to show without TLS.
const hstsValue = "max-age=31536000"

func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer rt.recoverPanic()
	// Not for localhost, whose other ports are other people's work and may well be without TLS.
	if rt.Public.Scheme == "https" && !rt.Public.IsLoopback() {
		w.Header().Set("Strict-Transport-Security", hstsValue)
	}
	switch {
	case r.URL.Path == "/signal" && lacksUpgrade(r):
		rt.answerFault(w, r, noUpgrade)
	case r.URL.Path == "/signal": // judges the Origin header, which says more than Host
		r.RemoteAddr = clientAddress(r, rt.TrustedProxy)
		rt.Signalling.ServeHTTP(w, r)
	case !rt.Public.IsHost(r.Host):
		rt.redirect(w, r, "bad-host", badHost)
	case rt.hidesClients(r):
		rt.answerFault(w, r, noForwardedFor)
	case rt.LookBack != nil && r.URL.Path == lookback.Path:
		r.RemoteAddr = clientAddress(r, rt.TrustedProxy)
		rt.LookBack.ServeHTTP(w, r)
	case rt.Phone != nil && r.URL.Path == PhonePath:
		r.RemoteAddr = clientAddress(r, rt.TrustedProxy)
		rt.Phone.ServeHTTP(w, r)
	case rt.Pages.has(r.URL.Path), !rt.Client.Has(r.URL.Path) && isOthersFile(r):
		rt.Pages.ServeHTTP(w, r)
	default:
		rt.Client.ServeHTTP(w, r)
	}
}

// ServeInsecure answers every request that came without TLS to a server that has TLS.
func (rt *Router) ServeInsecure(w http.ResponseWriter, r *http.Request) {
	defer rt.recoverPanic()
	if rt.Waits != nil && rt.Waits() {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Retry-After", "30")
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, pending)
		return
	}
	rt.redirect(w, r, "bad-scheme", badScheme)
}

// pending is all that there is before the first certificate: over TLS nobody gets in.
const pending = "certificate-pending: This server has no certificate yet; it is getting one. " +
	"If this does not change within minutes, its log says why.\n" +
	"certificate-pending: Dieser Server hat noch kein Zertifikat; er besorgt sich eines. " +
	"Ändert sich das nicht in einigen Minuten, steht der Grund in seinem Protokoll.\n"

// redirectedQuery is the query of a browser that was sent to the public address before. If that
// does not lead here under its own name, another redirect would come back in the same way, for
// ever.
const redirectedQuery = "redirected"

// What a proxy in front does wrong then, for the operator, and in the languages of the page.
const (
	badHost = "bad-host: %s was asked for, but another name arrived here: " +
		"the proxy in front of this server must pass the Host header on.\n" +
		"bad-host: %[1]s wurde aufgerufen, hier kam aber ein anderer Name an: " +
		"Der Proxy vor diesem Server muss den Host-Header weitergeben.\n"
	badScheme = "bad-scheme: %s was asked for, but without TLS: " +
		"the proxy in front of this server, which has a certificate, must connect by https.\n" +
		"bad-scheme: %[1]s wurde aufgerufen, aber ohne TLS: " +
		"Der Proxy vor diesem Server, der ein Zertifikat hat, muss https sprechen.\n"
)

// redirect sends a browser to the public address, once. The fragment, which holds the link,
// survives that (RFC 9110, 10.2.2). No other name ever shows the page, so a name that an attacker
// points here (DNS rebinding) gets nowhere.
func (rt *Router) redirect(w http.ResponseWriter, r *http.Request, code, again string) {
	path := r.URL.EscapedPath()
	if !strings.HasPrefix(path, "/") { // OPTIONS *
		path = "/"
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store") // the public address may change
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if r.URL.RawQuery == redirectedQuery {
		w.WriteHeader(http.StatusMisdirectedRequest)
		fmt.Fprintf(w, again, rt.Public)
		rt.logFault(r, code)
		return
	}
	h.Set("Location", rt.Public.String()+path+"?"+redirectedQuery)
	w.WriteHeader(http.StatusPermanentRedirect)
	fmt.Fprintf(w, "other-host: This server lives at %s.\n", rt.Public)
}

// recoverPanic logs a panic without what it says, which may be private, and ends the connection.
// net/http would do the same in silence, since its own log names the client's address and goes
// nowhere.
func (rt *Router) recoverPanic() {
	if p := recover(); p != nil {
		if p != http.ErrAbortHandler {
			rt.Log.Error("an HTTP handler panicked", "code", "internal")
		}
		panic(http.ErrAbortHandler)
	}
}
