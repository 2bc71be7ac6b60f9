package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"einmal/internal/lookback"
	"einmal/internal/origin"
	"einmal/internal/server/servertest"
	"einmal/internal/testca"
)

const inNamespace = "EINMAL_DOCTOR_IN_NAMESPACE"

// inNetwork runs the rest of a test in a network of its own, where port 443 is free and several
// processes of tests may have it. It says whether this is that network.
func inNetwork(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inNamespace) != "" {
		if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		return true
	}
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: a network namespace needs root")
	}
	var levels []string
	for level := range strings.SplitSeq(t.Name(), "/") {
		levels = append(levels, "^"+regexp.QuoteMeta(level)+"$")
	}
	child := exec.Command(os.Args[0], "-test.run="+strings.Join(levels, "/"), "-test.count=1",
		"-test.v")
	child.Env = append(os.Environ(), inNamespace+"=1")
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("SKIPPED: this root may make no network namespace")
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

const (
	outsideAddress = "127.0.44.3"
	outsidePort    = outsideAddress + ":443"
)

// outsideSite is an examination of a server under a name that leads to an address of the loopback,
// beside another einmal that looks back.
type outsideSite struct {
	*examination
	data  string
	flags []string
}

func newOutsideSite(t *testing.T, viaFlags ...string) *outsideSite {
	t.Helper()
	via := servertest.Start(t, viaFlags...)
	ca, err := testca.New()
	dir := t.TempDir()
	if err == nil {
		err = ca.Write(dir, "call.test")
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &outsideSite{data: t.TempDir()}
	s.flags = public("-data", s.data, "-relay-listen", "", "-listen", outsidePort,
		"-tls-cert", filepath.Join(dir, testca.CertificateFile),
		"-tls-key", filepath.Join(dir, testca.KeyFile))
	m := wellMachine(t)
	m.Roots, m.Resolver = ca.Pool(), nameServer(t, outsideAddress)
	m.Addresses = parseAll(t, outsideAddress)
	s.examination = newExamination(configOf(t, s.flags...), m)
	s.lookThrough(t, via.Public)
	return s
}

func (s *outsideSite) lookThrough(t *testing.T, url string) {
	t.Helper()
	var err error
	if s.Via, err = origin.Parse("-via", url); err != nil {
		t.Fatal(err)
	}
}

// serve runs the server, at another address than the one that people come to if it says so.
func (s *outsideSite) serve(t *testing.T, more ...string) *servertest.Server {
	t.Helper()
	return servertest.StartOn(t, s.data, append(s.flags, more...)...)
}

func listenOutside(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", outsidePort)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// outside asks with something before it.
func outside(prepare func(*testing.T, *outsideSite)) func(*testing.T) []Finding {
	return func(t *testing.T) []Finding {
		s := newOutsideSite(t, "-look-back")
		prepare(t, s)
		return askOutside(t.Context(), s.examination)
	}
}

// outsideFaults are looked for in a network of their own.
var outsideFaults = []fault{
	{"outside-refused", "nobody listens on the public address", outside(
		func(*testing.T, *outsideSite) {})},
	{"outside-silent", "what comes to the public address is dropped", outside(
		func(t *testing.T, _ *outsideSite) { dropConnections(t) })},
	{"outside-no-tls", "TLS does not get through", outside(func(t *testing.T, s *outsideSite) {
		forward(t, listenOutside(t), s.serve(t, "-listen", "127.0.0.1:0").Address, isHandshake)
	})},
	{"outside-foreign", "another server answers on the public address", outside(
		func(t *testing.T, s *outsideSite) {
			pair, err := tls.LoadX509KeyPair(s.config.CertFile, s.config.KeyFile)
			if err != nil {
				t.Fatal(err)
			}
			//nolint:gosec // it ends with the test
			go http.Serve(tls.NewListener(listenOutside(t), &tls.Config{
				Certificates: []tls.Certificate{pair}}), http.NotFoundHandler())
		})},
	{"outside-udp", "UDP does not get through to the public address", outside(
		func(t *testing.T, s *outsideSite) {
			forward(t, listenOutside(t), s.serve(t, "-listen", "127.0.0.1:0").Address, nil)
		})},
	{"outside-elsewhere", "the machine goes out by another address than the name's", outside(
		func(t *testing.T, s *outsideSite) {
			s.serve(t)
			s.Addresses = nil
		})},
	{"via-refused", "the other einmal does not look back", func(t *testing.T) []Finding {
		s := newOutsideSite(t)
		s.serve(t)
		return askOutside(t.Context(), s.examination)
	}},
	{"via-unreachable", "nobody is where the other einmal should be", outside(
		func(t *testing.T, s *outsideSite) { s.lookThrough(t, "http://localhost:1") })},
	{"via-busy", "the other einmal looks at this address already", outside(keepBusy)},
}

// dropConnections has a listener that takes no connection: once its queue is full, the system drops
// what comes (listen(2)).
func dropConnections(t *testing.T) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	at := &unix.SockaddrInet4{Port: 443, Addr: [4]byte{127, 0, 44, 3}}
	if err := errors.Join(unix.Bind(fd, at), unix.Listen(fd, 0)); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for range 100 {
		c, err := net.DialTimeout("tcp", outsidePort, time.Second)
		if err == nil {
			t.Cleanup(func() { c.Close() })
			failed = 0
		} else if failed++; failed == 2 { // once may be this machine's slowness
			return
		}
	}
	t.Fatal("it takes every connection")
}

// keepBusy has somebody at the same address ask all the time, whose port says nothing.
func keepBusy(t *testing.T, s *outsideSite) {
	l := listenOutside(t)
	looked := make(chan net.Conn, 100)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			looked <- c
		}
	}()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(outsideAddress)}}
	client := s.clientThrough(dialer.DialContext)
	go func() {
		for t.Context().Err() == nil {
			_, _ = lookback.Ask(t.Context(), client, s.Via.String()) // whatever it says
		}
	}()
	c := <-looked
	t.Cleanup(func() { c.Close() })
}

// TestOfTwoServersOneSeesTheOtherFromOutside, by its name and by its address.
func TestOfTwoServersOneSeesTheOtherFromOutside(t *testing.T) {
	if !inNetwork(t) {
		return
	}
	for _, url := range []string{"https://call.test", "https://" + outsideAddress} {
		s := newOutsideSite(t, "-look-back")
		server := s.serve(t, "-public-url", url)
		if all := askOutside(t.Context(), s.examination); len(all) > 0 {
			t.Errorf("%s: %v", url, all)
		}
		e := newExamination(s.config, s.Machine)
		if !e.runs {
			t.Error("it does not run")
		}
		if err := server.Stop(); err != nil {
			t.Fatal(err)
		}
		// the whole check, with nobody there any more
		if got := codesOf(checkOutside(context.Background(), e)); len(got) != 1 ||
			got[0] != "outside-refused" {
			t.Errorf("%s: then %q", url, got)
		}
	}
}
