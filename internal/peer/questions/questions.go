// Package questions is what a native client knows of the questions that wait for their turn in a
// call (protocol, section 4.14). It reads them; as the host it passes on those of who has left.
package questions

import (
	"encoding/json"
	"slices"
	"time"

	"einmal/internal/peer/protocol"
)

const (
	maxEach = 20 // questions of one member
	maxAll  = 60 // are kept
	// maxEarly words of a member about questions that have not come yet are kept.
	maxEarly    = maxAll
	recallPause = 2 * time.Second
)

// Env is what a call gives to it. All of it is called on the call's goroutine.
type Env struct {
	Members func() []protocol.SID // all in the newest roster
	IsHost  func(protocol.SID) bool
	// IsOwnHost: we are the host.
	IsOwnHost func() bool
	NameOf    func(protocol.SID) string
	Say       func(to protocol.SID, kind byte, payload []byte)
	// Tell: a question has come.
	Tell func(from protocol.SID, q Question)
}

// Question is one as a person sees it.
type Question struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Mark  string `json:"mark"` // open, taken or answered
	Hands int    `json:"hands"`
}

type entry struct {
	id         protocol.QuestionID
	author     protocol.SID // zero for who has left
	name, text string
	mark       string
	hands      map[protocol.SID]bool
}

// Questions belongs to the call's goroutine.
type Questions struct {
	env     *Env
	entries []*entry // in the order in which they came
	asked   map[protocol.SID]map[protocol.QuestionID]bool
	early   []early
	recalls map[protocol.SID]time.Time
}

type early struct {
	from protocol.SID
	id   protocol.QuestionID
	m    any
}

// New returns that there are none.
func New(env *Env) *Questions {
	return &Questions{env: env, asked: map[protocol.SID]map[protocol.QuestionID]bool{},
		recalls: map[protocol.SID]time.Time{}}
}

// List gives them as they wait: what is talked about, by hands and age, and what is answered.
func (q *Questions) List() (all []Question) {
	rank := []string{protocol.QuestionTaken, protocol.QuestionOpen, protocol.QuestionAnswered}
	for _, e := range q.entries {
		all = append(all, e.view())
	}
	slices.SortStableFunc(all, func(a, b Question) int {
		if by := slices.Index(rank, a.Mark) - slices.Index(rank, b.Mark); by != 0 {
			return by
		}
		return b.Hands - a.Hands
	})
	return all
}

func (e *entry) view() Question { return Question{e.name, e.text, e.mark, len(e.hands)} }

// ChannelOpened asks somebody for what we lack, and says as the host what nobody else can.
func (q *Questions) ChannelOpened(sid protocol.SID) {
	if len(q.entries) == 0 {
		q.say(sid, protocol.KindQuestionRecall, protocol.QuestionRecall{})
	}
	q.tellAll(sid)
}

func (q *Questions) tellAll(sid protocol.SID) {
	if !q.env.IsOwnHost() {
		return
	}
	members := q.env.Members()
	for _, e := range q.entries {
		if !slices.Contains(members, e.author) {
			name := e.name
			if name == "" {
				name = "?"
			}
			q.say(sid, protocol.KindQuestionTold,
				protocol.QuestionTold{ID: e.id, Text: e.text, Name: name})
		}
	}
}

func (q *Questions) say(to protocol.SID, kind byte, m any) {
	payload, err := json.Marshal(m)
	if err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	q.env.Say(to, kind, payload)
}

// Gone: a question stays when its author goes, a hand does not.
func (q *Questions) Gone(sid protocol.SID) {
	q.early = slices.DeleteFunc(q.early, func(w early) bool { return w.from == sid })
	delete(q.recalls, sid)
	delete(q.asked, sid)
	for _, e := range q.entries {
		delete(e.hands, sid)
	}
}

