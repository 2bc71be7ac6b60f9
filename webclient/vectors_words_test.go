package webclient

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// words reads a list as docs/protocol.md, section 2, has it: in the source of the client.
func words(t *testing.T, language string) []string {
	t.Helper()
	source, err := os.ReadFile("src/crypto/wordlists/" + language + ".ts")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)`(.*)`").FindSubmatch(source)
	if found == nil {
		t.Fatalf("%s: no list", language)
	}
	list := strings.Fields(string(found[1]))
	if len(list) != 1024 {
		t.Fatalf("%s: %d words", language, len(list))
	}
	return list
}

// TestWordsOfALinkAreThoseOfTheProtocol works the words out anew, by long division, where the
// client shifts a register.
func TestWordsOfALinkAreThoseOfTheProtocol(t *testing.T) {
	text, err := os.ReadFile("testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct{ Fragment, En, De string }
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	english, german := words(t, "en"), words(t, "de")
	for _, v := range vectors {
		payload, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(v.Fragment, "#1"))
		if err != nil {
			t.Fatal(err)
		}
		numbers := numbersOf(payload)
		if got := spell(english, numbers); got != v.En {
			t.Errorf("English: %s, want %s", got, v.En)
		}
		if got := spell(german, numbers); got != v.De {
			t.Errorf("German: %s, want %s", got, v.De)
		}
	}
}

// numbersOf takes K, S and F as a link has them, K with six zero bits more than words have.
func numbersOf(payload []byte) []int64 {
	whole := new(big.Int).Lsh(new(big.Int).SetBytes(payload), 12)
	check := new(big.Int).Set(whole)
	for check.BitLen() > 12 { // x^12 + x^6 + x^4 + x + 1, below the highest bit that is left
		check.Xor(check, new(big.Int).Lsh(big.NewInt(0x1053), uint(check.BitLen()-13)))
	}
	whole.Or(whole, check)
	numbers := make([]int64, 27)
	for i := range slices.Backward(numbers) {
		numbers[i] = new(big.Int).And(whole, big.NewInt(1023)).Int64()
		whole.Rsh(whole, 10)
	}
	return numbers
}

func spell(list []string, numbers []int64) string {
	said := make([]string, len(numbers))
	for i, n := range numbers {
		said[i] = list[n]
	}
	return strings.Join(said, " ")
}
