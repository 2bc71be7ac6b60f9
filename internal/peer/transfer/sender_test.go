package transfer

import (
	"testing"

	"einmal/internal/peer/protocol"
)

func TestNobodyHasMoreOfAFileThanWasSent(t *testing.T) {
	const id = 1
	out := &Sender{send: func(protocol.Message) {}, report: func(Outcome, *File, string) {},
		Open: map[protocol.FileID]*outgoing{}}
	out.offerFile(id, &SharedFile{Offer: protocol.File{Name: "x", Size: 10}})
	at := int64(1)
	if err := out.handleAccept(&protocol.Accept{ID: id, At: &at}); err != protocol.ErrFiles {
		t.Errorf("1 byte of what never went anywhere: %v", err)
	}
	out.Open[id].reached = 10
	at = 10
	if err := out.handleAccept(&protocol.Accept{ID: id, At: &at}); err != protocol.ErrFiles {
		t.Errorf("all bytes: %v", err)
	}
}
