package peer

import (
	"encoding/binary"
	"testing"

	"einmal/internal/peer/notes"
	"einmal/internal/peer/protocol"
)

func notesPiece(index, count int, text string) []byte {
	head := binary.BigEndian.AppendUint16(nil, uint16(index))
	return append(binary.BigEndian.AppendUint16(head, uint16(count)), text...)
}

// tellNotes has somebody send these pieces to everybody.
func (p *person) tellNotes(pieces ...[]byte) {
	p.runAndWait(func() {
		for _, pair := range p.pairs {
			for _, piece := range pieces {
				pair.SendDoc(notes.Tell, piece)
			}
		}
	})
}

func TestNotesAreReadFromWhoWasAskedAndFromNobodyElse(t *testing.T) {
	host, anna, mallory := hostileCall(t, startServer(t))
	if err := anna.AskNotes(); err != ErrNotNow {
		t.Errorf("a native member has notes: %v", err)
	}
	askHost := func() {
		anna.runAndWait(func() {
			for sid, p := range anna.pairs {
				if p.IsHost {
					anna.together.ExpectNotes(sid)
				}
			}
		})
	}
	askHost()
	mallory.tellNotes(notesPiece(0, 1, "unasked"))
	mallory.runAndWait(func() {
		for _, p := range mallory.pairs {
			p.SendDoc(0x21, []byte("a document")) // skipped, whatever is in it
			p.SendDoc(0x0f, nil)                  // of no part
		}
	})
	anna.untilThat("the alarm", func(e Event) bool {
		if e.Kind == Notes {
			t.Error("notes that nobody asked for are told")
		}
		return e.Kind == Alarm && e.Name == "Mallory"
	})
	host.tellNotes(notesPiece(0, 2, "- [ ] Call \u202e\xc3"), notesPiece(1, 2, "\xa4ndi"))
	if e := anna.until(Notes); e.Text != "- [ ] Call ändi" || e.Name != "Host" {
		t.Errorf("%q by %q", e.Text, e.Name)
	}
	askHost()
	host.tellNotes(notesPiece(1, 2, "the second first"))
	if e := anna.until(Alarm); e.Name != "Host" || e.Code != string(protocol.ErrBadMessage) {
		t.Errorf("alarm %q about %q", e.Code, e.Name)
	}
}
