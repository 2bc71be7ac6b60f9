package transfer

import (
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"

	"github.com/pion/webrtc/v4"
)

// unopenedChannel takes nothing yet.
func unopenedChannel(t *testing.T) *rtc.FileChannel {
	t.Helper()
	pc, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	channel, err := pc.CreateDataChannel("files", nil)
	if err != nil {
		t.Fatal(err)
	}
	return &rtc.FileChannel{Channel: channel}
}

func TestNobodyHasMoreOfAFileThanWasSent(t *testing.T) {
	const id = 1
	out := &Sender{channel: unopenedChannel(t), send: func(protocol.Message) {}, report: func(Outcome, *File, string) {},
		Open: map[protocol.FileID]*outgoing{}}
	out.offerFile(id, &SharedFile{Offer: protocol.File{Name: "x", Size: 10}})
	at := int64(1)
	if err := out.handleAccept(&protocol.Accept{ID: id, At: &at}); err != protocol.ErrFiles {
		t.Errorf("1 byte of what never went anywhere: %v", err)
	}
	out.Open[id].reached = 10
	if err := out.handleWritten(&protocol.Written{ID: id, Bytes: 1}); err != protocol.ErrFiles {
		t.Errorf("written before it is accepted: %v", err)
	}
	at = 10
	if err := out.handleAccept(&protocol.Accept{ID: id, At: &at}); err != protocol.ErrFiles {
		t.Errorf("all bytes: %v", err)
	}
}
