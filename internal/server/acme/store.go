package acme

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mholt/acmez/v3/acme"
)

// store keeps the account and the certificate, each whole in one file or not at all. Another
// authority has a directory of its own.
type store struct {
	dir       string
	authority string // URL of its directory
}

const (
	accountFile     = "account.pem"
	certificateFile = "certificate.pem" // the private key, and the chain behind it
	// locationHeader is where the authority keeps the account.
	locationHeader = "Location"
)

// CertificateFile is where the certificate of an authority, named by the URL of its directory, is
// kept in a data directory: the private key, and the chain behind it.
func CertificateFile(dataDir, authority string) string {
	return storeIn(dataDir, authority).path(certificateFile)
}

func storeIn(dataDir, authority string) store {
	return store{dir: filepath.Join(dataDir, "acme"), authority: authority}
}

func (s store) path(file string) string {
	sum := sha256.Sum256([]byte(s.authority))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:8]), file)
}

// readCertificate gives nil if there is none.
func (s store) readCertificate() (*tls.Certificate, error) {
	text, err := os.ReadFile(s.path(certificateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(text, text)
	return &pair, err
}

// parsePair makes a certificate of what [acme.Certificate] has, and the text to keep.
func parsePair(key *ecdsa.PrivateKey, chain []byte) (*tls.Certificate, []byte, error) {
	text, err := encodeKey(key, nil)
	if err != nil {
		return nil, nil, err
	}
	text = append(text, chain...)
	pair, err := tls.X509KeyPair(text, text)
	return &pair, text, err
}

func (s store) writeCertificate(text []byte) error {
	return writeWhole(s.path(certificateFile), text)
}

// readAccount gives one without a key if there is none.
func (s store) readAccount() (acme.Account, error) {
	text, err := os.ReadFile(s.path(accountFile))
	if errors.Is(err, fs.ErrNotExist) {
		return acme.Account{}, nil
	}
	if err != nil {
		return acme.Account{}, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return acme.Account{}, errors.New("the account's key is no PEM file")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	signer, ok := key.(crypto.Signer)
	if err != nil || !ok {
		return acme.Account{}, errors.Join(err, errors.New("the account's key cannot be used"))
	}
	return acme.Account{Status: acme.StatusValid, PrivateKey: signer,
		Location: block.Headers[locationHeader]}, nil
}

func (s store) writeAccount(key *ecdsa.PrivateKey, location string) error {
	text, err := encodeKey(key, map[string]string{locationHeader: location})
	if err != nil {
		return err
	}
	return writeWhole(s.path(accountFile), text)
}

func (s store) forgetAccount() error { return os.Remove(s.path(accountFile)) }

func encodeKey(key *ecdsa.PrivateKey, headers map[string]string) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = pem.Encode(&text, &pem.Block{Type: "PRIVATE KEY", Headers: headers, Bytes: der})
	return text.Bytes(), err
}

// writeWhole replaces a file, for its owner alone; after a crash there is the old one or the new
// one.
func writeWhole(path string, text []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temporary.Name())
		}
	}()
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	if err = os.Rename(temporary.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
