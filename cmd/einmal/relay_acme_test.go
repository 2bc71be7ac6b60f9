package main

import (
	"crypto/tls"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/pion/turn/v4"

	"einmal/internal/freeport"
	"einmal/internal/pebble"
	"einmal/internal/server/servertest"
)

// TestARelayGetsItsCertificateItself, by the port that all is on, and passes packets on over TLS.
func TestARelayGetsItsCertificateItself(t *testing.T) {
	port := freeport.Find(t)
	authority := pebble.Start(t, pebble.Options{TLSPort: port, Tiny: time.Hour})
	data := filepath.Join(t.TempDir(), "data")
	address, _ := startRelay(t, "-listen", "127.0.0.1:"+strconv.Itoa(port), "-acme", "-acme-name",
		"127.0.0.1", "-acme-directory", authority.Directory, "-acme-root", authority.Root,
		"-acme-profile", "tiny", "-data", data)
	trust := &tls.Config{RootCAs: authority.Roots()}
	stream, err := tls.Dial("tcp", address, trust)
	for end := time.Now().Add(2 * time.Minute); err != nil; {
		if time.Now().After(end) {
			t.Fatalf("no certificate: %v; %s", err, authority.Said())
		}
		time.Sleep(100 * time.Millisecond)
		stream, err = tls.Dial("tcp", address, trust)
	}
	a := servertest.Allocate(t, turn.NewSTUNConn(stream), address, restAccess("room"))
	b := servertest.Allocate(t, udp(t), address, restAccess("room"))
	servertest.Exchange(t, a, b)
	kept := 0
	err = filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		kept++
		info, err := os.Stat(path)
		if err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %s", path, info.Mode())
		}
		return err
	})
	if err != nil || kept < 2 {
		t.Errorf("it keeps %d files: %v", kept, err)
	}
}
