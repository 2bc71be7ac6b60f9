package acme

import (
	"crypto/x509"
	"errors"
	"net"
	"slices"

	"github.com/mholt/acmez/v3/acme"

	"einmal/internal/lazyregexp"
)

// What goes wrong here and not at the authority.
var (
	errStorage  = errors.New("acme-storage")
	errClock    = errors.New("acme-clock")
	errHTTPPort = errors.New("acme-port")
	errProfile  = errors.New("acme-profile")
)

// codeOf says what went wrong: by a word of ours, or of the authority (RFC 8555, section 6.7).
func codeOf(err error) string {
	for _, own := range []error{errStorage, errClock, errHTTPPort, errProfile} {
		if errors.Is(err, own) {
			return own.Error()
		}
	}
	var problem acme.Problem
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var network net.Error
	switch {
	case errors.As(err, &problem):
		return "acme-" + problemWord(problem.Type)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return errClock.Error()
	case errors.As(err, &unknown):
		return "acme-root"
	case errors.As(err, &network):
		return "acme-unreachable"
	}
	return "acme-failed"
}

// problemPattern is of the kinds of problems that RFC 8555 has, section 6.7.
var problemPattern = lazyregexp.New(`^urn:ietf:params:acme:error:([A-Za-z]{1,40})$`)

// problemWord is the last part of the name of a problem. What is no such name is not repeated.
func problemWord(kind string) string {
	if found := problemPattern().FindStringSubmatch(kind); found != nil {
		return found[1]
	}
	return "refused"
}

// isAboutTheLook says whether an authority did not get through to this server, or heard something
// else there, or does not look in this way.
func isAboutTheLook(err error) bool {
	var problem acme.Problem
	if !errors.As(err, &problem) {
		return errors.Is(err, errNotOffered) || errors.Is(err, errHTTPPort)
	}
	return slices.Contains([]string{acme.ProblemTypeConnection, acme.ProblemTypeTLS,
		acme.ProblemTypeUnauthorized, acme.ProblemTypeIncorrectResponse}, problem.Type)
}
