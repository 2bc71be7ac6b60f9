package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
)

// einmal runs the built program to its end.
func einmal(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	command := exec.CommandContext(t.Context(), "einmal", args...)
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "SSL_CERT_FILE=" +
		os.Getenv("SSL_CERT_FILE")}
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(stdin), &out, &problems
	var exit *exec.ExitError
	if err := command.Run(); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return status, out.String(), problems.String()
}

// between is a proxy in front of the program that changes answers; its URL.
func between(t *testing.T, p *servertest.Server, change func(*http.Response)) string {
	t.Helper()
	public, err := url.Parse(p.Public)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(public)
			r.Out.URL.Host = p.Address // localhost may be looked up otherwise
			r.Out.Host = public.Host
		},
		ModifyResponse: func(r *http.Response) error { change(r); return nil },
	}
	s := httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	return s.URL
}

func setBody(r *http.Response, body string) {
	r.Body = io.NopCloser(strings.NewReader(body))
	r.Header.Del("Content-Length")
	r.ContentLength = -1
}

func only(path string, change func(*http.Response)) func(*http.Response) {
	return func(r *http.Response) {
		if r.Request.URL.Path == path {
			change(r)
		}
	}
}

func altSvc(value string) func(*http.Response) {
	return func(r *http.Response) { r.Header.Set("Alt-Svc", value) }
}

func bomb() string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(make([]byte, askSize+1))
	w.Close()
	return b.String()
}

func TestVerifyTellsWhatAServerSendsOtherwise(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	p := servertest.Start(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("verify asked another host")
	}))
	defer elsewhere.Close()
	for name, test := range map[string]struct {
		change func(*http.Response)
		code   string // none: no difference
		path   string
	}{
		"nothing": {func(*http.Response) {}, "", ""},
		"a proxy's own headers are none": {func(r *http.Response) {
			r.Header.Set("Via", "1.1 proxy")
			r.Header.Set("Strict-Transport-Security", "max-age=1")
			r.Header.Set("Alt-Svc", `h3=":443"; ma=86400, h2=":8443"`)
		}, "", ""},
		"one byte of a script": {only(servertest.AssetPath,
			func(r *http.Response) { setBody(r, "export {}; ") }), "content", servertest.AssetPath},
		"a script that is not there": {only(servertest.AssetPath, func(r *http.Response) {
			r.StatusCode = http.StatusNotFound
		}), "missing", servertest.AssetPath},
		"a page with one script more": {only("/", func(r *http.Response) {
			setBody(r, servertest.Page+`<script src="/assets/more.js"></script>`)
		}), "foreign", "/"},
		"a page whose import map has one module more": {only("/", func(r *http.Response) {
			setBody(r, servertest.Page+
				`<script type="importmap">{"integrity": {"/assets/more.js": "sha256-"}}</script>`)
		}), "foreign", "/"},
		"a worker that the page does not name": {only("/sw.js", func(r *http.Response) {
			r.StatusCode = http.StatusOK
			setBody(r, "onfetch = () => {}")
		}), "status", "/sw.js"},
		"a header less": {only(servertest.AssetPath,
			func(r *http.Response) { r.Header.Del("Content-Security-Policy") }), "header-missing",
			servertest.AssetPath},
		"a weaker policy": {only("/", func(r *http.Response) {
			r.Header.Set("Content-Security-Policy", "script-src *")
		}), "header-differs", "/"},
		"a notice that may run scripts": {only("/privacy", func(r *http.Response) {
			r.Header.Del("Content-Security-Policy")
		}), "header-missing", "/privacy"},
		"a cookie": {only("/", func(r *http.Response) { r.Header.Set("Set-Cookie", "a=b") }),
			"header-extra", "/"},
		"a name for this visitor, as an entity tag": {only("/",
			func(r *http.Response) { r.Header.Set("Etag", `"you"`) }), "header-extra", "/"},
		"a name for this visitor, as a date": {only("/",
			func(r *http.Response) { r.Header.Set("Last-Modified", "x") }), "header-extra", "/"},
		"another server, from the next request on": {only("/",
			altSvc(`h3=":443", h3="evil.example:443"`)), "header-extra", "/"},
		"another server in words that hide the host": {only("/",
			altSvc(`h3=":443";a="b",h3="x:1"`)), "header-extra", "/"},
		"a policy that tells": {only("/", func(r *http.Response) { r.Header.Set("Nel", "{}") }),
			"header-extra", "/"},
		"a redirect, which is not followed": {only(servertest.AssetPath, func(r *http.Response) {
			r.StatusCode = http.StatusFound
			r.Header.Set("Location", elsewhere.URL)
		}), "redirect", servertest.AssetPath},
		"an endless file": {only(servertest.AssetPath, func(r *http.Response) {
			setBody(r, strings.Repeat("/", askSize+1))
		}), "no-answer", servertest.AssetPath},
		"a file that grows when it is unpacked": {only(servertest.AssetPath,
			func(r *http.Response) {
				r.Header.Set("Content-Encoding", "gzip")
				setBody(r, bomb())
			}), "no-answer", servertest.AssetPath},
		"a coding that nobody asked for": {only(servertest.AssetPath, func(r *http.Response) {
			r.Header.Set("Content-Encoding", "br")
		}), "no-answer", servertest.AssetPath},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := einmal(t, "", "verify", between(t, p, test.change), "-json")
			var r verifyReport
			if err := json.Unmarshal([]byte(stdout), &r); err != nil {
				t.Fatalf("%v in %q, %s", err, stdout, stderr)
			}
			if test.code == "" {
				if status != 0 || !r.Same || len(r.Differences) > 0 || len(r.Checked) < 7 {
					t.Fatalf("status %d, %+v", status, r)
				}
				return
			}
			if status != 1 || r.Same || !strings.HasPrefix(stderr, "einmal: client-differs: ") {
				t.Errorf("status %d, same %v, %q", status, r.Same, stderr)
			}
			found := false
			for _, d := range r.Differences {
				found = found || d.Code == test.code && len(d.Paths) == 1 && d.Paths[0] == test.path
			}
			if !found {
				t.Errorf("the differences are %+v", r.Differences)
			}
		})
	}
}

