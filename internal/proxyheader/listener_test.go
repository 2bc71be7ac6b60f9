package proxyheader

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// log keeps what is logged.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// listen gives a port that believes the balancer with this address.
func listen(t *testing.T, balancer string) (*Listener, *log) {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	said := &log{}
	l := NewListener(inner, netip.MustParsePrefix(balancer), slog.New(slog.NewTextHandler(said, nil)))
	t.Cleanup(func() { l.Close() })
	return l, said
}

// come connects from an address of this machine and says something.
func come(t *testing.T, l *Listener, from, text string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	c, err := d.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

func isClosed(c net.Conn) bool {
	c.SetReadDeadline(time.Now().Add(time.Minute))
	_, err := c.Read(make([]byte, 1))
	return err != nil && !strings.Contains(err.Error(), "timeout")
}

func TestTheBalancerIsBelieved(t *testing.T) {
	l, said := listen(t, "127.0.0.2/31")
	for header, want := range map[string]string{
		headerOf(version2Proxy, tcpOverIPv4, from4): "192.0.2.1:4660",
		headerOf(version2Proxy, tcpOverIPv6, from6): "[2001:db8::1]:4660",
		headerOf(version2Proxy, unspecified, ""):    "127.0.0.3:",
		line4:                                       "192.0.2.1:4660",
		Local:                                       "127.0.0.3:",
	} {
		come(t, l, "127.0.0.3", header+"GET")
		c, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		heard := make([]byte, 3)
		if _, err := io.ReadFull(c, heard); err != nil || string(heard) != "GET" {
			t.Errorf("behind the header comes %q, %v", heard, err)
		}
		if got := c.RemoteAddr().String(); !strings.HasPrefix(got, want) {
			t.Errorf("it comes from %s instead of %s", got, want)
		}
		if raw, err := c.(syscall.Conn).SyscallConn(); raw == nil || err != nil {
			t.Errorf("its socket: %v", err)
		}
		c.Close()
	}
	if said.String() != "" {
		t.Errorf("it logs %s", said)
	}
}

// TestOnlyTheBalancerIsBelieved: on this machine others may come, but name nobody.
func TestOnlyTheBalancerIsBelieved(t *testing.T) {
	l, said := listen(t, "192.0.2.7/32")
	for _, header := range []string{headerOf(version2Proxy, tcpOverIPv4, from4), line4} {
		if !isClosed(come(t, l, "127.0.0.1", header)) {
			t.Errorf("somebody else is believed: %q", header)
		}
	}
	if !isClosed(come(t, l, "127.0.0.1", headerOf(version2Proxy, unspecified, ""))) {
		t.Error("somebody else may pass clients on")
	}
	come(t, l, "127.0.0.1", Local)
	if c, err := l.Accept(); err != nil || !strings.HasPrefix(c.RemoteAddr().String(), "127.0.0.1:") {
		t.Errorf("this machine itself: %v, %v", c, err)
	}
	if said.String() != "" {
		t.Errorf("it logs %s", said)
	}
}

func TestABalancerWithoutAHeaderIsNamedOnce(t *testing.T) {
	l, said := listen(t, "127.0.0.1/32")
	for _, text := range []string{"GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 192.0.2.1 443\r\n"} {
		if !isClosed(come(t, l, "127.0.0.1", text)) {
			t.Errorf("%q is taken", text)
		}
	}
	// The line may come a moment after the end.
	for end := time.Now().Add(time.Minute); said.String() == "" && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if got := said.String(); strings.Count(got, "\n") != 1 ||
		!strings.Contains(got, "code=no-proxy-header") || strings.Contains(got, "192.0.2.1") {
		t.Errorf("it logs %s", got)
	}
}

// TestASlowHeaderKeepsNobodyWaiting: as many as may be are silent, and are closed in time.
func TestASlowHeaderKeepsNobodyWaiting(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	l, _ := listen(t, "127.0.0.1/32")
	var silent []net.Conn
	for range mostWaiting {
		silent = append(silent, come(t, l, "127.0.0.1", Local[:5]))
	}
	come(t, l, "127.0.0.1", Local) // waits until one of them is closed
	accepted := make(chan error, 1)
	go func() {
		c, err := l.Accept()
		if err == nil {
			c.Close()
		}
		accepted <- err
	}()
	select {
	case err := <-accepted:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(10 * headerWait):
		t.Fatal("who says nothing keeps others waiting")
	}
	for _, c := range silent {
		if !isClosed(c) {
			t.Fatal("one that says nothing is not closed")
		}
	}
}

func TestCloseEndsTheWait(t *testing.T) {
	l, _ := listen(t, "127.0.0.1/32")
	waits := come(t, l, "127.0.0.1", Local) // which nobody accepts
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Accept(); err == nil {
		t.Error("somebody is accepted after the end")
	}
	if !isClosed(waits) {
		t.Error("who was not accepted is not closed")
	}
	if l.Close() == nil { // as that of the port itself
		t.Error("the port was open")
	}
}
