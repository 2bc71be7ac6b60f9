package peer

import (
	"context"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
)

func TestTheProofOfWorkIsThatOfTheProtocolText(t *testing.T) {
	n, room := protocol.Nonce{}, protocol.RoomID{}
	for i := range n {
		n[i] = byte(i)
	}
	for i := range room {
		room[i] = byte(16 + i)
	}
	text, _ := solveWork(t.Context(), n, room, 8).MarshalText()
	if want := "AAAAKQAAAHMAAABOAAACdgAAAq8AAABJAAAElwAAAJA"; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

func TestWorkThatNobodyWaitsForEnds(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if solveWork(ctx, protocol.Nonce{}, protocol.RoomID{}, protocol.MaxWork) != nil {
		t.Error("it went on")
	}
}

func TestARoomIsCreatedOnAnOpenServer(t *testing.T) {
	s := startServer(t, "-create", "open")
	host := s.join(s.room(Video, 2), Options{Name: "Ms Weber"})
	host.until(Joined)
}
