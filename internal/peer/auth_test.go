package peer

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
	key := publicOf(theirs)
	knocker := expectation{own: publicOf(own)}
	member := expectation{own: publicOf(own), key: &key}
	hostKey := publicOf(host)
	asHost := expectation{own: publicOf(own), isHost: true, pin: links.PinOf(hostKey[:])}
	without := func(m *protocol.Auth) *protocol.Auth {
		m.HostKey, m.HostSignature = nil, nil
		return m
	}
	with := func(m *protocol.Auth, change func(*protocol.Auth)) *protocol.Auth {
		change(m)
		return m
	}
	for name, c := range map[string]struct {
		expected expectation
		shown    *protocol.Auth
		holds    bool
	}{
		"a knocker":                        {knocker, proof(h, theirs, nil), true},
		"a member":                         {member, proof(h, theirs, nil), true},
		"the host":                         {asHost, proof(h, theirs, host), true},
		"our own proof":                    {knocker, proof(h, own, nil), false},
		"our own proof, of us as the host": {knocker, without(proof(h, own, host)), false},
		"a proof on another channel":       {knocker, proof(otherH, theirs, nil), false},
		"a member under another key":       {member, proof(h, other, nil), false},
		"a key that somebody else uses": {knocker,
			with(proof(h, other, nil), func(m *protocol.Auth) { m.Key = key }), false},
		"a host without its key":            {asHost, proof(h, theirs, nil), false},
		"a host that the link does not pin": {asHost, proof(h, theirs, other), false},
		"the pinned key without its signature": {asHost,
			with(proof(h, theirs, other), func(m *protocol.Auth) {
				pinned := publicOf(host)
				m.HostKey = &pinned
			}), false},
		"the host's signature on another channel": {asHost,
			with(proof(h, theirs, host), func(m *protocol.Auth) {
				m.HostSignature = proof(otherH, theirs, host).HostSignature
			}), false},
		"a guest with the host's key": {member, proof(h, theirs, host), false},
	} {
		if c.expected.proves(h, c.shown) != c.holds {
			t.Errorf("%s: holds is %t", name, !c.holds)
		}
	}
}
