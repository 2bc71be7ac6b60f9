package acme

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"net/netip"
	"slices"

	"github.com/mholt/acmez/v3/acme"
)

// orderCertificate gets a certificate and takes it up.
func (s *Source) orderCertificate(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, orderTime)
	defer cancel()
	account, err := s.openAccount(ctx)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	request, err := requestFor(key, s.options.Host)
	if err != nil {
		return err
	}
	chain, err := s.obtain(ctx, account, request)
	if err != nil {
		return err
	}
	return s.adopt(key, chain)
}

// solver shows the authority an answer to its question.
type solver interface {
	Present(context.Context, acme.Challenge) error
	CleanUp(context.Context, acme.Challenge) error
}

// obtain lets the authority look by TLS first. Where that does not get through, it may look by HTTP;
// and later by the one and the other in turn, for it bears five looks in vain in an hour.
func (s *Source) obtain(ctx context.Context, account acme.Account,
	request *x509.CertificateRequest) ([]byte, error) {
	byTLS := s.inVain%2 == 0
	byHTTP := !byTLS || s.inVain == 0
	var chain []byte
	var err error
	if byTLS {
		chain, err = s.obtainBy(ctx, account, request, acme.ChallengeTypeTLSALPN01, &s.handshake)
	}
	if byHTTP && (!byTLS || err != nil && isAboutTheLook(err)) {
		web := &webSolver{address: s.options.httpAddress()}
		var second error
		chain, second = s.obtainBy(ctx, account, request, acme.ChallengeTypeHTTP01, web)
		if second == nil || !isAboutTheLook(second) || err == nil {
			err = second // otherwise the first look is the one to mend
		}
	}
	if s.inVain++; err == nil || !isAboutTheLook(err) {
		s.inVain = 0
	}
	return chain, err
}

func (s *Source) obtainBy(ctx context.Context, account acme.Account,
	request *x509.CertificateRequest, kind string, by solver) ([]byte, error) {
	order, err := s.newOrder(ctx, account)
	if err != nil {
		return nil, err
	}
	for _, authorization := range order.Authorizations {
		if err := s.authorize(ctx, account, authorization, kind, by); err != nil {
			return nil, err
		}
	}
	if order, err = s.client.FinalizeOrder(ctx, account, order, request.Raw); err != nil {
		return nil, err
	}
	chains, err := s.client.GetCertificateChain(ctx, account, order.Certificate)
	if err == nil && len(chains) == 0 {
		err = errors.New("the authority gave no certificate")
	}
	if err != nil {
		return nil, err
	}
	return chains[0].ChainPEM, nil
}

func (s *Source) newOrder(ctx context.Context, account acme.Account) (acme.Order, error) {
	kind := "dns"
	if _, err := netip.ParseAddr(s.options.Host); err == nil {
		kind = "ip"
	}
	profile, err := s.chooseProfile(ctx, kind)
	if err != nil {
		return acme.Order{}, err
	}
	order := acme.Order{
		Profile:     profile,
		Identifiers: []acme.Identifier{{Type: kind, Value: s.options.Host}},
	}
	if current := s.current.Load(); current != nil {
		// Without that it would count against what a name may have (RFC 9773, section 5).
		order.Replaces, _ = acme.ARIUniqueIdentifier(current.Leaf)
	}
	made, err := s.client.NewOrder(ctx, account, order)
	var problem acme.Problem
	if order.Replaces != "" && errors.As(err, &problem) && slices.Contains([]string{
		acme.ProblemTypeAlreadyReplaced, acme.ProblemTypeMalformed}, problem.Type) {
		order.Replaces = "" // replaced already, or of another authority
		made, err = s.client.NewOrder(ctx, account, order)
	}
	if errors.As(err, &problem) && problem.Type == acme.ProblemTypeAccountDoesNotExist {
		err = errors.Join(err, s.store.forgetAccount()) // the next try makes another one
	}
	return made, err
}

// shortLived is the one profile in which Let's Encrypt has addresses.
const shortLived = "shortlived"

// chooseProfile gives the profile that was asked for, if the authority has it.
func (s *Source) chooseProfile(ctx context.Context, kind string) (string, error) {
	directory, err := s.client.GetDirectory(ctx)
	if err != nil {
		return "", err
	}
	has := func(name string) bool {
		if directory.Meta == nil {
			return false
		}
		_, ok := directory.Meta.Profiles[name]
		return ok
	}
	switch asked := s.options.Profile; {
	case asked != "" && !has(asked):
		return "", errProfile
	case asked == "" && kind == "ip" && has(shortLived):
		return shortLived, nil
	default:
		return asked, nil
	}
}

// errNotOffered: the authority does not look in this way.
var errNotOffered = errors.New("the authority does not look in this way")

// authorize lets the authority look in one way whether this server has the name.
func (s *Source) authorize(ctx context.Context, account acme.Account, url, kind string,
	by solver) error {
	authorization, err := s.client.GetAuthorization(ctx, account, url)
	if err != nil || authorization.Status == acme.StatusValid {
		return err
	}
	n := slices.IndexFunc(authorization.Challenges, func(c acme.Challenge) bool {
		return c.Type == kind
	})
	if n < 0 {
		return errNotOffered
	}
	challenge := authorization.Challenges[n]
	if err := by.Present(ctx, challenge); err != nil {
		return err
	}
	defer by.CleanUp(ctx, challenge)
	if _, err := s.client.InitiateChallenge(ctx, account, challenge); err != nil {
		return err
	}
	_, err = s.client.PollAuthorization(ctx, account, authorization)
	return err
}

// adopt takes a certificate up, if this machine's clock takes it for good. It is used also where it
// cannot be kept.
func (s *Source) adopt(key *ecdsa.PrivateKey, chain []byte) error {
	pair, text, err := parsePair(key, chain)
	if err != nil {
		return err
	}
	if now := s.now(); now.Before(pair.Leaf.NotBefore) || !s.isFor(pair.Leaf) {
		return errClock
	}
	s.current.Store(pair)
	if s.store.writeCertificate(text) != nil { // its text would name files
		s.options.Log.Error("the new certificate is in use and cannot be kept: the next start gets "+
			"another one", "code", "acme-storage")
	}
	return nil
}

// openAccount gives the account, and makes one at the first time: with that its terms are accepted.
func (s *Source) openAccount(ctx context.Context) (acme.Account, error) {
	account, err := s.store.readAccount()
	if err == nil && account.PrivateKey != nil && account.Location != "" {
		return account, nil
	}
	if err != nil {
		return acme.Account{}, errStorage
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return acme.Account{}, err
	}
	account = acme.Account{TermsOfServiceAgreed: true, PrivateKey: key}
	if s.options.Mail != "" {
		account.Contact = []string{"mailto:" + s.options.Mail}
	}
	if account, err = s.client.NewAccount(ctx, account); err != nil {
		return acme.Account{}, err
	}
	if s.store.writeAccount(key, account.Location) != nil {
		return acme.Account{}, errStorage
	}
	return account, nil
}
