// Package polls is what a native client knows of the polls of a call, and how it answers them: in
// the open, and in a count by all voters together of what is secret (protocol, section 4.13). It
// asks nothing itself, and knows no connections.
package polls

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"einmal/internal/peer/protocol"
)

const (
	maxEach = 10 // polls of one member
	maxAll  = 30 // are kept
	// maxEarly words of a member about polls that have not come yet are kept.
	maxEarly = 8
	// patience is how long a secret count may take.
	patience = 30 * time.Second
	// recallPause is how often one member is told everything again.
	recallPause = 2 * time.Second
)

// Env is what a call gives to it. All of it is called on the call's goroutine.
type Env struct {
	Own     func() protocol.SID
	Name    string
	Members func() []protocol.SID // all in the newest roster, in its order
	NameOf  func(protocol.SID) string
	Say     func(to protocol.SID, kind byte, payload []byte)
	SayAll  func(kind byte, payload []byte)
	After   func(time.Duration, func()) // on the call's goroutine
	// Tell: a poll has come, or is over.
	Tell func(Poll)
}

// Polls belongs to the call's goroutine.
type Polls struct {
	env     *Env
	entries []*entry // the newest last
	last    int      // number
	asked   map[protocol.SID]map[protocol.PollID]bool
	early   []early
	recalls map[protocol.SID]time.Time
}

type early struct {
	from protocol.SID
	kind byte
	id   protocol.PollID
	m    any
}

// New returns that there are none.
func New(env *Env) *Polls {
	return &Polls{env: env, asked: map[protocol.SID]map[protocol.PollID]bool{},
		recalls: map[protocol.SID]time.Time{}}
}

// List gives all that are known.
func (p *Polls) List() (all []Poll) {
	for _, e := range p.entries {
		all = append(all, e.view(p.env.Name))
	}
	return all
}

// What is wrong with an answer.
var (
	ErrNoPoll   = errors.New("there is no such poll, or it is over")
	ErrNoChoice = errors.New("the poll has no such choice, or not several of them")
)

// Answer answers an open poll, in place of any answer before; no choice takes it back.
func (p *Polls) Answer(number int, choices []int) error {
	at := slices.IndexFunc(p.entries, func(e *entry) bool { return e.number == number })
	if at < 0 || p.entries[at].state != Open {
		return ErrNoPoll
	}
	e := p.entries[at]
	choices = slices.Compact(slices.Sorted(slices.Values(choices)))
	if len(choices) > 0 && choices[0] < 0 || !e.poll.IsAnswer(choices) {
		return ErrNoChoice
	}
	e.own, e.hasSaid = choices, true
	p.env.SayAll(p.ownWord(e))
	return nil
}

// ownWord is our answer; of a secret poll only that there is one.
func (p *Polls) ownWord(e *entry) (kind byte, payload []byte) {
	if e.poll.Secret {
		return protocol.KindPollAnswered,
			encode(protocol.PollAnswered{ID: e.poll.ID, Answered: len(e.own) > 0})
	}
	return protocol.KindPollAnswer, encode(protocol.PollAnswer{ID: e.poll.ID, Choices: notNil(e.own)})
}

func notNil(choices []int) []int { return append([]int{}, choices...) }

func encode(m any) []byte {
	payload, err := json.Marshal(m)
	if err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	return payload
}

// ChannelOpened says to somebody what may have been lost, and asks for what we lack.
func (p *Polls) ChannelOpened(sid protocol.SID) {
	if len(p.entries) == 0 {
		p.env.Say(sid, protocol.KindPollRecall, encode(protocol.PollRecall{}))
	}
	p.tellAll(sid)
}

func (p *Polls) tellAll(sid protocol.SID) {
	for _, e := range p.entries {
		if e.state == Open && len(e.own) > 0 {
			kind, payload := p.ownWord(e)
			p.env.Say(sid, kind, payload)
		}
		if e.count != nil {
			e.count.repeat(sid, p.say)
		}
		if e.state == Closed && p.isTeller(e, sid) {
			p.say(sid, protocol.KindPollTold, e.toldMessage(p.env.Name))
		}
	}
}

func (p *Polls) say(to protocol.SID, kind byte, m any) { p.env.Say(to, kind, encode(m)) }

// isTeller: the asker tells who comes late, and once it has left whoever is earliest in the roster.
func (p *Polls) isTeller(e *entry, to protocol.SID) bool {
	members := p.env.Members()
	if slices.Contains(members, e.asker) {
		return false
	}
	members = slices.DeleteFunc(slices.Clone(members),
		func(sid protocol.SID) bool { return sid == to })
	return len(members) > 0 && members[0] == p.env.Own()
}

// Gone: somebody has left. Their polls end, and so does a count that lacks them.
func (p *Polls) Gone(sid protocol.SID) {
	p.early = slices.DeleteFunc(p.early, func(w early) bool { return w.from == sid })
	delete(p.recalls, sid)
	delete(p.asked, sid)
	for _, e := range p.entries {
		if e.state == Closed {
			continue
		}
		delete(e.answered, sid)
		switch {
		case slices.Contains(e.voters, sid), e.asker == sid && e.poll.Secret:
			p.finish(e, "left")
		case e.asker == sid:
			p.finish(e, "")
		}
	}
}

func (p *Polls) finish(e *entry, uncounted string) {
	if e.state == Closed {
		return
	}
	e.finish(uncounted)
	p.env.Tell(e.view(p.env.Name))
}

func (p *Polls) entryOf(id protocol.PollID) *entry {
	for _, e := range p.entries {
		if e.poll.ID == id {
			return e
		}
	}
	return nil
}

func (p *Polls) keep(e *entry) {
	p.last++
	e.number = p.last
	p.entries = append(p.entries, e)
	if len(p.entries) <= maxAll {
		return
	}
	if at := slices.IndexFunc(p.entries, func(e *entry) bool { return e.state == Closed }); at >= 0 {
		p.entries = slices.Delete(p.entries, at, at+1)
	}
}
