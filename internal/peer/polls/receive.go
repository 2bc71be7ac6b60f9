package polls

import (
	"slices"
	"time"

	"einmal/internal/peer/protocol"
)

// Receive takes in what a member says; the error is a violation.
func (p *Polls) Receive(from protocol.SID, kind byte, payload []byte) error {
	m, err := protocol.DecodePoll(kind, payload)
	if err != nil {
		return err
	}
	switch m := m.(type) {
	case *protocol.Poll:
		return p.takePoll(from, m)
	case *protocol.PollTold:
		p.takeTold(from, m)
		return nil
	case *protocol.PollRecall:
		if now := time.Now(); now.Sub(p.recalls[from]) >= recallPause {
			p.recalls[from] = now
			p.tellAll(from)
		}
		return nil
	}
	id := idOf(m)
	if e := p.entryOf(id); e != nil {
		return p.takeWord(from, e, kind, m)
	}
	p.keepEarly(early{from, kind, id, m})
	return nil
}

func idOf(m any) protocol.PollID {
	switch m := m.(type) {
	case *protocol.PollAnswer:
		return m.ID
	case *protocol.PollAnswered:
		return m.ID
	case *protocol.PollClose:
		return m.ID
	case *protocol.PollShare:
		return m.ID
	case *protocol.PollCommit:
		return m.ID
	}
	return m.(*protocol.PollReveal).ID
}

// keepEarly keeps a word about a poll that has not come: whoever asks it speaks on another channel.
func (p *Polls) keepEarly(word early) {
	first, n := -1, 0
	for i, w := range p.early {
		if w.from != word.from {
			continue
		}
		if n++; first < 0 {
			first = i
		}
	}
	if n == maxEarly {
		p.early = slices.Delete(p.early, first, first+1)
	}
	p.early = append(p.early, word)
}

func (p *Polls) takePoll(from protocol.SID, m *protocol.Poll) error {
	if known := p.entryOf(m.ID); known != nil {
		if known.asker != from {
			return protocol.ErrBadMessage // another's
		}
		return nil
	}
	ids := p.asked[from]
	if ids == nil {
		ids = map[protocol.PollID]bool{}
		p.asked[from] = ids
	}
	if ids[m.ID] = true; len(ids) > maxEach {
		return protocol.ErrBadMessage
	}
	for _, other := range p.entries {
		if other.asker == from && other.state == Open {
			p.finish(other, leftIf(other.poll.Secret))
		}
	}
	e := newEntry(*m, from, p.env.NameOf(from))
	p.keep(e)
	p.env.Tell(e.view(p.env.Name))
	var of []early
	p.early = slices.DeleteFunc(p.early, func(w early) bool {
		if w.id == m.ID {
			of = append(of, w)
		}
		return w.id == m.ID
	})
	for _, w := range of { // whoever is wrong here is not the one who speaks at this moment
		_ = p.takeWord(w.from, e, w.kind, w.m)
	}
	return nil
}

func leftIf(secret bool) string {
	if secret {
		return "left"
	}
	return ""
}

// takeTold follows what is said of a poll that is over; of one that we know we keep what we have
// heard ourselves.
func (p *Polls) takeTold(from protocol.SID, m *protocol.PollTold) {
	if known := p.entryOf(m.ID); known != nil {
		if known.asker != from || known.state == Closed ||
			slices.Contains(known.voters, p.env.Own()) {
			return
		}
		uncounted := ""
		if m.Counts != nil {
			known.counts = *m.Counts
		} else if m.Uncounted != nil {
			uncounted = *m.Uncounted
		}
		p.finish(known, uncounted)
		return
	}
	if len(p.entries) >= maxAll {
		return
	}
	e := newEntry(m.Asked(), protocol.SID{}, m.Asker)
	e.toldBy = orUnknown(p.env.NameOf(from))
	if m.Answers != nil {
		for _, a := range *m.Answers {
			e.told = append(e.told, Given(a))
		}
	}
	if m.Counts != nil {
		e.counts = *m.Counts
	}
	if e.state = Closed; m.Uncounted != nil {
		e.uncounted = *m.Uncounted
	}
	p.keep(e)
	p.env.Tell(e.view(p.env.Name))
}

func (p *Polls) takeWord(from protocol.SID, e *entry, kind byte, m any) error {
	_, isOpenWord := m.(*protocol.PollAnswer)
	if _, isClose := m.(*protocol.PollClose); !isClose && isOpenWord == e.poll.Secret {
		return protocol.ErrBadMessage
	}
	switch m := m.(type) {
	case *protocol.PollAnswer:
		if !e.poll.IsAnswer(m.Choices) {
			return protocol.ErrBadMessage
		}
		e.noteAnswer(from, p.env.NameOf(from), m.Choices, m.Final != nil && *m.Final)
	case *protocol.PollAnswered:
		e.answered[from] = m.Answered
		if !m.Answered && e.state == Counting && slices.Contains(e.voters, from) {
			p.finish(e, "left")
		}
	case *protocol.PollClose:
		return p.takeClose(from, e, m)
	default:
		p.takeStep(from, e, kind, m)
	}
	return nil
}

func (p *Polls) takeClose(from protocol.SID, e *entry, m *protocol.PollClose) error {
	if e.asker != from || (m.Voters != nil) != e.poll.Secret {
		return protocol.ErrBadMessage
	}
	if m.Voters != nil {
		seen := map[protocol.SID]bool{}
		for _, sid := range *m.Voters {
			if seen[sid] {
				return protocol.ErrBadMessage
			}
			seen[sid] = true
		}
	}
	switch {
	case e.state != Open:
	case !e.poll.Secret:
		if e.hasSaid { // a change that has crossed with the end counts for all or for nobody
			isFinal := true
			p.env.SayAll(protocol.KindPollAnswer, encode(protocol.PollAnswer{ID: e.poll.ID,
				Choices: notNil(e.own), Final: &isFinal}))
		}
		p.finish(e, "")
	case len(*m.Voters) < protocol.LeastSecret:
		p.finish(e, "few")
	default:
		p.beginCount(e, *m.Voters)
	}
	return nil
}

// beginCount ends a secret poll; if we have answered it, with our part in its count.
func (p *Polls) beginCount(e *entry, voters []protocol.SID) {
	e.voters, e.state = voters, Counting
	p.env.After(patience, func() { p.finish(e, "silent") })
	members := p.env.Members()
	for _, sid := range voters {
		if has, known := e.answered[sid]; !slices.Contains(members, sid) || known && !has {
			p.finish(e, "left")
			return
		}
	}
	switch {
	case !slices.Contains(voters, p.env.Own()):
		e.own = nil
	case len(e.own) == 0:
		p.finish(e, "left")
	default:
		e.count = newCount(e.poll, p.env.Own(), voters, e.ballot(), p.say)
		e.count.sayShares()
		for key, m := range e.kept {
			p.takeStep(key.from, e, key.kind, m)
		}
	}
}

func (p *Polls) takeStep(from protocol.SID, e *entry, kind byte, m any) {
	if e.state == Open {
		e.kept[keptKey{from, kind}] = m
		return
	}
	if e.state != Counting || e.count == nil || !slices.Contains(e.voters, from) {
		return
	}
	switch found, chosen := e.count.receive(from, m); found {
	case counted:
		e.takeCounts(chosen)
		p.env.Tell(e.view(p.env.Name))
	case broken:
		p.finish(e, "broken")
	}
}
