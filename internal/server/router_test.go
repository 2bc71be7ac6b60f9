package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
)

// proxied runs the server behind a proxy that is its public address; upstream is the scheme in
// which the proxy speaks to it.
func proxied(t *testing.T, upstream string, passHost bool,
	flags ...string) (p *servertest.Server, public string) {
	t.Helper()
	var target *url.URL
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target) // and with it the Host, as nginx does it by itself
			if passHost {
				r.Out.Host = r.In.Host
			}
		},
		Transport: &http.Transport{TLSClientConfig: servertest.Trust(t)},
	})
	t.Cleanup(proxy.Close)
	public = "http://localhost:" + proxy.URL[strings.LastIndex(proxy.URL, ":")+1:]
	if flags != nil {
		public = "https" + strings.TrimPrefix(public, "http")
	}
	p = servertest.Start(t, append([]string{"-public-url", public}, flags...)...)
	target = &url.URL{Scheme: upstream, Host: p.Address}
	return p, public
}

// visit asks as a browser does, which follows redirects. The proxy that speaks TLS to browsers is
// played without.
func visit(t *testing.T, address string) (answer *http.Response, body string, redirects int) {
	t.Helper()
	proxy := address[strings.LastIndex(address[:len(address)-1], ":")+1 : len(address)-1]
	client := http.Client{
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+proxy)
			},
			DialTLSContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+proxy)
			},
		},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if redirects = len(via); redirects > 5 {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(all), redirects
}

// TestAProxyThatHidesTheNameIsToldOf, in place of a redirect to the same address for ever.
func TestAProxyThatHidesTheNameIsToldOf(t *testing.T) {
	for name, test := range map[string]struct {
		upstream string
		passHost bool
		flags    []string
		status   int
		body     string
	}{
		"the Host is passed on": {"http", true, nil, http.StatusOK, servertest.Page},
		"another Host": {"http", false, nil, http.StatusMisdirectedRequest,
			"bad-host: http://localhost:"},
		"TLS, the Host is passed on": {"https", true, servertest.WithTLS(t), http.StatusOK,
			servertest.Page},
		"TLS, another Host": {"https", false, servertest.WithTLS(t), http.StatusMisdirectedRequest,
			"bad-host: https://localhost:"},
		"no TLS to a server that has": {"http", true, servertest.WithTLS(t),
			http.StatusMisdirectedRequest,
			"bad-scheme: https://localhost:"},
	} {
		t.Run(name, func(t *testing.T) {
			_, public := proxied(t, test.upstream, test.passHost, test.flags...)
			answer, body, redirects := visit(t, public+"/")
			if answer.StatusCode != test.status || !strings.HasPrefix(body, test.body) {
				t.Errorf("status %d after %d redirects, %q", answer.StatusCode, redirects, body)
			}
			if redirects > 1 || answer.Header.Get("Location") != "" ||
				answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%d redirects, %v", redirects, answer.Header)
			}
		})
	}
}

// TestAProxyThatLeavesSomethingOut is told what, and the log as well, once; so is nobody else.
func TestAProxyThatLeavesSomethingOut(t *testing.T) {
	p := servertest.Start(t, "-trusted-proxy", "127.0.0.1")
	for _, test := range []struct {
		path, code string
		status     int
		headers    map[string]string
	}{
		{"/", "no-forwarded-for", http.StatusMisdirectedRequest, nil},
		{"/", "", http.StatusOK, map[string]string{"X-Forwarded-For": "192.0.2.1"}},
		{"/signal", "no-upgrade", http.StatusUpgradeRequired,
			map[string]string{"Sec-WebSocket-Key": "x"}},
		{"/signal", "bad-message", http.StatusBadRequest, nil}, // the page asks why
	} {
		for range 2 {
			answer, body := servertest.Get(t, "http://"+p.Address+test.path,
				func(r *http.Request) {
					r.Host = p.Host()
					for name, value := range test.headers {
						r.Header.Set(name, value)
					}
				})
			if answer.StatusCode != test.status ||
				test.code != "" && !strings.HasPrefix(body, test.code+": ") {
				t.Errorf("%s with %v: %d, %q", test.path, test.headers, answer.StatusCode, body)
			}
		}
	}
	for _, code := range []string{"no-forwarded-for", "no-upgrade"} {
		if strings.Count(p.Log(), "code="+code) != 1 {
			t.Errorf("%s: it logged %q", code, p.Log())
		}
	}
}

// TestWhoComesUnderAnotherNameIsRedirectedOnce, and gets the page there.
func TestWhoComesUnderAnotherNameIsRedirectedOnce(t *testing.T) {
	p := servertest.Start(t)
	answer, err := http.Get("http://" + p.Address + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != servertest.Page ||
		answer.Request.URL.String() != p.Public+"/?redirected" {
		t.Errorf("at %s: %q, %v", answer.Request.URL, body, err)
	}
}

// TestLimitsHoldForEachClientOfAProxy fills the sockets of one source through the real program;
// another still gets in.
func TestLimitsHoldForEachClientOfAProxy(t *testing.T) {
	p := servertest.Start(t, "-trusted-proxy", "127.0.0.1")
	dial := func(forwarded string) (*websocket.Conn, int) {
		dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"},
			HandshakeTimeout: 10 * time.Second}
		c, answer, err := dialer.Dial("ws://"+p.Address+
			"/signal", http.Header{"Origin": {p.Public}, "X-Forwarded-For": {forwarded}})
		if answer == nil {
			t.Fatal(err)
		}
		return c, answer.StatusCode
	}
	for i := 0; ; i++ {
		c, status := dial("192.0.2.1")
		if status == http.StatusTooManyRequests {
			break
		}
		if status != http.StatusSwitchingProtocols || i > 1000 {
			t.Fatalf("socket %d: status %d", i, status)
		}
		defer c.Close()
	}
	c, status := dial("192.0.2.2")
	if status != http.StatusSwitchingProtocols {
		t.Fatalf("another client of the same proxy: status %d", status)
	}
	c.Close()
}
