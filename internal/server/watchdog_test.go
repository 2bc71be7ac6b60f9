package server

import (
	"bytes"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"einmal/internal/config"
	"einmal/webclient"
)

// TestTheManagerHearsThatTheServerLivesWhileItDoes: a server that nobody reaches any more says
// nothing, although its clock goes on ticking.
func TestTheManagerHearsThatTheServerLivesWhileItDoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "100000")
	// A server behind a balancer takes nobody else, but itself.
	c, err := config.ParseServe([]string{"-listen", "127.0.0.1:0", "-relay-listen", "127.0.0.1:0",
		"-data", t.TempDir(), "-proxy-protocol", "192.0.2.7"}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	page := fstest.MapFS{"index.html": {Data: []byte("<!doctype html>\n<title>einmal</title>\n")}}
	client, err := webclient.New(page)
	if err != nil {
		t.Fatal(err)
	}
	for name, silence := range map[string]func(*Server){
		"the relay": func(s *Server) { s.ports[0].StopAccepting() },
		"the page":  func(s *Server) { s.ports[1].StopAccepting() },
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			s, err := Start(c, client, &log)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for range 3 {
				if got := hear(t, manager, time.Minute); got != "WATCHDOG=1" {
					t.Fatalf("the manager hears %q", got)
				}
			}
			silence(s)
			end := time.Now().Add(20 * time.Second)
			for hear(t, manager, time.Second) != "" { // some are under way
				if time.Now().After(end) {
					t.Fatal("the manager still hears that it lives")
				}
			}
			s.Close()
			if !strings.Contains(log.String(), "code=watchdog") {
				t.Errorf("it logged %q", log.String())
			}
		})
	}
}

// hear gives the next message to the manager, or nothing if none comes in that time.
func hear(t *testing.T, manager *net.UnixConn, within time.Duration) string {
	t.Helper()
	manager.SetReadDeadline(time.Now().Add(within))
	var said [64]byte
	n, _ := manager.Read(said[:])
	return string(said[:n])
}
