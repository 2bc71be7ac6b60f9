package acme

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"einmal/internal/pebble"
	"einmal/internal/server/certificate"
	"einmal/internal/server/logging"
)

// site is a server with a certificate of a real authority, as far as certificates go.
type site struct {
	*Source
	t       *testing.T
	address string
	log     *pebble.Output
	stop    func()
}

func listenTLS(t *testing.T) (net.Listener, int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l, l.Addr().(*net.TCPAddr).Port
}

// open reads what is kept, and answers handshakes on l.
func open(t *testing.T, l net.Listener, o Options) *site {
	t.Helper()
	s := &site{t: t, log: new(pebble.Output), stop: func() {}}
	o.Log = slog.New(logging.NewHandler(s.log, slog.LevelDebug))
	source, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Source = source
	if l == nil {
		return s
	}
	s.address = l.Addr().String()
	config := certificate.ServerConfig(source.GetCertificate)
	config.GetConfigForClient = source.GetConfigForClient
	go func() {
		for {
			c, err := tls.NewListener(l, config).Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				c.(*tls.Conn).Handshake()
			}()
		}
	}()
	return s
}

// run orders and renews until the test ends.
func (s *site) run() *site {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Run(ctx)
	}()
	s.stop = func() {
		cancel()
		<-done
	}
	s.t.Cleanup(s.stop)
	return s
}

// await waits for a certificate that is not the one with this serial number.
func (s *site) await(before string) string {
	s.t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if serial := s.serial(); serial != "" && serial != before {
			return serial
		} else if time.Now().After(end) {
			s.t.Fatalf("no other certificate; %s", s.log)
		}
	}
}

func (s *site) serial() string {
	if current := s.current.Load(); current != nil {
		return current.Leaf.SerialNumber.String()
	}
	return ""
}

func (s *site) awaitCode(code string) {
	s.t.Helper()
	for end := time.Now().Add(
		time.Minute); !strings.Contains(s.log.String(), "code="+code); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("no %s, but %s", code, s.log)
		}
	}
}

func options(a *pebble.Authority, dir string) Options {
	return Options{Host: "call.test", Directory: a.Directory, Root: a.Root, Profile: "usual",
		Dir: dir}
}
