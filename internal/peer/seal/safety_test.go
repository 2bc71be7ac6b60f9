package seal

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"einmal/internal/peer/protocol"
)

type safetyVector struct {
	Earlier, Later struct{ Sid, Nonce, Commitment, H, Fingerprint b64 }
	Emoji          []int
	Digits         string
}

func TestSafetyCodesAreThoseOfTheVectors(t *testing.T) {
	list := readVectors(t).Safety
	for _, v := range list {
		var sides []CodeInput
		for _, s := range []struct{ Sid, Nonce, Commitment, H, Fingerprint b64 }{v.Earlier,
			v.Later} {
			if got := commitmentTo(protocol.Nonce(s.Nonce),
				protocol.SID(s.Sid)); !bytes.Equal(got[:], s.Commitment) {
				t.Errorf("commitment %x, want %x", got, s.Commitment)
			}
			sides = append(sides, CodeInput{protocol.Nonce(s.Nonce), s.H,
				protocol.Fingerprint(s.Fingerprint)})
		}
		got := NewSafetyCode(sides[0], sides[1])
		for i, place := range v.Emoji {
			if got.Emoji[i] != emoji[place].picture || got.Names[i] != emoji[place].name {
				t.Errorf("emoji %d is %s, want that of place %d", i, got.Emoji[i], place)
			}
		}
		if got.Digits != v.Digits || NewSafetyCode(sides[1], sides[0]) == got {
			t.Errorf("digits %s, want %s, and others the other way round", got.Digits, v.Digits)
		}
	}
	if len(list) == 0 {
		t.Error("no vectors")
	}
}

func TestTheEmojiAreThoseOfTheProtocol(t *testing.T) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile("(?s)```emoji\n(.*?)\n```").FindSubmatch(text)
	if table == nil {
		t.Fatal("the protocol has no table of emoji")
	}
	entries := strings.Split(strings.ReplaceAll(string(table[1]), "\n", " · "), " · ")
	for i, entry := range entries {
		if words := strings.Fields(entry); emoji[i].picture != words[0] ||
			emoji[i].name != words[1] {
			t.Errorf("place %d is %v here, %s in the protocol", i, emoji[i], entry)
		}
	}
	if len(entries) != len(emoji) {
		t.Errorf("the protocol has %d emoji", len(entries))
	}
}

// ends of one data channel; both know the attempts 1 and 2.
func exchanges() (a, b *SafetyExchange) {
	hash := func(id protocol.AttemptID) []byte {
		if id[0] == 1 || id[0] == 2 {
			return bytes.Repeat(id[:1], 32)
		}
		return nil
	}
	return NewSafetyExchange(protocol.SID{1}, protocol.SID{2},
		hash), NewSafetyExchange(protocol.SID{2}, protocol.SID{1}, hash)
}

func TestSafetyMessagesOutOfOrderAreAViolation(t *testing.T) {
	one := protocol.AttemptID{1}
	for _, c := range []struct {
		name string
		said func(b *SafetyExchange) []protocol.Message // to a, which has committed
	}{
		{"a reveal before the commit",
			func(b *SafetyExchange) []protocol.Message {
				return []protocol.Message{&protocol.Reveal{Nonce: b.nonce}}
			}},
		{"a second commit", func(b *SafetyExchange) []protocol.Message {
			return slices.Repeat(b.Commit(one),
				2)
		}},
		{"a second reveal", func(b *SafetyExchange) []protocol.Message {
			return append(b.Commit(one), &protocol.Reveal{Nonce: b.nonce},
				&protocol.Reveal{Nonce: b.nonce})
		}},
		{"another nonce than was committed to", func(b *SafetyExchange) []protocol.Message {
			return append(b.Commit(one), &protocol.Reveal{Nonce: protocol.Nonce{7}})
		}},
		{"an attempt that there was not",
			func(b *SafetyExchange) []protocol.Message { return b.Commit(protocol.AttemptID{9}) }},
		{"our own commit sent back", func(b *SafetyExchange) []protocol.Message {
			b.ownSID = protocol.SID{1}
			return append(b.Commit(one), &protocol.Reveal{Nonce: b.nonce})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := exchanges()
			a.Commit(one)
			said := c.said(b)
			for i, m := range said {
				if _, err := a.Receive(m); (err != nil) != (i == len(said)-1) {
					t.Errorf("message %d of %d: %v", i+1, len(said), err)
				}
			}
		})
	}
	t.Run("a reveal before our own commit", func(t *testing.T) {
		a, b := exchanges()
		if _, err := a.Receive(b.Commit(one)[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Receive(&protocol.Reveal{Nonce: b.nonce}); err == nil {
			t.Error("it is accepted")
		}
	})
}

// playExchange lets a and b say all that they have to say, and gives what each holds for the code:
// its own side first.
func playExchange(t *testing.T, a, b *SafetyExchange, attemptA,
	attemptB protocol.AttemptID) (fromA, fromB [2]CodeInput) {
	t.Helper()
	toB, toA := a.Commit(attemptA), b.Commit(attemptB)
	for len(toA)+len(toB) > 0 {
		var nextA, nextB []protocol.Message
		for _, m := range toB {
			nextA = append(nextA, must(b.Receive(m))...)
		}
		for _, m := range toA {
			nextB = append(nextB, must(a.Receive(m))...)
		}
		toA, toB = nextA, nextB
	}
	for _, side := range []struct {
		x  *SafetyExchange
		to *[2]CodeInput
	}{{a, &fromA}, {b, &fromB}} {
		own, peer, ok := side.x.CodeInputs()
		if !ok {
			t.Fatal("there is no code")
		}
		*side.to = [2]CodeInput{own, peer}
	}
	return fromA, fromB
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestTheSafetyCodeIsTheSameAlthoughASocketLossCrossedTheAttempts(t *testing.T) {
	a, b := exchanges()
	fromA, fromB := playExchange(t, a, b, protocol.AttemptID{1}, protocol.AttemptID{2})
	if NewSafetyCode(fromA[0], fromA[1]) != NewSafetyCode(fromB[1], fromB[0]) {
		t.Error("the codes differ")
	}
}

func TestAnotherHandshakeOrCertificateGivesAnotherSafetyCode(t *testing.T) {
	a, b := exchanges()
	from, _ := playExchange(t, a, b, protocol.AttemptID{1}, protocol.AttemptID{1})
	honest := NewSafetyCode(from[0], from[1])
	for i := range from {
		handshake, certificate := from, from
		handshake[i].h = bytes.Repeat([]byte{3}, 32) // the nonces are passed on unchanged
		certificate[i].Fingerprint[0] ^= 1
		for _, other := range [][2]CodeInput{handshake, certificate} {
			if NewSafetyCode(other[0], other[1]) == honest {
				t.Error("the code is the same")
			}
		}
	}
}
