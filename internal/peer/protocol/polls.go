package protocol

import "slices"

// What is said of polls (protocol, section 4.13).
const (
	KindPoll         = 0x40
	KindPollAnswer   = 0x41
	KindPollAnswered = 0x42
	KindPollClose    = 0x43
	KindPollShare    = 0x44
	KindPollCommit   = 0x45
	KindPollReveal   = 0x46
	KindPollTold     = 0x47
	KindPollRecall   = 0x48
	lastPollKind     = 0x4f
)

const (
	// Prime is what a secret count computes modulo.
	Prime = 1<<53 - 111
	// LeastSecret people answer a secret poll, or it is not counted.
	LeastSecret = 4
	// ScaleSteps is how many steps a scale has.
	ScaleSteps = 5

	maxQuestionLine = 200
	maxChoice       = 80
	maxChoices      = 8
	maxTold         = 2 * maxSeats // some have left
)

// Types of polls.
const (
	PollSingle   = "single"
	PollMultiple = "multiple"
	PollScale    = "scale"
)

// PollID names a poll, QuestionID a question; who asks draws it.
type (
	PollID     [8]byte
	QuestionID [8]byte
	PollNonce  [16]byte
)

func (b PollID) MarshalText() ([]byte, error)         { return encodeBytes(b[:]) }
func (b PollNonce) MarshalText() ([]byte, error)      { return encodeBytes(b[:]) }
func (b QuestionID) MarshalText() ([]byte, error)     { return encodeBytes(b[:]) }
func (b *PollID) UnmarshalText(text []byte) error     { return decodeFixed(b[:], text) }
func (b *PollNonce) UnmarshalText(text []byte) error  { return decodeFixed(b[:], text) }
func (b *QuestionID) UnmarshalText(text []byte) error { return decodeFixed(b[:], text) }

type (
	// Poll asks everybody. Of a scale the choices are words for its first and its last step.
	Poll struct {
		ID       PollID   `json:"id"`
		Question string   `json:"question"`
		Type     string   `json:"type"`
		Choices  []string `json:"choices"`
		Secret   bool     `json:"secret"`
	}
	// PollAnswer is somebody's, of an open poll; without choices it is taken back.
	PollAnswer struct {
		ID      PollID `json:"id"`
		Choices []int  `json:"choices"`
		Final   *bool  `json:"final,omitempty"`
	}
	// PollAnswered says of a secret poll that somebody has answered, or no longer.
	PollAnswered struct {
		ID       PollID `json:"id"`
		Answered bool   `json:"answered"`
	}
	// PollClose ends a poll; Voters are those of a secret one.
	PollClose struct {
		ID     PollID `json:"id"`
		Voters *[]SID `json:"voters,omitempty"`
	}
	// PollShare is what one voter gives another: for each thing that is counted, a number for each
	// power.
	PollShare struct {
		ID     PollID     `json:"id"`
		Asked  Commitment `json:"asked"`
		Voters []SID      `json:"voters"`
		Shares [][]uint64 `json:"shares"`
	}
	// PollCommit promises a voter's sums.
	PollCommit struct {
		ID   PollID     `json:"id"`
		Hash Commitment `json:"hash"`
	}
	// PollReveal says them.
	PollReveal struct {
		ID      PollID       `json:"id"`
		Sums    [][]uint64   `json:"sums"`
		Nonce   PollNonce    `json:"nonce"`
		Commits []Commitment `json:"commits"`
	}
	// PollTold is a poll that is over, for who was not there.
	PollTold struct {
		ID        PollID       `json:"id"`
		Question  string       `json:"question"`
		Type      string       `json:"type"`
		Choices   []string     `json:"choices"`
		Secret    bool         `json:"secret"`
		Asker     string       `json:"asker"`
		Answers   *[]PollGiven `json:"answers,omitempty"`
		Counts    *[]int       `json:"counts,omitempty"`
		Uncounted *string      `json:"uncounted,omitempty"`
	}
	// PollGiven is what somebody has answered.
	PollGiven struct {
		Name    string `json:"name"`
		Choices []int  `json:"choices"`
	}
	// PollRecall asks for what the receiver has to say of all polls.
	PollRecall struct{}
)