// Receive takes in what a member says; the error is a violation.
func (q *Questions) Receive(from protocol.SID, kind byte, payload []byte) error {
	m, err := protocol.DecodeQuestion(kind, payload)
	if err != nil {
		return err
	}
	switch m := m.(type) {
	case *protocol.Question:
		return q.takeQuestion(from, m)
	case *protocol.QuestionWithdraw:
		return q.takeBack(from, m.ID)
	case *protocol.QuestionTold:
		if q.entryOf(m.ID) == nil && q.env.IsHost(from) {
			q.add(from, &entry{id: m.ID, name: m.Name, text: m.Text})
		}
	case *protocol.QuestionRecall:
		if now := time.Now(); now.Sub(q.recalls[from]) >= recallPause {
			q.recalls[from] = now
			q.tellAll(from)
		}
	case *protocol.QuestionRaise:
		return q.takeWord(early{from, m.ID, m})
	case *protocol.QuestionMark:
		return q.takeWord(early{from, m.ID, m})
	}
	return nil
}

func (q *Questions) entryOf(id protocol.QuestionID) *entry {
	for _, e := range q.entries {
		if e.id == id {
			return e
		}
	}
	return nil
}

func (q *Questions) takeQuestion(from protocol.SID, m *protocol.Question) error {
	if known := q.entryOf(m.ID); known != nil {
		if known.author != from || known.text != m.Text {
			return protocol.ErrBadMessage // another's
		}
		return nil
	}
	ids := q.asked[from]
	if ids == nil {
		ids = map[protocol.QuestionID]bool{}
		q.asked[from] = ids
	}
	if ids[m.ID] = true; len(ids) > maxEach {
		return protocol.ErrBadMessage
	}
	q.add(from, &entry{id: m.ID, author: from, name: q.env.NameOf(from), text: m.Text})
	return nil
}

func (q *Questions) takeBack(from protocol.SID, id protocol.QuestionID) error {
	at := slices.IndexFunc(q.entries, func(e *entry) bool { return e.id == id })
	switch {
	case at < 0:
		return nil
	case q.entries[at].author != from:
		return protocol.ErrBadMessage
	}
	q.entries = slices.Delete(q.entries, at, at+1)
	return nil
}

// add keeps a question; if there is no place, in that of one that is answered, or not at all.
func (q *Questions) add(from protocol.SID, e *entry) {
	if len(q.entries) >= maxAll {
		at := slices.IndexFunc(q.entries,
			func(e *entry) bool { return e.mark == protocol.QuestionAnswered })
		if at < 0 {
			return
		}
		q.entries = slices.Delete(q.entries, at, at+1)
	}
	e.mark, e.hands = protocol.QuestionOpen, map[protocol.SID]bool{}
	q.entries = append(q.entries, e)
	q.env.Tell(from, e.view())
	var of []early
	q.early = slices.DeleteFunc(q.early, func(w early) bool {
		if w.id == e.id {
			of = append(of, w)
		}
		return w.id == e.id
	})
	for _, w := range of { // whoever is wrong here is not the one who speaks at this moment
		_ = q.takeWord(w)
	}
}

// takeWord follows a hand or the host's mark. Whoever has just handed the host's role on may still
// speak as one: that means nothing.
func (q *Questions) takeWord(w early) error {
	e := q.entryOf(w.id)
	if e == nil {
		q.keepEarly(w)
		return nil
	}
	switch m := w.m.(type) {
	case *protocol.QuestionMark:
		if q.env.IsHost(w.from) {
			e.mark = m.Mark
		}
	case *protocol.QuestionRaise:
		if e.author == w.from {
			return protocol.ErrBadMessage
		}
		if m.Up {
			e.hands[w.from] = true
		} else {
			delete(e.hands, w.from)
		}
	}
	return nil
}

func (q *Questions) keepEarly(word early) {
	first, n := -1, 0
	for i, w := range q.early {
		if w.from != word.from {
			continue
		}
		if n++; first < 0 {
			first = i
		}
	}
	if n == maxEarly {
		q.early = slices.Delete(q.early, first, first+1)
	}
	q.early = append(q.early, word)
}
