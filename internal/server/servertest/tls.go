package servertest

import (
	"crypto/tls"
	"path/filepath"
	"sync"
	"testing"

	"einmal/internal/testca"
)

// authority signs what the servers of a test show; nobody else trusts it.
var authority = sync.OnceValues(testca.New)

// WriteCertificate writes a new certificate for this machine to a directory of its own.
func WriteCertificate(t testing.TB, dir string) {
	t.Helper()
	a, err := authority()
	if err == nil {
		err = a.Write(dir, "localhost", "127.0.0.1", "::1")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// WithTLS adds the flags of a server with TLS.
func WithTLS(t testing.TB, flags ...string) []string {
	t.Helper()
	dir := t.TempDir()
	WriteCertificate(t, dir)
	return append(flags, "-tls-cert", filepath.Join(dir, testca.CertificateFile), "-tls-key",
		filepath.Join(dir, testca.KeyFile))
}

// RootFile is the file of the authority, for SSL_CERT_FILE.
func RootFile(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	WriteCertificate(t, dir)
	return filepath.Join(dir, testca.RootFile)
}

// Trust is a client that trusts the authority.
func Trust(t testing.TB) *tls.Config {
	t.Helper()
	a, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{RootCAs: a.Pool(), ServerName: "localhost"}
}
