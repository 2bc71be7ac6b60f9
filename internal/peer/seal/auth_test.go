package seal

import (
	"crypto/ed25519"
	"testing"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

func newKeyPair(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestAProofProvesWhatIsExpectedAndNothingElse(t *testing.T) {
	own, theirs, host, other := newKeyPair(t), newKeyPair(t), newKeyPair(t), newKeyPair(t)
	h, otherH := make([]byte, 32), append(make([]byte, 31), 1)
	key := PublicKeyOf(theirs)
	knocker := Expectation{Own: PublicKeyOf(own)}
	member := Expectation{Own: PublicKeyOf(own), Key: &key}
	hostKey := PublicKeyOf(host)
	asHost := Expectation{Own: PublicKeyOf(own), IsHost: true,
		HostKeyHash: links.HostPin(hostKey[:])}
	without := func(m *protocol.Auth) *protocol.Auth {
		m.HostKey, m.HostSignature = nil, nil
		return m
	}
	with := func(m *protocol.Auth, change func(*protocol.Auth)) *protocol.Auth {
		change(m)
		return m
	}
	for name, c := range map[string]struct {
		expected Expectation
		shown    *protocol.Auth
		holds    bool
	}{
		"a knocker":                        {knocker, NewAuth(h, theirs, nil), true},
		"a member":                         {member, NewAuth(h, theirs, nil), true},
		"the host":                         {asHost, NewAuth(h, theirs, host), true},
		"our own proof":                    {knocker, NewAuth(h, own, nil), false},
		"our own proof, of us as the host": {knocker, without(NewAuth(h, own, host)), false},
		"a proof on another channel":       {knocker, NewAuth(otherH, theirs, nil), false},
		"a member under another key":       {member, NewAuth(h, other, nil), false},
		"a key that somebody else uses": {knocker,
			with(NewAuth(h, other, nil), func(m *protocol.Auth) { m.Key = key }), false},
		"a host without its key":            {asHost, NewAuth(h, theirs, nil), false},
		"a host that the link does not pin": {asHost, NewAuth(h, theirs, other), false},
		"the pinned key without its signature": {asHost,
			with(NewAuth(h, theirs, other), func(m *protocol.Auth) {
				pinned := PublicKeyOf(host)
				m.HostKey = &pinned
			}), false},
		"the host's signature on another channel": {asHost,
			with(NewAuth(h, theirs, host), func(m *protocol.Auth) {
				m.HostSignature = NewAuth(otherH, theirs, host).HostSignature
			}), false},
		"a guest with the host's key": {member, NewAuth(h, theirs, host), false},
	} {
		if c.expected.IsMetBy(h, c.shown) != c.holds {
			t.Errorf("%s: holds is %t", name, !c.holds)
		}
	}
}
