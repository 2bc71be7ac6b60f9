package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// named are the faults that the server itself names to whoever comes (package router).
var named = []string{"bad-host", "bad-scheme", "no-forwarded-for", "no-upgrade",
	"certificate-pending"}

// mark is in every page of the server.
const mark = "<title>einmal</title>"

// mostRead of an answer is enough to see whose it is.
const mostRead = 64 << 10 // bytes

// checkPage comes as a browser would: over the public address, and through what is in front.
func checkPage(ctx context.Context, e *examination) (all []Finding) {
	if e.isBehindProxy() && !e.config.TrustedProxy.IsValid() {
		all = append(all, found("trusted-proxy-missing"))
	}
	if !e.runs || e.blocked || e.public.PortNumber() == 0 {
		return all
	}
	// The query says that a redirect was followed, so that there is none.
	answer, body, err := e.get(ctx, e.public.String()+"/?redirected")
	if err != nil {
		return append(all, e.judgeError(ctx, err))
	}
	proxy := e.proxyProgram(answer)
	code := codeIn(body)
	switch {
	case code != "":
		return append(all, found(code, "url", e.public.String(), "lines", linesFor(code, proxy)))
	case answer.StatusCode >= http.StatusBadGateway &&
		answer.StatusCode <= http.StatusGatewayTimeout:
		return append(all, found("proxy-no-server", "url", e.public.String(), "status",
			answer.Status, "listen", e.address()))
	case answer.StatusCode != http.StatusOK || !strings.Contains(body, mark):
		return append(all, found("page-foreign", "url", e.public.String(), "status",
			answer.Status))
	}
	return append(all, e.checkSocket(ctx, proxy)...)
}

func (e *examination) address() string {
	return net.JoinHostPort(e.config.Host, portText(e.config.Port))
}

func (e *examination) get(ctx context.Context, url string) (*http.Response, string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, "", err
	}
	answer, err := e.client().Do(request)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostRead))
	return answer, string(body), err
}

// codeIn is the fault that an answer of the server begins with, or nothing.
func codeIn(body string) string {
	code, _, _ := strings.Cut(body, ":")
	if slices.Contains(named, code) {
		return code
	}
	return ""
}

// judgeError says why there was no answer.
func (e *examination) judgeError(ctx context.Context, err error) Finding {
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return found("page-certificate", "url", e.public.String(),
			"reason", certificate.Err.Error())
	}
	if e.config.ACME.Directory != "" { // without TLS the server says why
		plain := "http://" + e.public.Hostname + ":" + portText(e.public.PortNumber()) + "/"
		if ip, err := netip.ParseAddr(e.public.Hostname); err == nil && ip.Is6() {
			plain = "http://[" + e.public.Hostname + "]:" + portText(e.public.PortNumber()) + "/"
		}
		if _, body, err := e.get(ctx, plain); err == nil && codeIn(body) != "" {
			return found(codeIn(body), "url", e.public.String(), "lines", "")
		}
	}
	return found("page-unreachable", "url", e.public.String(), "reason", withoutURL(err))
}

// withoutURL drops what stands in the sentence anyway.
func withoutURL(err error) string {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return err.Error()
}

// checkSocket opens a socket as the page does, and behind a proxy waits until the server has given
// a sign of life on it.
func (e *examination) checkSocket(ctx context.Context, proxy string) []Finding {
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"}, HandshakeTimeout: requestTime,
		NetDialContext:  (&net.Dialer{Resolver: e.Resolver}).DialContext,
		TLSClientConfig: &tls.Config{RootCAs: e.Roots, MinVersion: tls.VersionTLS12}}
	address := "ws" + strings.TrimPrefix(e.public.String(), "http") + "/signal"
	c, answer, err := dialer.DialContext(ctx, address,
		http.Header{"Origin": {e.public.String()}})
	if err != nil {
		code, status := "socket-refused", withoutURL(err)
		if answer != nil {
			status = answer.Status
			text, _ := io.ReadAll(answer.Body) // as much as the dialer keeps
			if said := codeIn(string(text)); said != "" {
				code = said
			}
		}
		return []Finding{found(code, "url", e.public.String(), "status", status,
			"lines", linesFor("no-upgrade", proxy))}
	}
	defer c.Close()
	if !e.isBehindProxy() {
		return nil
	}
	opened := time.Now()
	if lived := staysOpen(ctx, c, e.Quiet); !lived {
		return []Finding{found("proxy-timeout", "url", e.public.String(),
			"after", time.Since(opened).Round(time.Second).String(),
			"lines", linesFor("proxy-timeout", proxy))}
	}
	return nil
}

// staysOpen waits for a sign of life.
func staysOpen(ctx context.Context, c *websocket.Conn, quiet time.Duration) bool {
	end := time.Now().Add(quiet)
	if limit, ok := ctx.Deadline(); ok && limit.Before(end) {
		end = limit
	}
	alive := false
	c.SetPingHandler(func(string) error {
		alive = true
		return c.SetReadDeadline(time.Now())
	})
	_ = c.SetReadDeadline(end) // a socket that has ended fails below
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			var late net.Error
			return alive || errors.As(err, &late) && late.Timeout()
		}
	}
}
