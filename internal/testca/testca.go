// Package testca makes certificates for tests and measurements: an authority of its own, and what it
// signs. No server that people reach may use it.
package testca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Names of the files in the directory of an authority.
const (
	RootFile        = "root.pem"
	CertificateFile = "certificate.pem"
	KeyFile         = "key.pem"
)

// validity is far longer than any test, and far shorter than a mistake would matter.
const validity = 24 * time.Hour

// Authority signs certificates. Its key is never written to disk.
type Authority struct {
	key  *ecdsa.PrivateKey
	root *x509.Certificate
}

// New makes an authority. It fails only if the system has no randomness.
func New() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := newTemplate("einmal test authority")
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	root, err := x509.ParseCertificate(der)
	return &Authority{key, root}, err
}

// Pool trusts this authority alone.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.root)
	return pool
}

// Write puts the root, a fresh certificate for the names and addresses, and its key into dir, as
// PEM (RFC 7468).
func (a *Authority) Write(dir string, names ...string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := newTemplate(names[0])
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, a.root, key.Public(), a.key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	write := func(name, kind string, der []byte) error {
		block := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
		return os.WriteFile(filepath.Join(dir, name), block, 0o600)
	}
	return errors.Join(
		write(RootFile, "CERTIFICATE", a.root.Raw),
		write(CertificateFile, "CERTIFICATE", certificate),
		write(KeyFile, "PRIVATE KEY", private),
	)
}

func newTemplate(name string) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62)) // never fails since Go 1.24
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(validity),
	}
}
