package webclient_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
)

// The vectors are made here, by Go's crypto packages and flynn/noise, and read by the client's
// tests: two implementations that share no code agree on every byte that is signed, derived or
// sealed. Nothing in them is random.

const vectorsFile = "testdata/vectors.json"

var update = flag.Bool("update", false, "rewrite "+vectorsFile)

type vectors struct {
	Links        []linkVector        `json:"links"`
	Signed       []signedVector      `json:"signed"`
	Appointments []appointmentVector `json:"appointments"`
	Ticket       ticketVector        `json:"ticket"`
	Padding      []paddingVector     `json:"padding"`
	Handshakes   []handshakeVector   `json:"handshakes"`
	Safety       []safetyVector      `json:"safety"`
}

// b64 is bytes as the protocol writes them in JSON.
type b64 []byte

func (b b64) MarshalText() ([]byte, error) {
	return base64.RawURLEncoding.AppendEncode(nil, b), nil
}

func TestTheVectorsInTheTreeAreTheOnesThatGoMakes(t *testing.T) {
	fresh, err := json.MarshalIndent(vectors{
		Links:        links(t),
		Signed:       signed(t),
		Appointments: appointments(t),
		Ticket:       ticket(t),
		Padding:      padding(),
		Handshakes:   handshakes(t),
		Safety:       safetyCodes(t),
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	fresh = append(fresh, '\n')
	if *update {
		if err := os.WriteFile(vectorsFile, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, fresh) {
		t.Errorf("%s is stale: go test ./webclient -update", vectorsFile)
	}
}

// fixed returns n bytes that depend on the label alone.
func fixed(label string, n int) b64 {
	var out []byte
	for i := 0; len(out) < n; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "einmal test vector %s %d", label, i))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

func derive(t *testing.T, secret []byte, info string, n int) b64 {
	t.Helper()
	key, err := hkdf.Key(sha256.New, secret, nil, info, n)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func join(parts ...[]byte) b64 { return bytes.Join(parts, nil) }

func publicKey(seed []byte) b64 {
	return b64(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

type linkVector struct {
	Kind    string `json:"kind"`
	Secret  b64    `json:"secret"`
	Seed    b64    `json:"seed"`
	HostKey b64    `json:"hostKey"`
	Pin     b64    `json:"pin"`
	Room    b64    `json:"room"`
	PSK     b64    `json:"psk"`
	Guest   string `json:"guest"`
	Host    string `json:"host"`
}

func links(t *testing.T) []linkVector {
	var list []linkVector
	for k, kind := range []string{"video", "audio", "chat"} {
		secret, seed := fixed("secret "+kind, 16), fixed("seed "+kind, 32)
		hostKey := publicKey(seed)
		pin := sha256.Sum256(join([]byte("einmal/1 host"), hostKey))
		text := base64.RawURLEncoding.EncodeToString
		list = append(list, linkVector{
			Kind: kind, Secret: secret, Seed: seed, HostKey: hostKey, Pin: pin[:16],
			Room:  derive(t, secret, "einmal/1 room id"+string(rune(k)), 16),
			PSK:   derive(t, secret, "einmal/1 psk"+string(rune(k)), 32),
			Guest: "#1" + text(join([]byte{byte(k)}, secret, pin[:16])),
			Host:  "#1H" + text(join([]byte{byte(k)}, secret, seed)),
		})
	}
	return list
}

type member struct {
	Sid  b64    `json:"sid"`
	Key  b64    `json:"key"`
	Role string `json:"role"`
}

type namedMember struct {
	Sid  b64    `json:"sid"`
	Name string `json:"name"`
}

// signedVector is one signed byte string; what it is made of stands in the fields that its name
// calls for.
type signedVector struct {
	Name        string        `json:"name"`
	Nonce       b64           `json:"nonce,omitempty"`
	Room        b64           `json:"room,omitempty"`
	Seats       uint8         `json:"seats,omitempty"`
	Lifetime    uint32        `json:"lifetime,omitempty"`
	Appointment b64           `json:"appointment,omitempty"`
	Sid         b64           `json:"sid,omitempty"`
	Key         b64           `json:"key,omitempty"`
	Epoch       uint64        `json:"epoch,omitempty"`
	Members     []member      `json:"members,omitempty"`
	Names       []namedMember `json:"names,omitempty"`
	H           b64           `json:"h,omitempty"`
	Seed        b64           `json:"seed"`
	Bytes       b64           `json:"bytes"`
	Signature   b64           `json:"signature"`
}

func signed(t *testing.T) []signedVector {
	nonce, room, sid := fixed("nonce", 32), fixed("room", 16), fixed("sid guest", 8)
	other, sealed := fixed("other nonce", 32), fixed("appointment", 36)
	key, h := publicKey(fixed("join key", 32)), fixed("handshake hash", 32)
	host := member{Sid: fixed("sid host", 8), Key: publicKey(fixed("join key host", 32)),
		Role: "host"}
	guest := member{Sid: sid, Key: key, Role: "guest"}
	entry := func(m member, role byte) []byte { return join(m.Sid, m.Key, []byte{role}) }
	be := binary.BigEndian
	called := func(m member, name string) []byte {
		return join(m.Sid, be.AppendUint16(nil, uint16(len(name))), []byte(name))
	}
	list := []signedVector{
		{Name: "creator", Nonce: nonce, Room: room, Key: key,
			Bytes: join([]byte("einmal/1 creator"), nonce, room, key)},
		{Name: "create", Nonce: nonce, Room: room, Seats: 6, Lifetime: 2_592_000,
			Bytes: join([]byte("einmal/1 create"), nonce, room, []byte{6},
				be.AppendUint32(nil, 2_592_000))},
		{Name: "create", Nonce: other, Room: room, Seats: 2, Lifetime: 3600, Appointment: sealed,
			Bytes: join([]byte("einmal/1 create"), other, room, []byte{2},
				be.AppendUint32(nil, 3600), sealed)},
		{Name: "move", Nonce: nonce, Room: room, Lifetime: 1<<32 - 1,
			Bytes: join([]byte("einmal/1 move"), nonce, room, be.AppendUint32(nil, 1<<32-1))},
		{Name: "move", Nonce: other, Room: room, Lifetime: 3600, Appointment: sealed,
			Bytes: join([]byte("einmal/1 move"), other, room, be.AppendUint32(nil, 3600), sealed)},
		{Name: "join", Nonce: nonce, Room: room,
			Bytes: join([]byte("einmal/1 join"), nonce, room, make([]byte, 8))},
		{Name: "join", Nonce: nonce, Room: room, Sid: sid,
			Bytes: join([]byte("einmal/1 join"), nonce, room, sid)},
		{Name: "join host", Nonce: nonce, Room: room, Key: key,
			Bytes: join([]byte("einmal/1 join host"), nonce, room, key)},
		{Name: "roster", Room: room, Epoch: 1, Members: []member{host},
			Bytes: join([]byte("einmal/1 roster"), room, be.AppendUint64(nil, 1), []byte{1},
				entry(host, 1))},
		{Name: "roster", Room: room, Epoch: 1<<53 - 1, Members: []member{guest, host},
			Bytes: join([]byte("einmal/1 roster"), room, be.AppendUint64(nil, 1<<53-1), []byte{2},
				entry(guest, 0), entry(host, 1))},
		{Name: "names", Room: room, Epoch: 2,
			Names: []namedMember{{guest.Sid, "Łukasz 👩\u200d💻"}, {host.Sid, "Ms Weber"}},
			Bytes: join([]byte("einmal/1 names"), room, be.AppendUint64(nil, 2), []byte{2},
				called(guest, "Łukasz 👩\u200d💻"), called(host, "Ms Weber"))},
		{Name: "deny", Room: room, Sid: sid, Key: key,
			Bytes: join([]byte("einmal/1 deny"), room, sid, key)},
		{Name: "end", Room: room, Bytes: join([]byte("einmal/1 end"), room)},
		{Name: "pair", H: h, Bytes: join([]byte("einmal/1 pair"), h)},
		{Name: "host", H: h, Bytes: join([]byte("einmal/1 host"), h)},
	}
	for i := range list {
		list[i].Seed = fixed(fmt.Sprintf("signer %d", i), 32)
		list[i].Signature = ed25519.Sign(ed25519.NewKeyFromSeed(list[i].Seed), list[i].Bytes)
	}
	return list
}

type appointmentVector struct {
	Kind   string `json:"kind"`
	Secret b64    `json:"secret"`
	Room   b64    `json:"room"`
	When   uint64 `json:"when"`
	Sealed b64    `json:"sealed"`
}

func appointments(t *testing.T) (list []appointmentVector) {
	for i, when := range []uint64{0, 1_790_000_000, 253_402_300_799} {
		v := appointmentVector{Kind: []string{"video", "audio", "chat"}[i],
			Secret: fixed("appointment secret", 16), When: when}
		kind := string([]byte{byte(i)})
		v.Room = derive(t, v.Secret, "einmal/1 room id"+kind, 16)
		nonce := fixed("appointment nonce", 12)
		v.Sealed = seal(t, derive(t, v.Secret, "einmal/1 appointment"+kind, 32), nonce,
			binary.BigEndian.AppendUint64(nil, when), v.Room)
		list = append(list, v)
	}
	return list
}

// seal is nonce || AES-256-GCM.
func seal(t *testing.T, key, nonce, text, additional []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	return gcm.Seal(bytes.Clone(nonce), nonce, text, additional)
}

type ticketVector struct {
	Seed   b64    `json:"seed"`
	Room   b64    `json:"room"`
	Sid    b64    `json:"sid"`
	Key    b64    `json:"key"`
	Name   string `json:"name"`
	Ticket b64    `json:"ticket"`
}

func ticket(t *testing.T) ticketVector {
	v := ticketVector{
		Seed: fixed("seed ticket", 32), Room: fixed("room", 16),
		Sid: fixed("sid guest", 8), Key: publicKey(fixed("join key", 32)), Name: "Łukasz Berg",
	}
	v.Ticket = seal(t, derive(t, v.Seed, "einmal/1 ticket", 32), fixed("ticket nonce", 12),
		join(v.Sid, v.Key, []byte(v.Name)), v.Room)
	return v
}

// paddingVector is a text of `length` times "x"; the plaintext is told by its size and its SHA-256.
type paddingVector struct {
	Length int `json:"length"`
	Size   int `json:"size"`
	SHA256 b64 `json:"sha256"`
}

func padding() []paddingVector {
	var list []paddingVector
	for _, n := range []int{0, 1, 252, 253, 1020, 1021, 4092, 4093, 16380, 16381, 65515} {
		plain := pad(bytes.Repeat([]byte("x"), n))
		sum := sha256.Sum256(plain)
		list = append(list, paddingVector{Length: n, Size: len(plain), SHA256: sum[:]})
	}
	return list
}

func pad(text []byte) []byte {
	for _, size := range []int{256, 1024, 4096, 16384, 65519} {
		if 4+len(text) <= size {
			plain := make([]byte, size)
			binary.BigEndian.PutUint32(plain, uint32(len(text)))
			copy(plain[4:], text)
			return plain
		}
	}
	panic("text too long")
}
