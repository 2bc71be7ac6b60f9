package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

// mostWrong is how far a clock may be off.
const mostWrong = time.Minute

// checkAuthority asks the certificate authority for its directory (RFC 8555, section 7.1.1), and
// compares the clocks.
func checkAuthority(ctx context.Context, e *examination) []Finding {
	a := e.config.ACME
	if a.Directory == "" {
		return nil
	}
	client := e.client()
	if a.Root != "" {
		text, err := os.ReadFile(a.Root)
		pool := x509.NewCertPool()
		if err != nil || !pool.AppendCertsFromPEM(text) {
			return []Finding{found("acme-untrusted", "authority", a.Authority())}
		}
		client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: pool,
			MinVersion: tls.VersionTLS12}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Directory, nil)
	if err != nil {
		return nil // the configuration has looked
	}
	sent := time.Now()
	answer, err := client.Do(request)
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &unknown):
		return []Finding{found("acme-untrusted", "authority", a.Authority())}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return []Finding{found("clock-wrong", "by", "?")}
	case err != nil:
		return []Finding{found("acme-unreachable", "authority", a.Authority(),
			"reason", withoutURL(err))}
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20)) // its status says enough
	if answer.StatusCode != http.StatusOK {
		return []Finding{found("acme-unreachable", "authority", a.Authority(),
			"reason", answer.Status)}
	}
	theirs, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return nil
	}
	off := theirs.Sub(sent)
	if off.Abs() < mostWrong {
		return nil
	}
	return []Finding{found("clock-wrong", "by", off.Abs().Round(time.Second).String())}
}

// checkClock looks whether somebody keeps the clock right.
func checkClock(_ context.Context, e *examination) []Finding {
	if e.Clock == ClockLeft && !e.isContainer() {
		return []Finding{found("clock-unsynchronised")}
	}
	return nil
}

// isContainer: there the clock is the host's business (systemd's container interface).
func (m Machine) isContainer() bool {
	for _, mark := range []string{"run/systemd/container", "run/.containerenv", ".dockerenv"} {
		if _, err := os.Stat(m.path(mark)); err == nil {
			return true
		}
	}
	return false
}
