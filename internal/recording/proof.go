package recording

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"einmal/internal/strictjson"
	"einmal/internal/strictkey"
)

// Bytes of a fixed length, in JSON base64url without padding; a Digest is hexadecimal.
type (
	ID        [8]byte
	Key       [32]byte
	Tag       [32]byte
	Signature [64]byte
	Digest    [32]byte
)

// Proof is consent.json.
type Proof struct {
	Room     Tag      `json:"room"`
	ID       ID       `json:"id"`
	Recorder ID       `json:"recorder"`
	What     []string `json:"what"`
	Why      string   `json:"why"`
	Began    uint64   `json:"began"` // in ms since 1970, by the recorder's clock, as Ended
	Ended    uint64   `json:"ended"`
	People   []Person `json:"people"`
	Files    []File   `json:"files"`
	// Signature is the recorder's, over all of it; nil if the recorder was gone before it ended.
	Signature *Signature `json:"signature,omitempty"`
}

// Person is somebody who was in the call, and all that they have answered, in its order.
type Person struct {
	SID     ID       `json:"sid"`
	Key     Key      `json:"key"`
	Name    string   `json:"name"`
	Answers []Answer `json:"answers"`
}

// Answer is an [Answered] with its signature.
type Answer struct {
	Epoch     uint64    `json:"epoch"`
	Answer    string    `json:"answer"`
	At        uint64    `json:"at"`
	Signature Signature `json:"signature"`
}

// File is one of those that lie beside it.
type File struct {
	Name   string `json:"name"`
	Size   uint64 `json:"size"`
	SHA256 Digest `json:"sha256"`
}

const (
	maxPeople = 256 // who came and went in one call
	maxList   = 1000
	maxText   = 1 << 16
	maxNumber = 1<<53 - 1
)

var errForm = errors.New("it is not a consent.json as einmal writes it")

// ReadProof decodes consent.json, strictly. That its signatures hold is for [Proof.Check] to say.
func ReadProof(data []byte) (*Proof, error) {
	read, err := strictjson.Decode(data, func(kind string) any {
		if kind == "recording" {
			return &Proof{}
		}
		return nil
	})
	if err != nil {
		return nil, errForm
	}
	if p := read.(*Proof); p.isValid() {
		return p, nil
	}
	return nil, errForm
}

func (p *Proof) isValid() bool {
	if !IsWhat(p.What) || !IsWhy(p.Why) || p.Began > p.Ended || p.Ended > maxNumber ||
		len(p.People) > maxPeople || len(p.Files) > maxList {
		return false
	}
	for _, one := range p.People {
		if len(one.Answers) > maxList || len(one.Name) >= maxText {
			return false
		}
		for _, a := range one.Answers {
			if !slices.Contains(Answers, a.Answer) || a.At > maxNumber || a.Epoch > maxNumber {
				return false
			}
		}
	}
	for _, f := range p.Files {
		if !isPlainName(f.Name) || f.Size > maxNumber {
			return false
		}
	}
	return true
}

// isPlainName refuses whatever could lead out of the directory.
func isPlainName(name string) bool {
	return name != "" && len(name) <= 200 && name[0] != '.' && !strings.ContainsAny(name, "/\\\x00")
}

// text is what the recorder signs.
func (p *Proof) text() []byte {
	text := append([]byte("einmal/1 recording"), p.Room[:]...)
	text = append(append(text, p.ID[:]...), p.Recorder[:]...)
	text = appendCounted(append(text, bitsOf(p.What)), p.Why)
	text = binary.BigEndian.AppendUint64(text, p.Began)
	text = binary.BigEndian.AppendUint64(text, p.Ended)
	text = binary.BigEndian.AppendUint16(text, uint16(len(p.People)))
	for _, one := range p.People {
		text = appendCounted(append(append(text, one.SID[:]...), one.Key[:]...), one.Name)
		text = binary.BigEndian.AppendUint16(text, uint16(len(one.Answers)))
		for _, a := range one.Answers {
			text = append(appendAnswered(text, a.answered()), a.Signature[:]...)
		}
	}
	text = binary.BigEndian.AppendUint16(text, uint16(len(p.Files)))
	for _, f := range p.Files {
		text = binary.BigEndian.AppendUint64(appendCounted(text, f.Name), f.Size)
		text = append(text, f.SHA256[:]...)
	}
	return text
}

