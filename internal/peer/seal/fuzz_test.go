package seal

import (
	"bytes"
	"testing"

	"einmal/internal/peer/protocol"
)

// FuzzSealed: whatever the server passes on, nothing is heard that was not said, and what was said
// is not heard twice.
func FuzzSealed(f *testing.F) {
	f.Add([]byte{}, uint8(0), uint16(0))
	f.Add([]byte{1, 2, 3}, uint8(1), uint16(9))
	f.Add(bytes.Repeat([]byte{2}, 60), uint8(2), uint16(40))
	f.Fuzz(func(t *testing.T, foreign []byte, stage uint8, flip uint16) {
		later, earlier := newPathEnds(&testing.T{})
		if later.Connect() != nil {
			t.Fatal("connect")
		}
		switch stage % 3 {
		case 0: // instead of the first message
			_ = earlier.ReceiveBody(foreign)
		case 1: // the first message, changed
			body := bytes.Clone(later.out[0])
			body[int(flip)%len(body)] ^= 1 << (flip % 8)
			_ = earlier.ReceiveBody(body)
		case 2: // after the handshake
			if err := deliver(later, earlier); err != nil {
				t.Fatal(err)
			}
			if later.SendMessage(&protocol.Chat{Text: "said"}) != nil ||
				later.SendMessage(&protocol.Chat{Text: "too"}) != nil {
				t.Fatal("say")
			}
			body := bytes.Clone(later.out[0])
			body[int(flip)%len(body)] ^= 1 << (flip % 8)
			_ = earlier.ReceiveBody(body)
			_ = earlier.ReceiveBody(foreign)
		}
		if len(earlier.got) > 0 || stage%3 != 2 && earlier.open > 0 {
			t.Errorf("heard %q, opened %d times", earlier.got, earlier.open)
		}
	})
}

// FuzzUnpad: what is taken for a padded text is the padding of that text, but for its size.
func FuzzUnpad(f *testing.F) {
	f.Add(padText([]byte("text")))
	f.Add(make([]byte, 256))
	f.Fuzz(func(t *testing.T, padded []byte) {
		text, ok := unpadText(padded)
		if ok && !bytes.HasPrefix(padded, padText(text)) {
			t.Errorf("%d bytes were taken for padding", len(padded))
		}
	})
}

// FuzzBoxHead: what is read of a box is what would be written of it.
func FuzzBoxHead(f *testing.F) {
	for _, head := range []BoxHead{{From: "Ms Weber", Note: 3},
		{From: "x", File: "x.pdf", Size: 70_000, Note: 8000}} {
		text, err := head.Text()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text[:60], head.Pieces())
	}
	f.Fuzz(func(t *testing.T, start []byte, pieces uint16) {
		text := make([]byte, headText)
		copy(text, start)
		head, err := ReadBoxHead(text, pieces)
		if err != nil {
			return
		}
		again, err := head.Text()
		if err != nil || !bytes.Equal(again, text) || head.Pieces() != pieces {
			t.Fatalf("%+v is written otherwise, %v", head, err)
		}
		if _, err := ReadBoxHead(start, pieces); err == nil && len(start) != headText {
			t.Fatal("a head of another length is read")
		}
	})
}
