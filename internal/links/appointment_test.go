package links

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"
	"time"
)

func TestAnAppointmentIsReadByThoseWithTheLinkAlone(t *testing.T) {
	host, err := New("https://call.example", Video)
	if err != nil {
		t.Fatal(err)
	}
	when := time.Unix(1_790_000_000, 0)
	sealed := host.SealAppointment(when)
	if got, ok := host.Guest().OpenAppointment(sealed); !ok || !got.Equal(when) {
		t.Errorf("the guest reads %v, %v", got, ok)
	}
	if host.SealAppointment(when) == sealed {
		t.Error("the same time is sealed to the same bytes")
	}
	other, chat := host, host
	other.Secret[0] ^= 1
	chat.Kind = Chat
	for what, l := range map[string]Link{"another room": other, "another kind": chat} {
		if _, ok := l.OpenAppointment(sealed); ok {
			t.Errorf("%s reads it", what)
		}
	}
	for i := range sealed {
		damaged := sealed
		damaged[i] ^= 1 << (i % 8)
		if _, ok := host.OpenAppointment(damaged); ok {
			t.Errorf("it opens with byte %d damaged", i)
		}
	}
	if _, ok := host.OpenAppointment(host.SealAppointment(time.Unix(lastSecond+1, 0))); ok {
		t.Error("a time after the year 9999 is read")
	}
}

func TestAppointmentsAreThoseOfTheVectors(t *testing.T) {
	text, err := os.ReadFile("../../webclient/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		Appointments []struct {
			Kind, Secret, Room, Sealed string
			When                       int64
		}
	}
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors.Appointments) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	for _, v := range vectors.Appointments {
		kind, err := ParseKind(v.Kind)
		if err != nil {
			t.Fatal(err)
		}
		secret, _ := base64.RawURLEncoding.DecodeString(v.Secret)
		sealed, _ := base64.RawURLEncoding.DecodeString(v.Sealed)
		l := Link{Kind: kind, Secret: [16]byte(secret)}
		if when, ok := l.OpenAppointment([36]byte(sealed)); !ok || when.Unix() != v.When {
			t.Errorf("%s: %v, %v, want %d", v.Kind, when, ok, v.When)
		}
	}
}
