package protocol

import (
	"bytes"
	"crypto/ed25519"
	"testing"
)

func TestSignedBytesAreThoseOfTheProtocolText(t *testing.T) {
	room, sid, key, nonce := RoomID{1, 2}, SID{3, 4}, Key{5, 6}, Nonce{7, 8}
	zeros := func(n int) string { return string(make([]byte, n)) }
	roomBytes, sidBytes := "\x01\x02"+zeros(14), "\x03\x04"+zeros(6)
	keyBytes, nonceBytes := "\x05\x06"+zeros(30), "\x07\x08"+zeros(30)
	tests := []struct {
		name string
		got  []byte
		want string
	}{
		{"create", CreateBytes(nonce, &room, 4, 604800, Appointment{}), "einmal/1 create" +
			nonceBytes + roomBytes + "\x04\x00\x09\x3a\x80"},
		{"create with an appointment", CreateBytes(nonce, &room, 4, 604800, Appointment{9}),
			"einmal/1 create" + nonceBytes + roomBytes + "\x04\x00\x09\x3a\x80\x09" + zeros(35)},
		{"move", MoveBytes(nonce, &room, 604800, Appointment{}), "einmal/1 move" +
			nonceBytes + roomBytes + "\x00\x09\x3a\x80"},
		{"move with an appointment", MoveBytes(nonce, &room, 604800, Appointment{9}),
			"einmal/1 move" + nonceBytes + roomBytes + "\x00\x09\x3a\x80\x09" + zeros(35)},
		{"join", JoinBytes(nonce, &room, sid), "einmal/1 join" + nonceBytes + roomBytes + sidBytes},
		{"join without a sid", JoinBytes(nonce, &room, SID{}), "einmal/1 join" +
			nonceBytes + roomBytes + zeros(8)},
		{"join host", JoinHostBytes(nonce, &room, key), "einmal/1 join host" +
			nonceBytes + roomBytes + keyBytes},
		{
			"roster", RosterBytes(&room, 1790000000000,
				[]Member{{sid, key, RoleHost}, {SID{9}, Key{}, RoleGuest}}),
			"einmal/1 roster" + roomBytes + "\x00\x00\x01\xa0\xc4\x50\x6c\x00" + "\x02" +
				sidBytes + keyBytes + "\x01" + "\x09" + zeros(7) + zeros(32) + "\x00",
		},
		{"deny", DenyBytes(&room, sid, key), "einmal/1 deny" + roomBytes + sidBytes + keyBytes},
		{"end", EndBytes(&room), "einmal/1 end" + roomBytes},
	}
	for _, test := range tests {
		if string(test.got) != test.want {
			t.Errorf("%s: got %x, want %x", test.name, test.got, test.want)
		}
	}
}

func TestVerifyLeavesNothingOfTheMessage(t *testing.T) {
	public, secret, _ := ed25519.GenerateKey(nil)
	room := RoomID{1, 2, 3}
	signature := Signature(ed25519.Sign(secret, EndBytes(&room)))
	message := EndBytes(&room)
	if !VerifyAndClear(Key(public), message, signature) {
		t.Fatal("a good signature does not verify")
	}
	if !bytes.Equal(message, make([]byte, len(message))) {
		t.Error("the message was not cleared")
	}
	if VerifyAndClear(Key(public), DenyBytes(&room, SID{}, Key{}), signature) {
		t.Error("the signature verifies for something else")
	}
}
