package polls

import (
	"slices"

	"einmal/internal/peer/protocol"
)

// Poll is a poll as a person sees it.
type Poll struct {
	Number   int      `json:"number"` // in the order in which they came, from 1 on
	Question string   `json:"question"`
	Type     string   `json:"type"` // single, multiple or scale
	Choices  []string `json:"choices"`
	Secret   bool     `json:"secret"`
	Asker    string   `json:"asker"`
	State    string   `json:"state"`          // open, counting or closed
	Own      []int    `json:"own,omitempty"`  // numbers from 0 on, of choices or of steps of a scale
	Told     string   `json:"told,omitempty"` // who alone says so; empty: we were there
	Answered int      `json:"answered"`       // how many have
	// Counts says how often each was chosen; of a secret poll once it is counted.
	Counts []int `json:"counts,omitempty"`
	// Answers are those of an open poll.
	Answers []Given `json:"answers,omitempty"`
	// Uncounted: why a secret poll has no result, few, left, silent or broken.
	Uncounted string `json:"uncounted,omitempty"`
}

// Given is what somebody has answered.
type Given struct {
	Name    string `json:"name"`
	Choices []int  `json:"choices"`
}

// States of a poll.
const (
	Open     = "open"
	Counting = "counting"
	Closed   = "closed"
)

type entry struct {
	number    int
	poll      protocol.Poll
	asker     protocol.SID // zero for one that was told of
	askerName string
	toldBy    string
	state     string
	own       []int
	hasSaid   bool // we have answered, and may have taken it back
	answers   map[protocol.SID]answer
	answered  map[protocol.SID]bool // others, of a secret poll
	told      []Given
	counts    []int
	uncounted string
	voters    []protocol.SID
	count     *count
	kept      map[keptKey]any // of a secret count, before its beginning
}

type answer struct {
	name    string
	choices []int
	isFinal bool
}

type keptKey struct {
	from protocol.SID
	kind byte
}

func newEntry(poll protocol.Poll, asker protocol.SID, name string) *entry {
	return &entry{poll: poll, asker: asker, askerName: name, state: Open,
		answers: map[protocol.SID]answer{}, answered: map[protocol.SID]bool{},
		kept: map[keptKey]any{}}
}

// noteAnswer keeps an answer; after the end one more, if it says that it is the last.
func (e *entry) noteAnswer(from protocol.SID, name string, choices []int, isFinal bool) {
	before := e.answers[from]
	if before.isFinal || e.state == Closed && !isFinal || e.toldBy != "" {
		return
	}
	if len(choices) == 0 {
		delete(e.answers, from)
		return
	}
	e.answers[from] = answer{name, choices, isFinal}
}

// finish ends it, without a result where uncounted says why.
func (e *entry) finish(uncounted string) {
	if e.state != Closed {
		e.state, e.uncounted = Closed, uncounted
		clear(e.kept)
	}
}

// takeCounts ends it with what a secret count has found.
func (e *entry) takeCounts(chosen [][]uint64) {
	e.counts = make([]int, e.poll.Steps())
	for i := range e.counts {
		row, want := chosen[0], uint64(i)
		if e.poll.Type == protocol.PollMultiple {
			row, want = chosen[i], 1
		}
		for _, n := range row { // a ballot that says what nobody can choose is its voter's loss
			if n == want {
				e.counts[i]++
			}
		}
	}
	e.finish("")
}

// ballot is what we put into a secret count.
func (e *entry) ballot() []int {
	if e.poll.Type != protocol.PollMultiple {
		return e.own
	}
	ballot := make([]int, len(e.poll.Choices))
	for _, n := range e.own {
		ballot[n] = 1
	}
	return ballot
}

// view is the poll with our own answer under our own name.
func (e *entry) view(ownName string) Poll {
	p := Poll{Number: e.number, Question: e.poll.Question, Type: e.poll.Type,
		Choices: e.poll.Choices, Secret: e.poll.Secret, Asker: e.askerName, State: e.state,
		Own: e.own, Told: e.toldBy, Counts: e.counts, Uncounted: e.uncounted}
	if e.poll.Secret {
		p.Answered = e.secretAnswers()
		return p
	}
	if p.Answers = e.told; e.toldBy == "" {
		if len(e.own) > 0 {
			p.Answers = append(p.Answers, Given{ownName, e.own})
		}
		for _, a := range e.answers {
			p.Answers = append(p.Answers, Given{a.name, a.choices})
		}
		slices.SortFunc(p.Answers, func(a, b Given) int { return compare(a.Name, b.Name) })
	}
	p.Answered, p.Counts = len(p.Answers), make([]int, e.poll.Steps())
	for _, a := range p.Answers {
		for _, n := range a.Choices {
			p.Counts[n]++
		}
	}
	return p
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (e *entry) secretAnswers() int {
	if e.state != Open && len(e.voters) > 0 {
		return len(e.voters)
	}
	n := min(1, len(e.own))
	for _, has := range e.answered {
		if has {
			n++
		}
	}
	return n
}

// toldMessage is what somebody is told of it who was not there.
func (e *entry) toldMessage(ownName string) protocol.PollTold {
	m := protocol.PollTold{ID: e.poll.ID, Question: e.poll.Question, Type: e.poll.Type,
		Choices: e.poll.Choices, Secret: e.poll.Secret, Asker: orUnknown(e.askerName)}
	if !e.poll.Secret {
		answers := []protocol.PollGiven{}
		for _, a := range e.view(ownName).Answers {
			answers = append(answers, protocol.PollGiven{Name: orUnknown(a.Name), Choices: a.Choices})
		}
		m.Answers = &answers
		return m
	}
	if e.counts != nil {
		m.Counts = &e.counts
		return m
	}
	if m.Uncounted = &e.uncounted; e.uncounted == "" {
		left := "left"
		m.Uncounted = &left
	}
	return m
}

func orUnknown(name string) string {
	if name == "" {
		return "?"
	}
	return name
}
