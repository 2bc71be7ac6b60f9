// Package pebble runs Let's Encrypt's certificate authority for tests beside the product: the real
// protocol, on loopback, without a name server of the machine. Its programs come from the module
// proxy and stand in no go.mod.
package pebble

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"einmal/internal/freeport"
)

const (
	module  = "github.com/letsencrypt/pebble/v2"
	version = "v2.10.3"
)

// Options say where the authority looks, and how long its certificates are good.
type Options struct {
	TLSPort, HTTPPort int // of the server under test; 0: none answers
	// Tiny is the life of certificates with the profile "tiny".
	Tiny time.Duration
	// RejectNonces is how many of a hundred it takes for stale.
	RejectNonces int
}

// Authority is one that runs. All names are this machine to it.
type Authority struct {
	Directory string // its URL
	Root      string // PEM file with the root of its own certificate

	t          testing.TB
	dir        string
	config     string
	dns        string
	management string
	nonces     int
	process    *exec.Cmd
	output     *Output
}

// programs are built once in a test binary; Go keeps what it has built.
var programs = sync.OnceValues(func() (dir string, err error) {
	dir, err = os.MkdirTemp("", "einmal-pebble-")
	if err != nil {
		return "", err
	}
	install := exec.Command("go", "install", module+"/cmd/pebble@"+version,
		module+"/cmd/pebble-challtestsrv@"+version)
	install.Dir = dir // in no module
	install.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if output, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return dir, nil
})

var moduleDir = sync.OnceValues(func() (string, error) {
	download := exec.Command("go", "mod", "download", "-json", module+"@"+version)
	download.Dir = os.TempDir()
	output, err := download.Output()
	var found struct{ Dir string }
	if err == nil {
		err = json.Unmarshal(output, &found)
	}
	return found.Dir, err
})

// Start runs an authority until the test ends.
func Start(t testing.TB, o Options) *Authority {
	t.Helper()
	bin, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	source, err := moduleDir()
	if err != nil {
		t.Fatal(err)
	}
	a := &Authority{t: t, dir: bin, nonces: o.RejectNonces,
		Root: filepath.Join(source, "test", "certs", "pebble.minica.pem")}
	a.dns = freeport.Address(t)
	a.run(exec.Command(filepath.Join(bin, "pebble-challtestsrv"), "-dnsserver", a.dns,
		"-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", "",
		"-tlsalpn01", "", "-doh", "", "-management",
		freeport.Address(t)), io.Discard)
	api, management := freeport.Find(t), freeport.Find(t)
	a.Directory = fmt.Sprintf("https://127.0.0.1:%d/dir", api)
	a.management = fmt.Sprintf("https://127.0.0.1:%d", management)
	a.config = filepath.Join(t.TempDir(), "pebble.json")
	localhost := filepath.Join(source, "test", "certs", "localhost")
	a.write(map[string]any{"pebble": map[string]any{
		"listenAddress":           fmt.Sprintf("127.0.0.1:%d", api),
		"managementListenAddress": fmt.Sprintf("127.0.0.1:%d", management),
		"certificate":             filepath.Join(localhost, "cert.pem"),
		"privateKey":              filepath.Join(localhost, "key.pem"),
		"httpPort":                orNone(t, o.HTTPPort),
		"tlsPort":                 orNone(t, o.TLSPort),
		"retryAfter":              map[string]int{"authz": 1, "order": 1},
		"keyAlgorithm":            "ecdsa",
		"profiles": map[string]any{
			"usual":      profile(90 * 24 * time.Hour),
			"shortlived": profile(6 * 24 * time.Hour),
			"tiny":       profile(max(o.Tiny, 10*time.Second)),
		},
	}})
	a.Resume()
	return a
}

func profile(life time.Duration) map[string]any {
	return map[string]any{"description": "for tests", "validityPeriod": int(life.Seconds())}
}

// orNone gives a port on which nobody answers in place of none.
func orNone(t testing.TB, port int) int {
	if port == 0 {
		return freeport.Find(t)
	}
	return port
}

func (a *Authority) write(config any) {
	text, err := json.Marshal(config)
	if err == nil {
		err = os.WriteFile(a.config, text, 0o600)
	}
	if err != nil {
		a.t.Fatal(err)
	}
}

// Resume starts it anew: it remembers no account and no order, and has another root.
func (a *Authority) Resume() {
	a.t.Helper()
	a.output = new(Output)
	p := exec.Command(filepath.Join(a.dir, "pebble"), "-config", a.config, "-strict",
		"-dnsserver", a.dns)
	p.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1",
		"PEBBLE_WFE_NONCEREJECT="+strconv.Itoa(a.nonces), "PEBBLE_AUTHZREUSE=0")
	a.process = a.run(p, a.output)
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if answer, err := a.client().Get(a.Directory); err == nil {
			answer.Body.Close()
			return
		} else if time.Now().After(end) {
			a.t.Fatalf("the authority does not answer: %v; %s", err, a.output)
		}
	}
}

// Stop ends it.
func (a *Authority) Stop() {
	a.process.Process.Kill()
	a.process.Wait()
}

func (a *Authority) run(p *exec.Cmd, output io.Writer) *exec.Cmd {
	p.Stdout, p.Stderr = output, output
	if err := p.Start(); err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(func() {
		p.Process.Kill()
		p.Wait()
	})
	return p
}

// Said is what it has written.
func (a *Authority) Said() string { return a.output.String() }

// Roots know the certificates that it gives.
func (a *Authority) Roots() *x509.CertPool {
	a.t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(a.RootCertificate())
	return pool
}

// RootCertificate is the one that those stand on.
func (a *Authority) RootCertificate() *x509.Certificate {
	a.t.Helper()
	answer, err := a.client().Get(a.management + "/roots/0")
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	block, _ := pem.Decode(text)
	if err != nil || block == nil {
		a.t.Fatal("the authority has no root", err)
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		a.t.Fatal(err)
	}
	return root
}

func (a *Authority) client() *http.Client {
	text, err := os.ReadFile(a.Root)
	if err != nil {
		a.t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

// Output is what a program writes, read while it does.
type Output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *Output) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *Output) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
