package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"

	"einmal/signal"
)

// front decides who answers a request: the signalling, the web client, the pages of text, or a
// pointer to the public address.
type front struct {
	public    origin
	proxy     netip.Prefix // see clientAddress
	client    http.Handler
	texts     *pages
	signaling *signal.Hub
	log       *slog.Logger
}

// remembered is how long a browser keeps to https once it has seen it (RFC 6797): a year, as is
// usual, since a public server has nothing to show without TLS.
const remembered = "max-age=31536000"

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer f.recover()
	// Not for localhost, whose other ports are other people's work and may well be without TLS.
	if f.public.scheme == "https" && !f.public.isLoopback() {
		w.Header().Set("Strict-Transport-Security", remembered)
	}
	switch {
	case r.URL.Path == "/signal": // judges the Origin header, which says more than Host
		r.RemoteAddr = clientAddress(r, f.proxy)
		f.signaling.ServeHTTP(w, r)
	case !f.public.isHost(r.Host):
		f.redirect(w, r, badHost)
	case pagePaths[r.URL.Path] != "" || r.URL.Path == threatModelPath:
		f.texts.ServeHTTP(w, r)
	default:
		f.client.ServeHTTP(w, r)
	}
}

// insecure answers who came without TLS where there is TLS, whatever the request.
func (f *front) insecure(w http.ResponseWriter, r *http.Request) {
	defer f.recover()
	f.redirect(w, r, badScheme)
}

// wasSent is the query of a browser that was sent to the public address before. If that does not
// lead here under its own name, another redirect would come back in the same way, for ever.
const wasSent = "redirected"

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
func (f *front) redirect(w http.ResponseWriter, r *http.Request, again string) {
	path := r.URL.EscapedPath()
	if !strings.HasPrefix(path, "/") { // OPTIONS *
		path = "/"
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store") // the public address may change
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if r.URL.RawQuery == wasSent {
		w.WriteHeader(http.StatusMisdirectedRequest)
		fmt.Fprintf(w, again, f.public)
		return
	}
	h.Set("Location", f.public.String()+path+"?"+wasSent)
	w.WriteHeader(http.StatusPermanentRedirect)
	fmt.Fprintf(w, "other-host: This server lives at %s.\n", f.public)
}

// recover logs a panic without what it says, which may be private, and ends the connection.
// net/http would do the same in silence, since its own log names the client's address and goes
// nowhere.
func (f *front) recover() {
	if p := recover(); p != nil {
		if p != http.ErrAbortHandler {
			f.log.Error("an HTTP handler panicked", "code", "internal")
		}
		panic(http.ErrAbortHandler)
	}
}
