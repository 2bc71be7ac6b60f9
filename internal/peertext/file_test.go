package peertext

import (
	"strings"
	"testing"

	"einmal/internal/peer"
)

func TestWhatBecomesOfAFileIsOneSentence(t *testing.T) {
	file := &peer.File{Name: "x\x1b[31m.txt", Size: 5, Saved: "x (2).txt"}
	for _, e := range []peer.Event{
		{Kind: peer.Offered, Code: "accepted"}, {Kind: peer.Offered, Code: "declined"},
		{Kind: peer.Received}, {Kind: peer.Delivered},
		{Kind: peer.NotSent, Code: "declined"}, {Kind: peer.NotSent, Code: "withdrawn"},
		{Kind: peer.NotSent, Code: "cut-off"},
		{Kind: peer.NotSent, Code: "damaged"}, {Kind: peer.NotSent, Code: "disk"},
		{Kind: peer.NotSent, Code: "unreadable"},
		{Kind: peer.NotSent, Code: "too-many"},
	} {
		e.Name, e.File = "Anna", file
		text := EventSentence(e)
		if !strings.Contains(text, "Anna") || !strings.HasSuffix(text, ".") ||
			strings.Contains(text, ": .") || strings.ContainsRune(text, 0x1b) {
			t.Errorf("%s %s: %q", e.Kind, e.Code, text)
		}
	}
}
