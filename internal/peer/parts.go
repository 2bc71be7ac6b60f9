package peer

import (
	"time"

	"einmal/internal/peer/consent"
	"einmal/internal/peer/groups"
	"einmal/internal/peer/pair"
	"einmal/internal/peer/polls"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/questions"
	"einmal/internal/peer/together"
)

// What is made together, tied to the pairs of a call.

// newTogether is what we have of what is made together.
func (c *Call) newTogether() *together.Together {
	return &together.Together{Recordings: c.newRecordings(), Groups: c.groups,
		Polls: c.newPolls(), Questions: c.newQuestions(), TellNotes: c.tellNotes}
}

// newRecordings ties what is said of recordings to the pairs of this call.
func (c *Call) newRecordings() *consent.Recordings {
	return consent.New(&consent.Env{Room: c.room, Key: c.key, Answer: c.options.Consent,
		Own:      func() protocol.SID { return c.sid },
		Roster:   func() *protocol.Roster { return c.roster },
		SayToAll: c.sayDocToAll,
		SayTo:    c.sayDoc,
		Withhold: func(sid protocol.SID, sound, picture bool) {
			if p := c.pairs[sid]; p != nil {
				p.Withhold(pair.ForRecording, sound, picture)
			}
		},
		Changed: func() { c.admission.tellRecorder() },
		Tell:    c.tellRecording,
		NameOf:  c.nameOf,
		May: func(sid protocol.SID, place int, may consent.May) {
			if c.options.Taker != nil {
				c.options.Taker.May(sid.String(), place, may)
			}
		}})
}

var recordingEvents = map[consent.What]EventKind{consent.Asked: RecordingAsked,
	consent.Began: Recording, consent.Ended: RecordingOver, consent.OwnAnswered: RecordAnswered,
	consent.OwnBegan: RecordingBegan, consent.OwnEnded: RecordingEnded}

func (c *Call) tellRecording(sid protocol.SID, e consent.Event) {
	if e.What == consent.OwnBegan && c.options.Taker != nil {
		c.options.Taker.Begin(time.Now())
	}
	c.emitEvent(Event{Kind: recordingEvents[e.What], SID: sid.String(), Name: c.nameOf(sid),
		Code: e.Code, Text: protocol.ToLine(e.Why)})
}

// newPolls ties the polls of a call to its pairs.
func (c *Call) newPolls() *polls.Polls {
	return polls.New(&polls.Env{Own: func() protocol.SID { return c.sid }, Name: c.options.Name,
		Members: c.memberSIDs, NameOf: c.nameOf, Say: c.sayDoc, SayAll: c.sayDocToAll,
		After: func(pause time.Duration, f func()) {
			time.AfterFunc(pause, func() { c.tasks.Enqueue(f) })
		},
		Tell: func(p polls.Poll) { c.emitEvent(Event{Kind: Polled, Name: p.Asker, Poll: &p}) }})
}

// newQuestions ties the questions of a call to its pairs.
func (c *Call) newQuestions() *questions.Questions {
	return questions.New(&questions.Env{Members: c.memberSIDs, NameOf: c.nameOf, Say: c.sayDoc,
		IsHost:    func(sid protocol.SID) bool { return c.pairs[sid] != nil && c.pairs[sid].IsHost },
		IsOwnHost: func() bool { return c.admission != nil },
		Tell: func(from protocol.SID, q questions.Question) {
			c.emitEvent(Event{Kind: Questioned, SID: from.String(), Name: q.Name, Question: &q})
		}})
}

func (c *Call) tellNotes(from protocol.SID, text string) {
	c.emitEvent(Event{Kind: Notes, SID: from.String(), Name: c.nameOf(from), Text: text})
}

func (c *Call) memberSIDs() (sids []protocol.SID) {
	if c.roster != nil {
		for _, line := range c.roster.Members {
			sids = append(sids, line.SID)
		}
	}
	return sids
}

func (c *Call) sayDoc(to protocol.SID, kind byte, payload []byte) {
	if p := c.pairs[to]; p != nil {
		p.SendDoc(kind, payload)
	}
}

func (c *Call) sayDocToAll(kind byte, payload []byte) {
	for _, p := range c.pairs {
		if p.IsMember {
			p.SendDoc(kind, payload)
		}
	}
}

// Groups: whoever is elsewhere gets nothing of ours, and what comes from there is left (protocol,
// section 4.17).

// newGroups ties what is said of groups to the pairs of this call.
func (c *Call) newGroups() *groups.Groups {
	return groups.New(&groups.Env{Room: c.room,
		HostKey: func() *protocol.PublicKey { return c.hostKey },
		Own:     func() protocol.SID { return c.sid },
		Members: func() (sids []protocol.SID) {
			for sid, p := range c.pairs {
				if p.IsMember {
					sids = append(sids, sid)
				}
			}
			return sids
		},
		IsHost: func(sid protocol.SID) bool { return c.pairs[sid].IsHost },
		Send:   c.sayDoc,
		RunAfter: func(pause time.Duration, f func()) func() bool {
			return time.AfterFunc(pause, func() { c.tasks.Enqueue(f) }).Stop
		},
		Changed: func() {
			for _, p := range c.pairs {
				c.keepApart(p)
			}
		},
		Moved: func(name string, open bool) {
			e := Event{Kind: Grouped, Text: name}
			if !open {
				e.Code = "over"
			}
			c.emitEvent(e)
		},
		Told: func(from protocol.SID, text string) {
			c.emitEvent(Event{Kind: Told, SID: from.String(), Name: c.pairs[from].Name, Text: text})
		}})
}

func (c *Call) keepApart(p *pair.Pair) {
	isApart := c.groups.IsApart(p.SID)
	p.Withhold(pair.InAnotherGroup, isApart, isApart)
}