func (a Answer) answered() Answered { return Answered{a.Epoch, a.Answer, a.At} }

// Sign signs it as it is, with the recorder's key.
func (p *Proof) Sign(key ed25519.PrivateKey) {
	signature := Signature(ed25519.Sign(key, p.text()))
	p.Signature = &signature
}

// Encode gives it as the file that lies beside what was recorded.
func (p *Proof) Encode() []byte {
	text, err := json.MarshalIndent(struct {
		Kind string `json:"kind"`
		*Proof
	}{"recording", p}, "", "  ")
	if err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	return append(text, '\n')
}

// What is wrong with a proof.
var (
	ErrAnswer    = errors.New("an answer is not signed by the one whose it is said to be")
	ErrNobody    = errors.New("its recorder does not stand in it as one who agreed")
	ErrUnsigned  = errors.New("it has no signature of the recorder, who was gone before the end")
	ErrSignature = errors.New("it is not as the recorder has signed it")
)

// Check says whether all signatures hold and everybody had agreed who had answered by the beginning.
func (p *Proof) Check() error {
	var recorder *Person
	for i, one := range p.People {
		if one.SID == p.Recorder {
			recorder = &p.People[i]
		}
		for _, a := range one.Answers {
			asked := Asked{p.ID, p.Recorder, p.What, p.Why}
			text := AnswerText(p.Room, asked, a.answered())
			if !strictkey.Verify(one.Key[:], text, a.Signature[:]) {
				return ErrAnswer
			}
		}
	}
	if recorder == nil || len(recorder.Answers) == 0 || !IsAgreement(recorder.Answers[0].Answer) {
		return ErrNobody
	}
	switch {
	case p.Signature == nil:
		return ErrUnsigned
	case !strictkey.Verify(recorder.Key[:], p.text(), p.Signature[:]):
		return ErrSignature
	}
	return nil
}

func decodeFixed(to, text []byte) error {
	encoding := base64.RawURLEncoding.Strict()
	if len(text) != encoding.EncodedLen(len(to)) {
		return errForm
	}
	if n, err := encoding.Decode(to, text); err != nil || n != len(to) {
		return errForm
	}
	return nil
}

func (b *ID) UnmarshalText(text []byte) error        { return decodeFixed(b[:], text) }
func (b *Key) UnmarshalText(text []byte) error       { return decodeFixed(b[:], text) }
func (b *Tag) UnmarshalText(text []byte) error       { return decodeFixed(b[:], text) }
func (b *Signature) UnmarshalText(text []byte) error { return decodeFixed(b[:], text) }

func encodeBytes(b []byte) ([]byte, error) { return base64.RawURLEncoding.AppendEncode(nil, b), nil }

func (b ID) MarshalText() ([]byte, error)        { return encodeBytes(b[:]) }
func (b Key) MarshalText() ([]byte, error)       { return encodeBytes(b[:]) }
func (b Tag) MarshalText() ([]byte, error)       { return encodeBytes(b[:]) }
func (b Signature) MarshalText() ([]byte, error) { return encodeBytes(b[:]) }
func (b Digest) MarshalText() ([]byte, error)    { return hex.AppendEncode(nil, b[:]), nil }

// UnmarshalText takes lower-case digits alone: two texts never mean the same bytes.
func (b *Digest) UnmarshalText(text []byte) error {
	if len(text) != 2*len(b) || strings.ToLower(string(text)) != string(text) {
		return errForm
	}
	_, err := hex.Decode(b[:], text)
	return err
}
