package router

import (
	"io"
	"net/http"
	"net/netip"
	"strings"
)

// fault is what a proxy in front of this server leaves out. Whoever comes through it reads what it
// is, and the operator finds it in the log, once.
type fault struct {
	code   string
	status int
	text   string // in the languages of the page
}

var (
	noForwardedFor = fault{"no-forwarded-for", http.StatusMisdirectedRequest,
		"no-forwarded-for: The proxy in front of this server must say in X-Forwarded-For " +
			"who comes: otherwise all people count as one.\n" +
			"no-forwarded-for: Der Proxy vor diesem Server muss in X-Forwarded-For angeben, " +
			"wer kommt: Sonst zählen alle als einer.\n"}
	noUpgrade = fault{"no-upgrade", http.StatusUpgradeRequired,
		"no-upgrade: The proxy in front of this server must pass on WebSockets, " +
			"with the headers Upgrade and Connection.\n" +
			"no-upgrade: Der Proxy vor diesem Server muss WebSockets weitergeben, " +
			"mit den Headern Upgrade und Connection.\n"}
)

// answerFault tells whoever came, and the log.
func (rt *Router) answerFault(w http.ResponseWriter, r *http.Request, f fault) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if f == noUpgrade {
		h.Set("Upgrade", "websocket") // as the status wants it (RFC 9110, section 15.5.22)
		h.Set("Connection", "Upgrade")
	}
	w.WriteHeader(f.status)
	io.WriteString(w, f.text)
	rt.logFault(r, f.code)
}

// logFault says a code once, if it was a proxy that came: strangers can send what they like.
func (rt *Router) logFault(r *http.Request, code string) {
	if !rt.isProxy(r) {
		return
	}
	if _, known := rt.logged.LoadOrStore(code, true); !known {
		rt.Log.Warn("the proxy in front of this server leaves something out", "code", code)
	}
}

// isProxy says whether a request comes from the trusted network or from this machine.
func (rt *Router) isProxy(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && (from.Addr().Unmap().IsLoopback() ||
		rt.TrustedProxy.Contains(unmapped(from.Addr())))
}

// hidesClients says whether a trusted proxy does not say who comes.
func (rt *Router) hidesClients(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && rt.TrustedProxy.Contains(unmapped(from.Addr())) &&
		len(r.Header.Values("X-Forwarded-For")) == 0
}

// lacksUpgrade says whether a browser wanted a WebSocket (RFC 6455, section 4.1), and what asks for
// it was lost on the way: a proxy that knows nothing of them drops it, as it has to (RFC 9110,
// section 7.6.1).
func lacksUpgrade(r *http.Request) bool {
	return r.Header.Get("Sec-WebSocket-Key") != "" &&
		!strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}
