package certificate

import (
	"crypto/tls"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/server/logging"
	"einmal/internal/testca"
)

// serialOf tells certificates apart.
func serialOf(t *testing.T, get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *big.Int {
	t.Helper()
	certificate, err := get(nil)
	if err != nil {
		t.Fatal(err)
	}
	return certificate.Leaf.SerialNumber
}

func write(t *testing.T, authority *testca.Authority, dir string) {
	t.Helper()
	if err := authority.Write(dir, "localhost"); err != nil {
		t.Fatal(err)
	}
}

func TestAChangedCertificateIsTakenUpAndABrokenOneIsNot(t *testing.T) {
	authority, err := testca.New()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, authority, dir)
	cert, key := filepath.Join(dir, testca.CertificateFile), filepath.Join(dir, testca.KeyFile)
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		files, err := Open(cert, key, slog.New(logging.NewHandler(&log, slog.LevelInfo)))
		if err != nil {
			t.Fatal(err)
		}
		first := serialOf(t, files.GetCertificate)
		write(t, authority, dir)
		if serialOf(t, files.GetCertificate).Cmp(first) != 0 {
			t.Error("the disk was looked at again within a second")
		}
		time.Sleep(reloadPause + 1)
		second := serialOf(t, files.GetCertificate)
		if second.Cmp(first) == 0 {
			t.Error("the new certificate was not taken up")
		}
		if log.Len() > 0 {
			t.Errorf("a good change was logged: %s", log.String())
		}

		for name, spoil := range map[string]func() error{
			"another key": func() error { return os.WriteFile(key, otherKey(t, authority), 0o600) },
			"no PEM":      func() error { return os.WriteFile(cert, []byte("none"), 0o600) },
			"no file":     func() error { return os.Remove(cert) },
		} {
			log.Reset()
			write(t, authority, dir)
			time.Sleep(reloadPause + 1)
			good := serialOf(t, files.GetCertificate)
			if err := spoil(); err != nil {
				t.Fatal(err)
			}
			for range 5 {
				time.Sleep(reloadPause + 1)
				if serialOf(t, files.GetCertificate).Cmp(good) != 0 {
					t.Fatalf("%s: the old certificate is gone", name)
				}
			}
			if lines := strings.Count(log.String(), "\n"); lines != 1 ||
				!strings.Contains(log.String(), "code=tls-files") {
				t.Errorf("%s: %d lines: %s", name, lines, log.String())
			}
			if strings.Contains(log.String(), dir) || strings.Contains(log.String(), "localhost") {
				t.Errorf("%s: the log names something: %s", name, log.String())
			}
		}
	})
}

// otherKey belongs to no certificate here.
func otherKey(t *testing.T, authority *testca.Authority) []byte {
	t.Helper()
	dir := t.TempDir()
	write(t, authority, dir)
	key, err := os.ReadFile(filepath.Join(dir, testca.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	return key
}
