package peertext

import (
	"strings"
	"testing"

	"einmal/internal/peer"
)

func TestWhoseWordEndedARoomIsTold(t *testing.T) {
	for _, code := range []string{"room-gone", "ended-by-operator"} {
		lost := EventSentence(peer.Event{Kind: peer.ServerLost, Code: code})
		if !strings.Contains(lost, endings[code]) || strings.Contains(lost, "cannot be reached") ||
			!strings.Contains(lost, "stay connected") {
			t.Errorf("%s: %q", code, lost)
		}
	}
	if endings["room-gone"] == endings["ended-by-operator"] {
		t.Error("both are told in the same words")
	}
}

func TestAnAppointmentIsToldWithItsTimeZone(t *testing.T) {
	text := EventSentence(peer.Event{Kind: peer.Arranged, When: 1_797_498_000})
	if !strings.Contains(text, "December 2026") || !strings.Contains(text, "UTC") {
		t.Errorf("%q", text)
	}
	if text := EventSentence(peer.Event{Kind: peer.Arranged}); !strings.Contains(text, "no appoint") {
		t.Errorf("%q", text)
	}
}
