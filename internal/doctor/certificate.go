package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"time"

	"einmal/internal/server/acme"
)

const day = 24 * time.Hour

// checkCertificate looks at the files of -tls-cert and -tls-key, or at what the authority gave.
func checkCertificate(_ context.Context, e *examination) []Finding {
	c := e.config
	switch {
	case c.CertFile != "":
		return e.checkFiles(c.CertFile, c.KeyFile)
	case c.ACME.Directory == "":
		return nil
	}
	file := acme.CertificateFile(c.DataDir, c.ACME.Directory)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil // none yet: what people see then, checkPage finds
	}
	return e.checkFiles(file, file)
}

func (e *examination) checkFiles(cert, key string) (all []Finding) {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return []Finding{found("certificate-unreadable", "cert", cert, "key", key,
			"reason", err.Error())}
	}
	for _, file := range []string{cert, key} {
		if !e.server().mayRead(file) {
			all = append(all, found("certificate-forbidden", "file", file,
				"user", e.server().String()))
			break
		}
	}
	if info, err := os.Stat(key); err == nil && info.Mode().Perm()&0o007 != 0 {
		all = append(all, found("key-open", "file", key, "mode", modeOf(info)))
	}
	return append(all, e.checkChain(cert, pair.Certificate)...)
}

// checkChain looks at a certificate as a browser would that has seen none of this authority's.
func (e *examination) checkChain(file string, chain [][]byte) []Finding {
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return nil // LoadX509KeyPair has parsed it
	}
	between := x509.NewCertPool()
	for _, der := range chain[1:] {
		if one, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(one)
		}
	}
	now := time.Now()
	left, life := leaf.NotAfter.Sub(now), leaf.NotAfter.Sub(leaf.NotBefore)
	at := leaf.NotAfter.UTC().Format(time.DateTime)
	var all []Finding
	switch {
	case left <= 0:
		return []Finding{found("certificate-expired", "file", file, "at", at)}
	case left < min(life/6, 15*day):
		all = append(all, found("certificate-ends-soon", "file", file, "at", at,
			"days", strconv.Itoa(int(left/day))))
	}
	if leaf.VerifyHostname(e.public.Hostname) != nil {
		return append(all, found("certificate-name", "file", file, "name", e.public.Hostname))
	}
	// at a moment at which it is good for sure: the clock is for others to judge
	_, err = leaf.Verify(x509.VerifyOptions{Roots: e.Roots, Intermediates: between})
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &unknown) {
		return append(all, found("certificate-chain", "file", file, "issuer",
			leaf.Issuer.CommonName))
	}
	return all
}

func modeOf(info fs.FileInfo) string {
	return "0" + strconv.FormatUint(uint64(info.Mode().Perm()), 8)
}