// Asked is the poll that is told of.
func (m *PollTold) Asked() Poll { return Poll{m.ID, m.Question, m.Type, m.Choices, m.Secret} }

var uncounted = []string{"few", "left", "silent", "broken"}

// IsPoll reports whether this kind is of polls.
func IsPoll(kind byte) bool { return kind >= KindPoll && kind <= lastPollKind }

// DecodePoll reads such a payload, strictly: a pointer to one of the structs above. The error is a
// Violation.
func DecodePoll(kind byte, payload []byte) (any, error) {
	shapes := map[byte]any{KindPoll: &Poll{}, KindPollAnswer: &PollAnswer{},
		KindPollAnswered: &PollAnswered{}, KindPollClose: &PollClose{}, KindPollShare: &PollShare{},
		KindPollCommit: &PollCommit{}, KindPollReveal: &PollReveal{}, KindPollTold: &PollTold{},
		KindPollRecall: &PollRecall{}}
	shape, ok := shapes[kind]
	if !ok {
		return nil, errUnknownKind
	}
	if err := decodeDoc(payload, shape); err != nil {
		return nil, err
	}
	if !isValidPoll(shape) {
		return nil, ErrBadMessage
	}
	return shape, nil
}

func isValidPoll(m any) bool {
	switch m := m.(type) {
	case *Poll:
		return m.isValid()
	case *PollAnswer:
		return isChosen(m.Choices)
	case *PollClose:
		return m.Voters == nil || len(*m.Voters) <= maxSeats
	case *PollShare:
		return len(m.Voters) <= maxSeats && areShares(m.Shares)
	case *PollReveal:
		return areShares(m.Sums) && len(m.Commits) >= LeastSecret && len(m.Commits) <= maxSeats
	case *PollTold:
		return m.isValid()
	}
	return true
}

func (m *Poll) isValid() bool {
	if !isLine(maxQuestionLine, m.Question) || len(m.Choices) < 2 || len(m.Choices) > maxChoices ||
		m.Type == PollScale && len(m.Choices) != 2 ||
		!slices.Contains([]string{PollSingle, PollMultiple, PollScale}, m.Type) {
		return false
	}
	return !slices.ContainsFunc(m.Choices, func(text string) bool { return !isLine(maxChoice, text) })
}

func (m *PollTold) isValid() bool {
	asked := m.Asked()
	if !asked.isValid() || !isLine(maxName, m.Asker) ||
		m.Uncounted != nil && !slices.Contains(uncounted, *m.Uncounted) ||
		m.Counts != nil && (len(*m.Counts) != asked.Steps() ||
			slices.ContainsFunc(*m.Counts, func(n int) bool { return n < 0 || n > maxSeats })) {
		return false
	}
	if m.Secret {
		return m.Answers == nil && (m.Counts != nil || m.Uncounted != nil)
	}
	if m.Counts != nil || m.Uncounted != nil || m.Answers == nil || len(*m.Answers) > maxTold {
		return false
	}
	return !slices.ContainsFunc(*m.Answers, func(a PollGiven) bool {
		return !isLine(maxName, a.Name) || !isChosen(a.Choices) || !asked.IsAnswer(a.Choices)
	})
}

// Steps is how many choices there are, or steps of a scale.
func (m *Poll) Steps() int {
	if m.Type == PollScale {
		return ScaleSteps
	}
	return len(m.Choices)
}

// IsAnswer reports whether somebody may answer so; no choice takes an answer back.
func (m *Poll) IsAnswer(choices []int) bool {
	return (m.Type == PollMultiple || len(choices) <= 1) &&
		!slices.ContainsFunc(choices, func(n int) bool { return n >= m.Steps() })
}

// isChosen reports whether these are numbers of choices, rising.
func isChosen(choices []int) bool {
	last := -1
	for _, n := range choices {
		if n <= last || n >= maxChoices {
			return false
		}
		last = n
	}
	return true
}

func areShares(shares [][]uint64) bool {
	if len(shares) < 1 || len(shares) > maxChoices {
		return false
	}
	return !slices.ContainsFunc(shares, func(row []uint64) bool {
		return len(row) < LeastSecret || len(row) > maxSeats ||
			slices.ContainsFunc(row, func(n uint64) bool { return n >= Prime })
	})
}
