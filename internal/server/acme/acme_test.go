package acme

import (
	"context"
	"crypto/tls"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"einmal/internal/freeport"
	"einmal/internal/pebble"
)

func TestACertificateForANameIsKeptAndNotOrderedAgain(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port, RejectNonces: 20})
	dir := t.TempDir()
	s := open(t, l, options(authority, dir))
	if _, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true}); err == nil {
		t.Error("a handshake before there is a certificate")
	}
	serial := s.run().await("")
	for name, c := range map[string]*tls.Config{
		"a browser":               {ServerName: "call.test", NextProtos: []string{"h2", "http/1.1"}},
		"a client of TURN":        {ServerName: "call.test", NextProtos: []string{"stun.turn"}},
		"a client without a name": {ServerName: "call.test"},
	} {
		c.RootCAs = authority.Roots()
		conn, err := tls.Dial("tcp", s.address, c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		conn.Close()
	}
	if c, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true,
		ServerName: "call.test", NextProtos: []string{"acme-tls/1"}}); err == nil {
		c.Close()
		t.Error("an answer to an authority that asks nothing any more")
	}
	s.stop()
	if s.log.String() != "" {
		t.Errorf("it logged %s", s.log)
	}
	isPrivate(t, dir)

	authority.Stop()
	again := open(t, nil, options(authority, dir))
	if again.serial() != serial {
		t.Errorf("kept %s, found %q", serial, again.serial())
	}
	other := options(authority, dir)
	other.Host = "other.test"
	if open(t, nil, other).HasCertificate() {
		t.Error("a certificate for another name was taken")
	}
	other = options(authority, dir)
	other.Directory += "2"
	if open(t, nil, other).HasCertificate() {
		t.Error("a certificate of another authority was taken")
	}
}

func isPrivate(t *testing.T, dir string) {
	t.Helper()
	count := 0
	err := filepath.WalkDir(filepath.Join(dir, "acme"),
		func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			want := fs.FileMode(0o600)
			if entry.IsDir() {
				want = 0o700
			} else {
				count++
			}
			if info.Mode().Perm() != want {
				t.Errorf("%s has mode %o", entry.Name(), info.Mode().Perm())
			}
			return nil
		})
	if err != nil || count != 2 {
		t.Errorf("%d files, %v", count, err)
	}
}

func TestACertificateForAnAddress(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port})
	o := options(authority, t.TempDir())
	o.Host, o.Profile = "127.0.0.1", ""
	s := open(t, l, o).run()
	s.await("")
	life := s.current.Load().Leaf.NotAfter.Sub(s.current.Load().Leaf.NotBefore)
	if life > 7*24*time.Hour {
		t.Errorf("an address has a certificate for %v", life)
	}
	c, err := tls.Dial("tcp", s.address, &tls.Config{RootCAs: authority.Roots(),
		ServerName: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

// TestRenewal: the authority knows that one takes the place of the other, and the old one is shown
// until then.
func TestRenewal(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port, Tiny: 20 * time.Second})
	o := options(authority, t.TempDir())
	o.Profile = "tiny"
	s := open(t, l, o).run()
	first := s.await("")
	second := s.await(first)
	s.await(second)
	if s.log.String() != "" {
		t.Errorf("it logged %s", s.log)
	}
}

func TestWhereTLSDoesNotGetThroughTheAuthorityLooksByHTTP(t *testing.T) {
	port := freeport.Find(t)
	authority := pebble.Start(t, pebble.Options{HTTPPort: port})
	o := options(authority, t.TempDir())
	o.HTTP = (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}).String()
	s := open(t, nil, o).run()
	s.await("")
	if c, err := net.Dial("tcp", o.HTTP); err == nil {
		c.Close()
		t.Error("the port for the look is still open")
	}
}

func TestWhatGoesWrongIsSaidByACode(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port})
	for name, test := range map[string]struct {
		change func(*Options)
		code   string
	}{
		"nobody there":      {func(o *Options) { o.Directory = "https://127.0.0.1:1/dir" }, "acme-unreachable"},
		"an unknown root":   {func(o *Options) { o.Root = "" }, "acme-root"},
		"no such profile":   {func(o *Options) { o.Profile = "nosuch" }, "acme-profile"},
		"no name":           {func(o *Options) { o.Host = "call..test" }, "acme-malformed"},
		"nobody answers it": {func(o *Options) { o.Host = "other.test" }, "acme-unauthorized"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(authority, t.TempDir())
			test.change(&o)
			var mine net.Listener
			if name != "nobody answers it" {
				mine = l
			}
			s := open(t, mine, o).run()
			s.awaitCode(test.code)
			if text := s.log.String(); strings.Contains(text, "test") ||
				strings.Contains(text, "127.0.0.1") {
				t.Errorf("the log names something: %s", text)
			}
		})
	}
}

// TestAFullDisk: what cannot be kept is used all the same, and nothing is half there.
func TestAFullDisk(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port})
	dir := t.TempDir()
	s := open(t, l, options(authority, dir))
	// A directory in the place of the file: not even root can rename a file over it.
	in := s.store.path(certificateFile)
	if err := os.MkdirAll(filepath.Join(in, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.run().await("")
	s.awaitCode("acme-storage")
	s.stop()
	left, err := os.ReadDir(filepath.Dir(in))
	if err != nil || len(left) != 2 {
		t.Errorf("%v, %v", left, err)
	}
}

// TestAnAuthorityThatForgotUs: as after a restart of pebble, which keeps nothing.
func TestAnAuthorityThatForgotUs(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port})
	s := open(t, l, options(authority, t.TempDir()))
	first := s.run().await("")
	s.stop()
	authority.Stop()
	authority.Resume()
	ctx := context.Background()
	if err := s.order(ctx); codeOf(err) != "acme-accountDoesNotExist" {
		t.Errorf("it says %v", err)
	}
	if err := s.order(ctx); err != nil {
		t.Error(err)
	}
	s.await(first)
}

// TestAClockThatIsWrong keeps the certificate of before.
func TestAClockThatIsWrong(t *testing.T) {
	l, port := listenTLS(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port})
	s := open(t, l, options(authority, t.TempDir()))
	first := s.run().await("")
	s.stop()
	for name, by := range map[string]time.Duration{"late": -48 * time.Hour,
		"early": 100 * 24 * time.Hour} {
		s.now = func() time.Time { return time.Now().Add(by) }
		if err := s.order(context.Background()); codeOf(err) != "acme-clock" {
			t.Errorf("%s: it says %v", name, err)
		}
		if s.serial() != first {
			t.Errorf("%s: the certificate of before is gone", name)
		}
	}
}

// TestLooksInVain: both ways at once at first, and then one after the other, for an authority bears
// five in an hour.
func TestLooksInVain(t *testing.T) {
	authority := pebble.Start(t, pebble.Options{}) // it finds nobody
	o := options(authority, t.TempDir())
	o.HTTP = freeport.Address(t)
	s := open(t, nil, o)
	for _, want := range []int{2, 3, 4} {
		if err := s.order(context.Background()); !isAboutTheLook(err) {
			t.Errorf("it says %v", err)
		}
		if n := strings.Count(authority.Said(), "INVALID by completed challenge"); n != want {
			t.Errorf("%d looks, not %d", n, want)
		}
	}
}