func TestVerifySaysInWordsWhatItChecked(t *testing.T) {
	p := servertest.Start(t)
	status, stdout, stderr := einmal(t, "", "verify", p.Public+"/#1notsent")
	if status != 0 || !strings.Contains(stdout, "  the same   all of it, byte for byte\n") ||
		stderr != "" {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
	lost := between(t, p, func(r *http.Response) { r.Header.Del("X-Content-Type-Options") })
	status, stdout, _ = einmal(t, "", "verify", lost)
	if status != 1 || !strings.Contains(stdout, "  differs    everywhere: the header "+
		"X-Content-Type-Options is missing (header-missing)\n") {
		t.Errorf("status %d, %q", status, stdout)
	}
}

func TestVerifyAndCallTrustNoCertificateOfAStranger(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t)...)
	if status, _, stderr := einmal(t, "", "verify", p.Public); status != 1 ||
		!strings.Contains(stderr, "server-unreachable: ") ||
		!strings.Contains(stderr, "certificate") {
		t.Errorf("a stranger's certificate: status %d, %q", status, stderr)
	}
	_, origin := startCall(t, p.Public)
	if _, err := challenge(origin); err == nil {
		t.Error("a stranger's certificate: the signalling is passed on")
	}
	t.Setenv("SSL_CERT_FILE", servertest.RootFile(t))
	if status, stdout, stderr := einmal(t, "", "verify", p.Public); status != 0 {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
	_, origin = startCall(t, p.Public)
	if message, err := challenge(origin); err != nil ||
		!strings.HasPrefix(message, `{"kind":"challenge"`) {
		t.Errorf("%q, %v", message, err)
	}
}
