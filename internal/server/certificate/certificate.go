// Package certificate keeps the server's TLS certificate in step with the files that it came from.
package certificate

import (
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"einmal/internal/cli"
)

// reloadPause is how long a change of the files may go unnoticed; handshakes in between cost no
// look at the disk.
const reloadPause = time.Second

// ServerConfig is how the server speaks TLS. Certificates come from whoever get is: files so
// far.
func ServerConfig(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: get,
		// The page comes over HTTP/2, WebSocket needs HTTP/1.1; the others are TURN's and STUN's (RFC
		// 7443). A client with none of these is turned away.
		NextProtos: []string{"h2", "http/1.1", "stun.turn", "stun.nat-discovery"},
		// A ticket makes a person recognisable from one visit to the next, over TLS 1.2 by anybody
		// on the way, and its key in our memory opens what was recorded. Going without costs a
		// signature, but no round trip (RFC 8446, appendix C.4).
		SessionTicketsDisabled: true,
	}
}

// Files is the certificate in two files, read again when they change. A change that
// cannot be used leaves the old one in place. The method get may be called from any goroutine.
type Files struct {
	cert, key string
	log       *slog.Logger
	current   atomic.Pointer[tls.Certificate]

	mu     sync.Mutex // held by whoever looks at the files; the others do not wait
	next   time.Time  // of the next look
	latest [sha256.Size]byte
}

// Open reads the files for the first time. The error is for people.
func Open(cert, key string, log *slog.Logger) (*Files, error) {
	f := &Files{cert: cert, key: key, log: log, next: time.Now().Add(reloadPause)}
	if err := f.reload(); err != nil {
		return nil, problem(err)
	}
	return f, nil
}

// GetCertificate is for [tls.Config.GetCertificate].
func (f *Files) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if f.mu.TryLock() {
		if now := time.Now(); now.After(f.next) {
			f.next = now.Add(reloadPause)
			if f.reload() != nil { // its text would name the files
				f.log.Error("the TLS certificate or its key changed and cannot be used; the old "+
					"one stays", "code", "tls-files")
			}
		}
		f.mu.Unlock()
	}
	return f.current.Load(), nil
}

// reload takes the files up if they are not those of the last time, which fail once only. The
// caller holds mu or is alone.
func (f *Files) reload() error {
	cert, certErr := os.ReadFile(f.cert)
	key, keyErr := os.ReadFile(f.key)
	sum := sha256.New()
	for _, part := range []any{cert, key, certErr, keyErr} {
		fmt.Fprintf(sum, "%q ", part)
	}
	latest := [sha256.Size]byte(sum.Sum(nil))
	if latest == f.latest {
		return nil
	}
	f.latest = latest
	if err := errors.Join(certErr, keyErr); err != nil {
		return err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err == nil {
		f.current.Store(&pair)
	}
	return err
}

// NotAfter is when the current certificate expires.
func (f *Files) NotAfter() time.Time { return f.current.Load().Leaf.NotAfter }

// problem explains why there is no certificate to begin with.
func problem(err error) error {
	return cli.Problemf("tls-files", "The files of -tls-cert and -tls-key cannot be used: %v.", err)
}
