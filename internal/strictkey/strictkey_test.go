package strictkey

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"
)

// The web client makes these signatures and says the same of them (crypto/testing/oddsignatures.ts).
func TestOddSignaturesAreWhatTheWebClientSaysOfThem(t *testing.T) {
	body, err := os.ReadFile("../../webclient/testdata/signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Name, Key, Message, Signature string
		Valid                         bool
	}
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	looser := 0
	for _, odd := range list {
		key, message, signature := decode(t, odd.Key), decode(t, odd.Message), decode(t, odd.Signature)
		if got := Verify(key, message, signature); got != odd.Valid {
			t.Errorf("%s: %t", odd.Name, got)
		}
		if ed25519.Verify(key, message, signature) && !odd.Valid {
			looser++
		}
	}
	if looser == 0 {
		t.Error("no signature is refused here that crypto/ed25519 takes")
	}
}

func TestAKeyIsGoodForItsOwnMessageAlone(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signature := ed25519.Sign(private, []byte("text"))
	if !Verify(public, []byte("text"), signature) || Verify(public, []byte("other"), signature) {
		t.Error("the signature is good for the wrong message")
	}
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
