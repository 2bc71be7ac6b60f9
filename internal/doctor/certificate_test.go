package doctor

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// signed is a certificate with its key, and whoever signed it.
type signed struct {
	*x509.Certificate
	key    *ecdsa.PrivateKey
	issuer *signed
}

// leaf describes a certificate for call.test.
func leaf(change func(*x509.Certificate)) *x509.Certificate {
	c := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: []string{"call.test"},
		NotBefore: time.Now().Add(-45 * day), NotAfter: time.Now().Add(45 * day),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if change != nil {
		change(c)
	}
	return c
}

func authority(name string) *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-90 * day), NotAfter: time.Now().Add(90 * day), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
}

func (s *signed) sign(t *testing.T, template *x509.Certificate) *signed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parent, by := template, key
	if s != nil {
		parent, by = s.Certificate, s.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &signed{made, key, s}
}

var testRoot, testMiddle *signed

// issue writes a certificate with its whole chain but the root, as a browser wants it.
func issue(t *testing.T, template *x509.Certificate) (cert, key string) {
	t.Helper()
	if testRoot == nil {
		testRoot = (*signed)(nil).sign(t, authority("root"))
		testMiddle = testRoot.sign(t, authority("middle"))
	}
	return writeChain(t, testMiddle.sign(t, template), true)
}

func writeChain(t *testing.T, s *signed, whole bool) (cert, key string) {
	t.Helper()
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Raw})
	if whole {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE",
			Bytes: s.issuer.Raw})...)
	}
	der, err := x509.MarshalPKCS8PrivateKey(s.key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "cert.pem", string(text))
	write(t, dir, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY",
		Bytes: der})))
	return cert, key
}

func lookAtFiles(t *testing.T, cert, key string, more ...string) []Finding {
	t.Helper()
	return examine(t, checkCertificate, with(wellMachine(t), func(m *Machine) {
		m.Roots = x509.NewCertPool()
		m.Roots.AddCert(testRoot.Certificate)
	}), public(append(more, "-tls-cert", cert, "-tls-key", key)...)...)
}

// changed issues a certificate that differs in one thing.
func changed(change func(*x509.Certificate)) func(*testing.T) []Finding {
	return func(t *testing.T) []Finding {
		cert, key := issue(t, leaf(change))
		return lookAtFiles(t, cert, key)
	}
}

var certificateFaults = []fault{
	{"certificate-unreadable", "the file is not there", func(t *testing.T) []Finding {
		cert, key := issue(t, leaf(nil))
		os.Remove(cert)
		return lookAtFiles(t, cert, key)
	}},
	{"certificate-unreadable", "the key belongs to another certificate",
		func(t *testing.T) []Finding {
			cert, _ := issue(t, leaf(nil))
			_, key := issue(t, leaf(nil))
			return lookAtFiles(t, cert, key)
		}},
	{"certificate-forbidden", "root alone may read the key, and the server is another user",
		func(t *testing.T) []Finding {
			data := foreignDir(t)
			cert, key := issue(t, leaf(nil))
			if err := os.Chmod(cert, 0o644); err != nil {
				t.Fatal(err)
			}
			return lookAtFiles(t, cert, key, "-data", data)
		}},
	{"certificate-forbidden", "root alone may enter the directory, as certbot makes it",
		func(t *testing.T) []Finding {
			data := foreignDir(t)
			cert, key := issue(t, leaf(nil))
			if err := errors.Join(os.Chmod(cert, 0o644), os.Chmod(key, 0o640),
				os.Chown(key, -1, nobody), os.Chmod(filepath.Dir(key), 0o700)); err != nil {
				t.Fatal(err)
			}
			return lookAtFiles(t, cert, key, "-data", data)
		}},
	{"certificate-chain", "the authority between is left out", func(t *testing.T) []Finding {
		issue(t, leaf(nil))
		cert, key := writeChain(t, testMiddle.sign(t, leaf(nil)), false)
		return lookAtFiles(t, cert, key)
	}},
	{"certificate-name", "it is for another name", changed(func(c *x509.Certificate) {
		c.DNSNames = []string{"other.test"}
	})},
	{"certificate-expired", "it has expired", changed(func(c *x509.Certificate) {
		c.NotAfter = time.Now().Add(-time.Hour)
	})},
	{"certificate-ends-soon", "a tenth of its life is left", changed(func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = time.Now().Add(-81*day), time.Now().Add(9*day)
	})},
	{"key-open", "everybody may read the key", func(t *testing.T) []Finding {
		cert, key := issue(t, leaf(nil))
		if err := os.Chmod(key, 0o644); err != nil {
			t.Fatal(err)
		}
		return lookAtFiles(t, cert, key)
	}},
}

func TestAGoodCertificateIsWell(t *testing.T) {
	cert, key := issue(t, leaf(nil))
	if all := lookAtFiles(t, cert, key); len(all) > 0 {
		t.Errorf("%q", codesOf(all))
	}
}

const nobody = 65534

// foreignDir is a data directory of another user.
func foreignDir(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can give a directory to another user")
	}
	dir := t.TempDir()
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}
