// Package recording is the agreement to a recording as others can check it: what the people in a
// call have signed, and consent.json, which lies beside what was recorded (docs/protocol.md, 4.15).
// It knows no sockets and no state.
package recording

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// Contents are what a recording may hold, in the order of their bits; separate: each person in a
// file of their own. Answers are in the order of their numbers.
var (
	Contents = []string{"sound", "picture", "screen", "chat", "separate"}
	Answers  = []string{No, Yes, WithoutPicture}
)

// What a person can answer.
const (
	No             = "no"
	Yes            = "yes"
	WithoutPicture = "yes-without-picture"
)

// MaxWhy is how many characters a reason may have.
const MaxWhy = 200

// Asked is what a recorder asks for, and what everybody signs.
type Asked struct {
	ID       [8]byte
	Recorder [8]byte // its sid
	What     []string
	Why      string // may be empty
}

// Answered is what somebody says to that.
type Answered struct {
	Epoch  uint64 // of the roster that the answering client held
	Answer string
	At     uint64 // in ms since 1970, by the clock of who answers
}

// RoomTag names a room in what is signed, and leads to none.
func RoomTag(room [16]byte) [32]byte {
	return sha256.Sum256(append([]byte("einmal/1 record room"), room[:]...))
}

// AnswerText is what the per-join key of who answers signs.
func AnswerText(tag [32]byte, asked Asked, answered Answered) []byte {
	text := append([]byte("einmal/1 record"), tag[:]...)
	text = append(append(text, asked.ID[:]...), asked.Recorder[:]...)
	text = appendAnswered(append(text, bitsOf(asked.What)), answered)
	return appendCounted(text, asked.Why)
}

// IsAgreement says whether this is an answer that lets a recording begin.
func IsAgreement(answer string) bool { return answer == Yes || answer == WithoutPicture }

// IsWhat says whether these are contents, in their order and each once.
func IsWhat(what []string) bool {
	last := -1
	for _, word := range what {
		place := slices.Index(Contents, word)
		if place <= last {
			return false
		}
		last = place
	}
	return len(what) > 0
}

// IsWhy says whether this is a reason, or none.
func IsWhy(why string) bool { return utf8.RuneCountInString(why) <= MaxWhy }

func bitsOf(what []string) (bits byte) {
	for _, word := range what {
		bits |= 1 << slices.Index(Contents, word)
	}
	return bits
}

func appendAnswered(text []byte, a Answered) []byte {
	text = binary.BigEndian.AppendUint64(text, a.Epoch)
	text = append(text, byte(slices.Index(Answers, a.Answer)))
	return binary.BigEndian.AppendUint64(text, a.At)
}

func appendCounted(text []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(text, uint16(len(s))), s...)
}
