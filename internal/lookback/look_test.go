package lookback_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"einmal/internal/lookback"
	"einmal/internal/server/servertest"
	"einmal/internal/testca"
)

// listener takes connections, and tells of each.
type listener struct {
	net.Listener
	port uint16
	came chan net.Conn
}

func newListener(t *testing.T) *listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	came := make(chan net.Conn, 10)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				close(came)
				return
			}
			t.Cleanup(func() { c.Close() })
			came <- c
		}
	}()
	return &listener{l, portOf(l.Addr()), came}
}

func portOf(a net.Addr) uint16 {
	return uint16(a.(*net.TCPAddr).Port) //nolint:gosec // it is one
}

// nobodyHasCome closes it, and everybody who has connected until then is accepted before.
func (l *listener) nobodyHasCome(t *testing.T) {
	t.Helper()
	last, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	if c := <-l.came; c == nil || c.RemoteAddr().String() != last.LocalAddr().String() {
		t.Error("somebody has come")
	}
}

// look is what is seen at a port of this machine.
func look(t *testing.T, port uint16) (seen lookback.Seen) {
	t.Helper()
	status, text := ask(t, lookback.NewAt(false, port), "127.0.0.1:1", http.MethodPost, nil)
	if err := json.Unmarshal([]byte(text), &seen); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s, %v", status, text, err)
	}
	return seen
}

func TestAnEinmalIsSeenWhole(t *testing.T) {
	s := servertest.Start(t, servertest.WithTLS(t)...)
	at, err := net.ResolveTCPAddr("tcp", s.Address)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := look(t, portOf(at)), (lookback.Seen{Address: "127.0.0.1",
		TCP: lookback.Answers, TLS: lookback.Answers, Page: lookback.Einmal,
		UDP: lookback.Answers}); got != want {
		t.Errorf("%v", got)
	}
	if s.Log() != "" {
		t.Errorf("it logged %s", s.Log())
	}
}

// TestASlowTargetEndsALook: one that says nothing, and one that goes on and on.
func TestASlowTargetEndsALook(t *testing.T) {
	dir := t.TempDir()
	servertest.WriteCertificate(t, dir)
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, testca.CertificateFile),
		filepath.Join(dir, testca.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	drip := func(w io.Writer, text string) {
		for t.Context().Err() == nil {
			if _, err := io.WriteString(w, text); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	for name, test := range map[string]struct {
		talk func(net.Conn)
		tls  string
	}{
		"says nothing":      {func(net.Conn) {}, lookback.Silent},
		"is no TLS":         {func(c net.Conn) { drip(c, "SSH-2.0") }, lookback.Silent},
		"drips a handshake": {func(c net.Conn) { drip(c, "\x16") }, lookback.Silent},
		"drips a header":    {func(c net.Conn) { drip(tls.Server(c, config), "X") }, lookback.Answers},
		"drips a page": {func(c net.Conn) {
			drip(tls.Server(c, config), "HTTP/1.1 200 OK\r\n\r\n")
		}, lookback.Answers},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newListener(t)
			go func() {
				for c := range l.came {
					go test.talk(c)
				}
			}()
			// a test that has no end would be ended by go test
			if got, want := look(t, l.port), (lookback.Seen{Address: "127.0.0.1",
				TCP: lookback.Answers, TLS: test.tls, Page: lookback.Other,
				UDP: lookback.Silent}); got != want {
				t.Errorf("%v", got)
			}
		})
	}
}

// TestAnAlertIsAnAnswer, as of a server that has no certificate for no name.
func TestAnAlertIsAnAnswer(t *testing.T) {
	l := newListener(t)
	go func() {
		for c := range l.came {
			tls.Server(c, &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate,
				error) {
				return nil, errors.New("none")
			}}).Handshake()
			c.Close()
		}
	}()
	if got := look(t, l.port); got.TLS != lookback.Refused || got.Page != lookback.Other {
		t.Errorf("%v", got)
	}
}

// TestNoRedirectIsFollowed, and nothing is taken for an einmal that only says where one is.
func TestNoRedirectIsFollowed(t *testing.T) {
	elsewhere := newListener(t)
	s := httptest.NewTLSServer(http.RedirectHandler("https://"+elsewhere.Addr().String(),
		http.StatusPermanentRedirect))
	defer s.Close()
	if got := look(t, portOf(s.Listener.Addr())); got.TLS != lookback.Answers ||
		got.Page != lookback.Other {
		t.Errorf("%v", got)
	}
	elsewhere.nobodyHasCome(t)
}

// TestNoDatagramIsSentBeforeTCPConnects, and then one of 20 bytes.
func TestNoDatagramIsSentBeforeTCPConnects(t *testing.T) {
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer udp.Close()
	port := uint16(udp.LocalAddr().(*net.UDPAddr).Port) //nolint:gosec // it is one
	if got, want := look(t, port), (lookback.Seen{Address: "127.0.0.1", TCP: lookback.Refused,
		TLS: lookback.Untried, Page: lookback.Other, UDP: lookback.Untried}); got != want {
		t.Errorf("%v", got)
	}
	if sizes := received(t, udp); len(sizes) > 0 {
		t.Errorf("datagrams of %v bytes", sizes)
	}
	l, err := net.Listen("tcp", udp.LocalAddr().String())
	if err != nil {
		t.Skipf("SKIPPED: somebody has taken the port: %v", err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Close()
		}
	}()
	if got := look(t, port); got.TCP != lookback.Answers || got.UDP != lookback.Silent {
		t.Errorf("%v", got)
	}
	if sizes := received(t, udp); !slices.Equal(sizes, []int{20}) {
		t.Errorf("datagrams of %v bytes", sizes)
	}
}

// received are the sizes of what has arrived until now: over the loopback nothing is on its way, and
// all of it comes before a last one.
func received(t *testing.T, udp net.PacketConn) (sizes []int) {
	t.Helper()
	last, err := net.Dial("udp", udp.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	if _, err := last.Write([]byte("last")); err != nil {
		t.Fatal(err)
	}
	packet := make([]byte, 1500)
	for {
		if err := udp.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		n, from, err := udp.ReadFrom(packet)
		if err != nil {
			t.Fatal(err)
		}
		if from.String() == last.LocalAddr().String() {
			return sizes
		}
		sizes = append(sizes, n)
	}
}
