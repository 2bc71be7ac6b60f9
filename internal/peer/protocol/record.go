package protocol

import (
	"slices"

	"einmal/internal/recording"
)

// What is said of a recording (protocol, section 4.15): the payloads of these kinds.
const (
	KindRecordAsk    = 0x10
	KindRecordAnswer = 0x11
	KindRecordOn     = 0x12
	KindRecordOff    = 0x13
	lastRecordKind   = 0x1f
)

// RecordingID names what somebody has asked for.
type RecordingID [8]byte

func (b RecordingID) MarshalText() ([]byte, error)     { return encodeBytes(b[:]) }
func (b *RecordingID) UnmarshalText(text []byte) error { return decodeFixed(b[:], text) }

type (
	// RecordAsk asks everybody; On: it is under way, said to who has come since.
	RecordAsk struct {
		ID   RecordingID `json:"id"`
		What []string    `json:"what"`
		Why  *string     `json:"why,omitempty"`
		On   bool        `json:"on,omitempty"`
	}
	// RecordAnswer is somebody's answer, also to take an earlier one back.
	RecordAnswer struct {
		ID        RecordingID `json:"id"`
		Epoch     uint64      `json:"epoch"`
		Answer    string      `json:"answer"`
		At        uint64      `json:"at"` // in ms since 1970
		Signature Signature   `json:"signature"`
	}
	// RecordOn begins; Answers are those of all members of the roster of this epoch.
	RecordOn struct {
		ID      RecordingID   `json:"id"`
		Epoch   uint64        `json:"epoch"`
		Since   uint64        `json:"since"`
		Answers []NamedAnswer `json:"answers"`
	}
	// RecordOff ends.
	RecordOff struct {
		ID     RecordingID `json:"id"`
		Reason string      `json:"reason"`
	}
	// NamedAnswer is an answer that the recorder passes on.
	NamedAnswer struct {
		SID       SID       `json:"sid"`
		Epoch     uint64    `json:"epoch"`
		Answer    string    `json:"answer"`
		At        uint64    `json:"at"`
		Signature Signature `json:"signature"`
	}
)

var recordReasons = []string{"stopped", "refused", "withdrawn", "failed"}

// IsRecord reports whether this kind is of recordings.
func IsRecord(kind byte) bool { return kind >= KindRecordAsk && kind <= lastRecordKind }

// DecodeRecord reads such a payload, strictly: a pointer to one of the structs above. The error is
// a Violation.
func DecodeRecord(kind byte, payload []byte) (any, error) {
	shapes := map[byte]any{KindRecordAsk: &RecordAsk{}, KindRecordAnswer: &RecordAnswer{},
		KindRecordOn: &RecordOn{}, KindRecordOff: &RecordOff{}}
	shape, ok := shapes[kind]
	if !ok {
		return nil, errUnknownKind
	}
	if err := decodeDoc(payload, shape); err != nil {
		return nil, err
	}
	if !isValidRecord(shape) {
		return nil, ErrBadMessage
	}
	return shape, nil
}

func isValidRecord(m any) bool {
	switch m := m.(type) {
	case *RecordAsk:
		return recording.IsWhat(m.What) &&
			(m.Why == nil || *m.Why != "" && recording.IsWhy(*m.Why))
	case *RecordAnswer:
		return isValidAnswer(m.Answer, m.Epoch, m.At)
	case *RecordOn:
		sids := map[SID]bool{}
		for _, a := range m.Answers {
			if !isValidAnswer(a.Answer, a.Epoch, a.At) {
				return false
			}
			sids[a.SID] = true
		}
		return len(sids) == len(m.Answers) && len(sids) > 0 && len(sids) <= maxSeats &&
			m.Epoch <= maxNumber && m.Since <= maxNumber
	case *RecordOff:
		return slices.Contains(recordReasons, m.Reason)
	}
	return false
}

func isValidAnswer(answer string, epoch, at uint64) bool {
	return slices.Contains(recording.Answers, answer) && epoch <= maxNumber && at <= maxNumber
}
