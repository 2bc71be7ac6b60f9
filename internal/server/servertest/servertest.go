// Package servertest runs the real server in the process of a test, on the loopback address. Its
// page is a stand-in, so that no test needs a built web client.
package servertest

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"einmal/internal/config"
	"einmal/internal/server"
	"einmal/webclient"
)

// What the server's page and its only other file are.
const (
	Page      = "<!doctype html>\n<title>einmal</title>\n<a href=\"/privacy\">Privacy</a>\n"
	Asset     = "export {};\n"
	AssetPath = "/assets/test-1.js"
)

// Client is a web client of these two files.
func Client() (*webclient.Client, error) {
	return webclient.New(fstest.MapFS{
		"index.html":                       {Data: []byte(Page)},
		strings.TrimPrefix(AssetPath, "/"): {Data: []byte(Asset)},
	})
}

// Endpoint is where a server is reached, in this process or in another.
type Endpoint struct {
	Public  string // the URL that people open
	Address string // IP:PORT of TCP and UDP
	Said    string // what it said when it was ready
}

// Host is the name and port of the public address, as browsers send them.
func (p Endpoint) Host() string { _, host, _ := strings.Cut(p.Public, "://"); return host }

// Server is a running server.
type Server struct {
	Endpoint
	log    logBuffer
	server *server.Server
	stop   sync.Once
}

// Start runs a server with these flags of einmal serve on a free port until the test ends.
func Start(t testing.TB, flags ...string) *Server {
	t.Helper()
	return StartOn(t, t.TempDir(), flags...)
}

// StartOn runs it with a data directory, which may have rooms from before.
func StartOn(t testing.TB, dataDir string, flags ...string) *Server {
	t.Helper()
	c, err := config.ParseServe(append([]string{"-listen", "127.0.0.1:0", "-data", dataDir},
		flags...), noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	client, err := Client()
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{}
	if s.server, err = server.Start(c, client, &s.log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	var said strings.Builder
	if err := s.server.Announce(&said); err != nil {
		t.Fatal(err)
	}
	s.Endpoint = Endpoint{s.server.Public(), s.server.Address(), said.String()}
	return s
}

func noEnvironment(string) string { return "" }

// Stop ends the server before the test ends.
func (s *Server) Stop() (err error) {
	s.stop.Do(func() { err = s.server.Close() })
	return err
}

// Log is what it has logged so far.
func (s *Server) Log() string { return s.log.String() }

// logBuffer may be read while the server writes.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
