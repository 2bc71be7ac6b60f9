package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"time"

	"einmal/internal/origin"
	"einmal/internal/server/router"
)

const (
	proxyTimeout    = 10 * time.Second // to connect, and for headers
	proxyHeaderSize = 16 << 10         // more than any browser sends
)

// unreachable is what the browser is told of a server that does not answer.
const unreachable = "server-unreachable: The server of this call does not answer as it should."

// localProxy serves the embedded client in the place of a server, for the browsers of this machine,
// and passes on the WebSocket of the signalling and what anybody may know of the server. It answers to one address only, so a name that
// somebody points at this machine (DNS rebinding) gets nothing, and a page of another site cannot
// open the WebSocket.
type localProxy struct {
	origin origin.Origin
	server origin.Origin
	client http.Handler
	signal *httputil.ReverseProxy
	about  http.RoundTripper
}

func newLocalProxy(port int, server origin.Origin, client http.Handler) *localProxy {
	s := &localProxy{origin: origin.New("http", callHost, strconv.Itoa(port)), server: server,
		client: client, about: newHTTP1Transport()}
	s.signal = &httputil.ReverseProxy{
		Rewrite:        s.rewrite,
		ModifyResponse: onlyUpgrade,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			writeRefusal(w, http.StatusBadGateway, unreachable)
		},
		// its lines name addresses
		ErrorLog:  slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		Transport: newHTTP1Transport(),
	}
	return s
}

// newHTTP1Transport speaks HTTP/1.1 alone, which WebSockets start from.
func newHTTP1Transport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: proxyTimeout}).DialContext,
		TLSHandshakeTimeout:    proxyTimeout,
		ResponseHeaderTimeout:  proxyTimeout,
		MaxResponseHeaderBytes: proxyHeaderSize,
		DisableCompression:     true,
		Protocols:              protocols,
		IdleConnTimeout:        time.Minute,
	}
}

// pageURL is where the client is. It says whose links it makes
// (webclient/src/page/serverorigin.ts).
func (s *localProxy) pageURL() string { return s.origin.String() + "/?at=" + s.server.String() }

func (s *localProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Host != s.origin.Host():
		writeRefusal(w, http.StatusMisdirectedRequest, "other-host: Open "+s.pageURL()+".")
	case r.URL.Path == "/signal":
		s.passSignalling(w, r)
	case r.URL.Path == router.AboutPath:
		s.passAbout(w, r)
	case r.URL.Path == "/" && !s.namesServer(r.URL.RawQuery):
		s.addServer(w, r)
	case router.PagePaths[r.URL.Path] != "": // the words of the server, in its own place
		s.redirect(w, s.server.String()+r.URL.RequestURI())
	default:
		s.client.ServeHTTP(w, r)
	}
}

// namesServer says whether a query is one of our own, byte for byte: browsers take apart what Go
// refuses, such as a ; or a %zz, and the page goes by the first server that it finds.
func (s *localProxy) namesServer(query string) bool {
	return strings.TrimSuffix(query, "&debug") == "at="+s.server.String()
}

// addServer sends a browser to the address that names the server; the fragment survives that (RFC
// 9110, 10.2.2).
func (s *localProxy) addServer(w http.ResponseWriter, r *http.Request) {
	target := s.pageURL()
	if r.URL.Query().Has("debug") {
		target += "&debug"
	}
	s.redirect(w, target)
}

func (s *localProxy) redirect(w http.ResponseWriter, target string) {
	w.Header().Set("Location", target)
	writeRefusal(w, http.StatusTemporaryRedirect, "other-address: This is at "+target+".")
}

func (s *localProxy) passSignalling(w http.ResponseWriter, r *http.Request) {
	origins := r.Header["Origin"]
	if len(origins) != 1 || origins[0] != s.origin.String() {
		writeRefusal(w, http.StatusForbidden, "bad-origin: Only the page of this program may "+
			"connect.")
		return
	}
	if r.Method != http.MethodGet || !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		writeRefusal(w, http.StatusBadRequest, "bad-message: Only a WebSocket is passed on.")
		return
	}
	s.signal.ServeHTTP(w, r)
}

// rewrite makes the request that the server expects of its own page; nothing else of the browser's
// goes along.
func (s *localProxy) rewrite(r *httputil.ProxyRequest) {
	r.Out.URL = &url.URL{Scheme: s.server.Scheme, Host: s.server.Host(), Path: "/signal"}
	r.Out.Host = s.server.Host()
	kept := http.Header{"Origin": {s.server.String()}, "User-Agent": {""}} // empty: none is sent
	for _, name := range []string{"Connection", "Upgrade", "Sec-Websocket-Key",
		"Sec-Websocket-Version", "Sec-Websocket-Protocol"} {
		kept[name] = r.Out.Header[name]
	}
	r.Out.Header = kept
}

// onlyUpgrade lets nothing of the server into this origin but the WebSocket: not a page, not a
// cookie.
func onlyUpgrade(r *http.Response) error {
	if r.StatusCode != http.StatusSwitchingProtocols {
		return errors.New("no upgrade")
	}
	kept := http.Header{}
	for _, name := range []string{"Connection", "Upgrade", "Sec-Websocket-Accept",
		"Sec-Websocket-Protocol"} {
		kept[name] = r.Header[name]
	}
	r.Header = kept
	return nil
}

// writeRefusal answers with a stable code and a sentence that no browser takes for a page.
func writeRefusal(w http.ResponseWriter, status int, text string) {
	setStrictHeaders(w.Header(), "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// setStrictHeaders are those of an answer that is no page.
func setStrictHeaders(h http.Header, contentType string) {
	h.Set("Content-Type", contentType)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}
