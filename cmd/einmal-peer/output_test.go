package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// hostile moves the cursor, colours, rings, clears, sets the window title, hides, and reverses
// text.
const hostile = "a\x1b[2J\x1b]0;title\x07\u009b31m\x9b31m\x7f\r\nb\tc" +
	"\u202e\u2066\u2028\u200b\U000e0041\x00d\ufeff"

// checkTerminal fails for anything but printable characters and ends of lines.
func checkTerminal(t *testing.T, what, text string, lines int) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%s: %q", what, text)
			break
		}
	}
	if n := strings.Count(text, "\n"); n != lines {
		t.Errorf("%s: %d lines in %q, want %d", what, n, text, lines)
	}
}

func TestNothingThatOthersWriteReachesTheTerminalAsACommand(t *testing.T) {
	kinds := []peer.EventKind{
		peer.Waiting, peer.Knocked, peer.Admitted, peer.Joined, peer.Met, peer.Connected,
		peer.Reconnecting, peer.Said, peer.Noted,
		peer.Full, peer.Gone, peer.Alarm, peer.Problem, peer.Watched, peer.ServerLost,
		peer.ServerBack, peer.Over, peer.Known,
	}
	for _, kind := range kinds {
		knows, _ := json.Marshal(map[string]string{"room": hostile})
		e := peer.Event{Kind: kind, SID: "AAECAwQFBgc", Name: hostile, Text: hostile,
			Topic: hostile, Code: hostile, Knows: knows}
		var text bytes.Buffer
		if err := (&output{w: &text}).printEvent(e); err != nil {
			t.Fatal(err)
		}
		checkTerminal(t, string(kind), text.String(), 1)

		var object bytes.Buffer
		if err := (&output{w: &object, asJSON: true}).printEvent(e); err != nil {
			t.Fatal(err)
		}
		checkTerminal(t, string(kind)+" as JSON", object.String(), 1)
		var back peer.Event
		if err := json.Unmarshal(object.Bytes(), &back); err != nil ||
			back.Name != strings.ToValidUTF8(hostile, "\ufffd") {
			t.Errorf("%s says %q, %v", kind, back.Name, err)
		}
	}
	var problem bytes.Buffer
	if status := report(&problem, peertext.OverError(hostile)); status != 1 {
		t.Errorf("status %d", status)
	}
	checkTerminal(t, "the end", problem.String(), 1)
}

func TestWhatOthersWriteCannotMoveTheCursor(t *testing.T) {
	e := peer.Event{Kind: peer.Said, Name: "A\x1b[2Jnna", Text: "one\r\ntwo\u202e\x07"}
	if got := peertext.EventSentence(e); got != "A[2Jnna: one two" {
		t.Errorf("%q", got)
	}
}
