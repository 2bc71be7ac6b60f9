package links

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// b64 is bytes of any length as vectors.json writes them.
type b64 []byte

func (b *b64) UnmarshalText(text []byte) (err error) {
	*b, err = base64url.DecodeString(string(text))
	return err
}

func TestLinksAreThoseOfTheVectors(t *testing.T) {
	const origin = "https://call.example"
	text, err := os.ReadFile("../../webclient/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		Links []struct {
			Kind, Guest, Host                string
			Secret, Seed, HostKey, Pin, Room b64
			PSK                              b64 `json:"psk"`
		}
	}
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors.Links) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	for _, v := range vectors.Links {
		host, err := Parse(origin + "/" + v.Host)
		if err != nil || !host.IsHost() {
			t.Fatalf("host link: %v", err)
		}
		guest, err := Parse(origin + "/" + v.Guest)
		if err != nil || guest.IsHost() {
			t.Fatalf("guest link: %v", err)
		}
		public := host.Host.Public().(ed25519.PublicKey)
		if host.String() != origin+"/"+v.Host || guest.String() != origin+"/"+v.Guest ||
			host.Guest().String() != guest.String() {
			t.Errorf("%s: a link is written in another way than it was read", v.Kind)
		}
		if guest.Kind.String() != v.Kind || !bytes.Equal(guest.Pin[:], v.Pin) ||
			!bytes.Equal(public, v.HostKey) || !bytes.Equal(host.Secret[:], v.Secret) {
			t.Errorf("%s: kind %s, pin or key differ", v.Kind, guest.Kind)
		}
		if room := guest.RoomID(); !bytes.Equal(room[:], v.Room) ||
			!bytes.Equal(guest.NoisePSK(), v.PSK) {
			t.Errorf("%s: room or psk differ", v.Kind)
		}
		other := guest
		other.Kind = (guest.Kind + 1) % 3
		if other.RoomID() == guest.RoomID() || bytes.Equal(other.NoisePSK(), guest.NoisePSK()) {
			t.Errorf("%s: as another kind it leads to the same room", v.Kind)
		}
	}
}

// FuzzLink: what is read as a link is written as the same one.
func FuzzLink(f *testing.F) {
	host, err := New("https://call.example", Audio)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(host.String())
	f.Add(host.Guest().String())
	f.Add("http://localhost:8080/#1")
	f.Fuzz(func(t *testing.T, text string) {
		link, err := Parse(text)
		if err != nil {
			if strings.Contains(err.Error(), text) && len(text) > 20 {
				t.Error("the error quotes the link")
			}
			return
		}
		again, err := Parse(link.String())
		if err != nil || again.String() != link.String() {
			t.Errorf("a link that was read is written as another: %v", err)
		}
	})
}
