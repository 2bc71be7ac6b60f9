package protocol

import "slices"

// What is said of questions (protocol, section 4.14).
const (
	KindQuestion         = 0x50
	KindQuestionRaise    = 0x51
	KindQuestionMark     = 0x52
	KindQuestionWithdraw = 0x53
	KindQuestionTold     = 0x54
	KindQuestionRecall   = 0x55
	lastQuestionKind     = 0x5f

	maxQuestion = 300
)

// Marks of questions.
const (
	QuestionOpen     = "open"
	QuestionTaken    = "taken" // it is being talked about
	QuestionAnswered = "answered"
)

type (
	// Question is somebody's.
	Question struct {
		ID   QuestionID `json:"id"`
		Text string     `json:"text"`
	}
	// QuestionRaise says whether somebody wants it answered too.
	QuestionRaise struct {
		ID QuestionID `json:"id"`
		Up bool       `json:"up"`
	}
	// QuestionMark is the host's word.
	QuestionMark struct {
		ID   QuestionID `json:"id"`
		Mark string     `json:"mark"`
	}
	// QuestionWithdraw takes one's own back.
	QuestionWithdraw struct {
		ID QuestionID `json:"id"`
	}
	// QuestionTold is one of somebody who has left, told by the host.
	QuestionTold struct {
		ID   QuestionID `json:"id"`
		Text string     `json:"text"`
		Name string     `json:"name"`
	}
	// QuestionRecall asks for what the receiver has to say of all questions.
	QuestionRecall struct{}
)

// IsQuestion reports whether this kind is of questions.
func IsQuestion(kind byte) bool { return kind >= KindQuestion && kind <= lastQuestionKind }

// DecodeQuestion reads such a payload, strictly: a pointer to one of the structs above. The error
// is a Violation.
func DecodeQuestion(kind byte, payload []byte) (any, error) {
	shapes := map[byte]any{KindQuestion: &Question{}, KindQuestionRaise: &QuestionRaise{},
		KindQuestionMark: &QuestionMark{}, KindQuestionWithdraw: &QuestionWithdraw{},
		KindQuestionTold: &QuestionTold{}, KindQuestionRecall: &QuestionRecall{}}
	shape, ok := shapes[kind]
	if !ok {
		return nil, errUnknownKind
	}
	if err := decodeDoc(payload, shape); err != nil {
		return nil, err
	}
	isValid := true
	switch m := shape.(type) {
	case *Question:
		isValid = isLine(maxQuestion, m.Text)
	case *QuestionMark:
		isValid = slices.Contains([]string{QuestionOpen, QuestionTaken, QuestionAnswered}, m.Mark)
	case *QuestionTold:
		isValid = isLine(maxQuestion, m.Text) && isLine(maxName, m.Name)
	}
	if !isValid {
		return nil, ErrBadMessage
	}
	return shape, nil
}
