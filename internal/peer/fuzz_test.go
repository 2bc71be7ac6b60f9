package peer

import (
	"bytes"
	"testing"
)

// FuzzSealed: whatever the server passes on, nothing is heard that was not said, and what was said
// is not heard twice.
func FuzzSealed(f *testing.F) {
	f.Add([]byte{}, uint8(0), uint16(0))
	f.Add([]byte{1, 2, 3}, uint8(1), uint16(9))
	f.Add(bytes.Repeat([]byte{2}, 60), uint8(2), uint16(40))
	f.Fuzz(func(t *testing.T, foreign []byte, stage uint8, flip uint16) {
		later, earlier := ring(&testing.T{})
		if later.connect() != nil {
			t.Fatal("connect")
		}
		switch stage % 3 {
		case 0: // instead of the first message
			_ = earlier.receive(foreign)
		case 1: // the first message, changed
			body := bytes.Clone(later.out[0])
			body[int(flip)%len(body)] ^= 1 << (flip % 8)
			_ = earlier.receive(body)
		case 2: // after the handshake
			if err := pass(later, earlier); err != nil {
				t.Fatal(err)
			}
			if later.say(&chatMessage{Text: "said"}) != nil ||
				later.say(&chatMessage{Text: "too"}) != nil {
				t.Fatal("say")
			}
			body := bytes.Clone(later.out[0])
			body[int(flip)%len(body)] ^= 1 << (flip % 8)
			_ = earlier.receive(body)
			_ = earlier.receive(foreign)
		}
		if len(earlier.got) > 0 || stage%3 != 2 && earlier.open > 0 {
			t.Errorf("heard %q, opened %d times", earlier.got, earlier.open)
		}
	})
}

// FuzzUnpad: what is taken for a padded text is the padding of that text, but for its size.
func FuzzUnpad(f *testing.F) {
	f.Add(pad([]byte("text")))
	f.Add(make([]byte, 256))
	f.Fuzz(func(t *testing.T, padded []byte) {
		text, ok := unpad(padded)
		if ok && !bytes.HasPrefix(padded, pad(text)) {
			t.Errorf("%d bytes were taken for padding", len(padded))
		}
	})
}
