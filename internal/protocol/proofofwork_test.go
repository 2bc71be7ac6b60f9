package protocol

import "testing"

func TestTheProofOfTheProtocolTextProves(t *testing.T) {
	var challenge *Challenge
	var proof *Proof
	room := RoomID{0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c,
		0x1d, 0x1e, 0x1f}
	for _, block := range append(fixtures(t, "json server"), fixtures(t, "json client")...) {
		if m, _ := decode([]byte(block), serverMessages); m != nil {
			if c, ok := m.(*Challenge); ok && c.Work != nil {
				challenge = c
			}
		}
		if m, _ := decode([]byte(block), clientMessages); m != nil {
			if c, ok := m.(*Create); ok && c.Proof != nil && c.Room == room {
				proof = c.Proof
			}
		}
	}
	if challenge == nil || proof == nil {
		t.Fatal("the text has no challenge with work, or no create with a proof")
	}
	if !proof.Proves(challenge.Nonce, &room, *challenge.Work) {
		t.Error("it does not prove")
	}
	if *Prove(t.Context(), challenge.Nonce, &room, *challenge.Work) != *proof {
		t.Error("it is not the first")
	}
}
