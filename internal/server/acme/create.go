package acme

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net"
	"time"

	"github.com/mholt/acmez/v3/acme"
)

// What the library's other package makes as well, but with names in other scripts: its tables for
// them are 0.1 MB of program, and package origin takes names in ASCII only.

// tlsProtocol is the one that an authority offers (RFC 8737, section 6.2).
const tlsProtocol = "acme-tls/1"

// acmeIdentifier is the extension that carries the answer (RFC 8737, section 6.1).
var acmeIdentifier = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 31}

// answerLife is for how long the certificate with an answer is good; an order takes minutes.
const answerLife = 24 * time.Hour

// requestFor makes a request for a certificate (RFC 2986) for a name or an IP address.
func requestFor(key crypto.Signer, host string) (*x509.CertificateRequest, error) {
	var request x509.CertificateRequest
	request.DNSNames, request.IPAddresses = namesOf(host)
	der, err := x509.CreateCertificateRequest(rand.Reader, &request, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificateRequest(der)
}

// answerCertificate makes the certificate that answers an authority (RFC 8737, section 3; for
// addresses RFC 8738, section 6).
func answerCertificate(c acme.Challenge) (*tls.Certificate, error) {
	sum := sha256.Sum256([]byte(c.KeyAuthorization))
	answer, err := asn1.Marshal(sum[:])
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := x509.Certificate{
		SerialNumber:    big.NewInt(1),
		Subject:         pkix.Name{CommonName: "ACME challenge"},
		NotBefore:       time.Now().Add(-answerLife),
		NotAfter:        time.Now().Add(answerLife),
		ExtraExtensions: []pkix.Extension{{Id: acmeIdentifier, Critical: true, Value: answer}},
	}
	template.DNSNames, template.IPAddresses = namesOf(c.Identifier.Value)
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

func namesOf(host string) (names []string, addresses []net.IP) {
	if ip := net.ParseIP(host); ip != nil {
		return nil, []net.IP{ip}
	}
	return []string{host}, nil
}
