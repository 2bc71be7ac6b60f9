package rtc

import (
	"bytes"
	"testing"

	"einmal/internal/peer/protocol"

	"github.com/pion/webrtc/v4"
)

func TestWhatIsMadeTogetherArrivesInOrder(t *testing.T) {
	w := newWire(t, nil)
	w.untilUsable()
	large := bytes.Repeat([]byte{7}, protocol.MaxDoc-1)
	w.runUntil("channel", func() bool { return w.offerer.Docs.Send(0x20, nil) })
	for kind := byte(0x21); kind < 0x30; kind++ {
		if !w.offerer.Docs.Send(kind, large) {
			t.Fatal("it does not go")
		}
	}
	if w.offerer.Docs.Send(0x20, append(large, 7)) {
		t.Error("more than a message has is sent")
	}
	w.runUntil("all of it", func() bool { return len(w.docs) == 16 })
	for i, doc := range w.docs {
		if doc[0] != byte(0x20+i) || i > 0 && !bytes.Equal(doc[1:], large) {
			t.Errorf("message %d is of kind %x and has %d bytes", i, doc[0], len(doc))
		}
	}
	if w.attacked > 0 {
		t.Error("it was taken for an attack")
	}
}

func (w *wire) untilDocs() {
	w.t.Helper()
	w.untilUsable()
	w.runUntil("channel", func() bool {
		return w.offerer.Docs.channel.ReadyState() == webrtc.DataChannelStateOpen
	})
}

func TestWhatIsNoMessageOfAnyPartEndsThePair(t *testing.T) {
	for name, message := range map[string][]byte{
		"nothing": {}, "a kind below all": {0x0f}, "a kind above all": {0x90},
		"too long a message": bytes.Repeat([]byte{0x20}, protocol.MaxDoc+1),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, nil)
			w.untilDocs()
			if err := w.offerer.Docs.channel.Send(message); err != nil {
				t.Fatal(err)
			}
			w.runUntil("end", func() bool { return w.attacked == 1 })
			if len(w.docs) > 0 {
				t.Error("it is passed on")
			}
		})
	}
	t.Run("text", func(t *testing.T) {
		w := newWire(t, nil)
		w.untilDocs()
		if err := w.offerer.Docs.channel.SendText(" "); err != nil {
			t.Fatal(err)
		}
		w.runUntil("end", func() bool { return w.attacked == 1 })
	})
}

func TestAFloodOfDocumentsEndsThePairOnceAndWhatWeSendIsNone(t *testing.T) {
	w := newWire(t, nil)
	w.untilUsable()
	w.runUntil("channel", func() bool { return w.other.Docs.Send(0x20, nil) })
	large := bytes.Repeat([]byte{7}, protocol.MaxDoc-1)
	for range 60 { // 1 MiB
		if !w.other.Docs.Send(0x20, large) {
			t.Fatal("it does not go")
		}
	}
	w.runUntil("what may go at once", func() bool { return len(w.docs) >= 15 })
	if w.attacked > 0 || len(w.docs) > 40 {
		t.Fatalf("%d attacks after %d messages", w.attacked, len(w.docs))
	}
	for range 60 {
		if err := w.offerer.Docs.channel.Send(append([]byte{0x20}, large...)); err != nil {
			t.Fatal(err)
		}
	}
	w.runUntil("end", func() bool { return w.attacked == 1 })
}
