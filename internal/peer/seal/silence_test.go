package seal

import (
	"testing"

	"einmal/internal/peer/protocol"
)

// TestWhateverIsLostThePathOpensAfterASilence loses all of the handshake from its n-th message on.
func TestWhateverIsLostThePathOpensAfterASilence(t *testing.T) {
	for lost := range 5 {
		later, earlier := newPathEnds(t)
		mustSay(t, later, "Hello")
		mustSay(t, earlier, "You too")
		later.out, earlier.out = later.out[:1], nil // as if the earlier had not begun
		earlier.Reset()
		sent := 0
		for len(later.out)+len(earlier.out) > 0 {
			for _, way := range [][2]*pathEnd{{later, earlier}, {earlier, later}} {
				bodies := way[0].out
				way[0].out = nil
				for _, body := range bodies {
					if sent++; sent > lost {
						continue
					}
					if err := way[1].ReceiveBody(body); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for _, e := range []*pathEnd{later, earlier} { // a silence later
			due := e.due
			e.due = nil
			for _, f := range due {
				if err := f(); err != nil {
					t.Fatal(err)
				}
			}
		}
		mustDeliver(t, later, earlier)
		if !later.proved || !earlier.proved {
			t.Errorf("with message %d lost the path is not open", lost)
		}
	}
}

func TestAPathIsOpenedAnewAsOftenAsALineIsLostAndRemembersTheLast(t *testing.T) {
	later, earlier := newPathEnds(t)
	for n := range maxAttempts + 50 {
		later.Reset()
		later.Connect()
		mustDeliver(t, later, earlier)
		if later.open != n+1 || earlier.open != n+1 {
			t.Fatalf("after %d losses it was opened %d and %d times", n+1, later.open, earlier.open)
		}
	}
	for _, e := range []*pathEnd{later, earlier} {
		kept := len(e.hashes) == maxAttempts && len(e.order) == maxAttempts &&
			len(e.firstMessages) <= maxAttempts
		if !kept || e.HandshakeHash(e.provenID) == nil {
			t.Errorf("%d hashes and %d first messages are kept", len(e.hashes),
				len(e.firstMessages))
		}
	}
}

func TestWhatWaitsForAProofIsBounded(t *testing.T) {
	later, _ := newPathEnds(t)
	for range 100 { // a pair that finds no way and no peer for hours
		_ = later.SendMessage(&protocol.Description{Type: "offer"})
		for range 10 {
			_ = later.SendMessage(&protocol.Candidate{})
		}
	}
	if len(later.waiting) != 11 {
		t.Errorf("%d messages of the negotiation wait", len(later.waiting))
	}
	for range 1000 {
		_ = later.SendMessage(&protocol.Full{})
	}
	if len(later.waiting) != maxWaiting {
		t.Errorf("%d messages wait", len(later.waiting))
	}
}
