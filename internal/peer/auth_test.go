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
	key := publicKeyOf(theirs)
	knocker := expectation{own: publicKeyOf(own)}
	member := expectation{own: publicKeyOf(own), key: &key}
	hostKey := publicKeyOf(host)
	asHost := expectation{own: publicKeyOf(own), isHost: true, hostKeyHash: links.PinOf(hostKey[:])}
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
		"a knocker":                        {knocker, newAuth(h, theirs, nil), true},
		"a member":                         {member, newAuth(h, theirs, nil), true},
		"the host":                         {asHost, newAuth(h, theirs, host), true},
		"our own proof":                    {knocker, newAuth(h, own, nil), false},
		"our own proof, of us as the host": {knocker, without(newAuth(h, own, host)), false},
		"a proof on another channel":       {knocker, newAuth(otherH, theirs, nil), false},
		"a member under another key":       {member, newAuth(h, other, nil), false},
		"a key that somebody else uses": {knocker,
			with(newAuth(h, other, nil), func(m *protocol.Auth) { m.Key = key }), false},
		"a host without its key":            {asHost, newAuth(h, theirs, nil), false},
		"a host that the link does not pin": {asHost, newAuth(h, theirs, other), false},
		"the pinned key without its signature": {asHost,
			with(newAuth(h, theirs, other), func(m *protocol.Auth) {
				pinned := publicKeyOf(host)
				m.HostKey = &pinned
			}), false},
		"the host's signature on another channel": {asHost,
			with(newAuth(h, theirs, host), func(m *protocol.Auth) {
				m.HostSignature = newAuth(otherH, theirs, host).HostSignature
			}), false},
		"a guest with the host's key": {member, newAuth(h, theirs, host), false},
	} {
		if c.expected.isMetBy(h, c.shown) != c.holds {
			t.Errorf("%s: holds is %t", name, !c.holds)
		}
	}
}
