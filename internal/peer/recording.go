package peer

import (
	"encoding/json"
	"strings"
	"time"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/recording"
)

// What this client says when somebody wants to record, and what it then sends to whom (protocol,
// section 4.13). Nobody sits here who could be asked, so the answer is that of Options.Consent.
// Whoever records without our yes, or without everybody's, gets nothing of ours.

// recordings is what is known of those who record. It belongs to the call's goroutine.
type recordings struct {
	// told is who records by the host's word, until they have spoken for themselves.
	told *protocol.SID
	// asks has what each member has asked for last; there are at most as many as members.
	asks map[protocol.SID]*recordingAsk
}

type recordingAsk struct {
	asked  recording.Asked
	at     uint64 // of our answer
	answer string
	isOn   bool
	isOver bool
	// isBroken: it has begun without everybody's yes.
	isBroken bool
}

// receiveDoc takes in what comes on the channel for documents; of other parts nothing is known.
func (c *Call) receiveDoc(p *pair.Pair, kind byte, payload []byte) {
	if !protocol.IsRecord(kind) || !p.IsMember || !c.isAdmitted() {
		return
	}
	m, err := protocol.DecodeRecord(kind, payload)
	if err != nil {
		p.Refuse(err.Error())
		return
	}
	switch m := m.(type) {
	case *protocol.RecordAsk:
		c.answerRecording(p, m)
	case *protocol.RecordOn:
		c.followRecording(p, m)
	case *protocol.RecordOff:
		c.endRecording(p, m)
	}
	if _, isAnswer := m.(*protocol.RecordAnswer); isAnswer {
		return // each answer is the recorder's to count, and comes again with its beginning
	}
	c.forgetRecorders()
	if told := c.recordings.told; told != nil && *told == p.SID {
		c.recordings.told = nil
	}
	c.withholdFrom(p)
	c.tellRecorder()
}

// answerRecording says no, or what Options.Consent says; no to a second one at a time.
func (c *Call) answerRecording(p *pair.Pair, m *protocol.RecordAsk) {
	before := c.recordings.asks[p.SID]
	if before != nil && before.asked.ID == m.ID {
		return // it was said to us before
	}
	ask := &recordingAsk{isOn: m.On, answer: recording.No,
		asked: recording.Asked{ID: m.ID, Recorder: p.SID, What: m.What}}
	if m.Why != nil {
		ask.asked.Why = *m.Why
	}
	if other := c.recorder(); other == nil || *other == p.SID {
		ask.answer = c.options.consent()
	}
	if c.recordings.asks == nil {
		c.recordings.asks = map[protocol.SID]*recordingAsk{}
	}
	c.recordings.asks[p.SID] = ask
	c.withholdFrom(p) // before anybody hears of a yes without a picture
	c.sayAnswer(ask)
	c.emitEvent(Event{Kind: RecordingAsked, SID: p.SID.String(), Name: p.Name, Code: ask.answer,
		Text: protocol.ToLine(ask.asked.Why)})
}

func (c *Call) sayAnswer(ask *recordingAsk) {
	ask.at = max(ask.at+1, uint64(time.Now().UnixMilli()))
	answered := recording.Answered{Epoch: c.roster.Epoch, Answer: ask.answer, At: ask.at}
	text := recording.AnswerText(recording.RoomTag(c.room), ask.asked, answered)
	m := protocol.RecordAnswer{ID: ask.asked.ID, Epoch: answered.Epoch, Answer: answered.Answer,
		At: answered.At, Signature: seal.SignText(c.key, text)}
	payload, err := json.Marshal(m)
	if err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	for _, p := range c.pairs {
		if p.IsMember {
			p.SendDoc(protocol.KindRecordAnswer, payload)
		}
	}
}

// followRecording hears that a recording begins: with everybody's signed yes, or without.
func (c *Call) followRecording(p *pair.Pair, m *protocol.RecordOn) {
	ask := c.recordings.asks[p.SID]
	if ask == nil || ask.asked.ID != m.ID {
		ask = &recordingAsk{asked: recording.Asked{ID: m.ID, Recorder: p.SID}, answer: recording.No}
		if c.recordings.asks == nil {
			c.recordings.asks = map[protocol.SID]*recordingAsk{}
		}
		c.recordings.asks[p.SID] = ask
	}
	wasOn := ask.isOn
	ask.isOn, ask.isOver = true, false
	if !wasOn && recording.IsAgreement(ask.answer) {
		ask.isBroken = !c.isAgreedByAll(ask, m)
	}
	code := ask.answer
	if ask.isBroken {
		code = "broken"
	}
	c.emitEvent(Event{Kind: Recording, SID: p.SID.String(), Name: p.Name, Code: code})
}

// isAgreedByAll says whether everybody has signed a yes who stands in our list and is not newer
// than the recorder's.
func (c *Call) isAgreedByAll(ask *recordingAsk, m *protocol.RecordOn) bool {
	agreed := map[protocol.SID]bool{}
	for _, a := range m.Answers {
		line := c.roster.MemberBySID(a.SID)
		if line == nil {
			continue // somebody who is newer than our list, or has left
		}
		answered := recording.Answered{Epoch: a.Epoch, Answer: a.Answer, At: a.At}
		text := recording.AnswerText(recording.RoomTag(c.room), ask.asked, answered)
		if a.Epoch > m.Epoch || !seal.IsSignature(line.Key, text, a.Signature) {
			return false
		}
		agreed[a.SID] = recording.IsAgreement(a.Answer)
	}
	if c.roster.Epoch > m.Epoch { // who came since is asked as a newcomer
		return agreed[c.sid] && agreed[ask.asked.Recorder]
	}
	for _, line := range c.roster.Members {
		if !agreed[line.SID] {
			return false
		}
	}
	return true
}

func (c *Call) endRecording(p *pair.Pair, m *protocol.RecordOff) {
	ask := c.recordings.asks[p.SID]
	if ask == nil || ask.asked.ID != m.ID || ask.isOver {
		return
	}
	ask.isOn, ask.isOver, ask.isBroken = false, true, false
	c.emitEvent(Event{Kind: RecordingOver, SID: p.SID.String(), Name: p.Name, Code: m.Reason})
}

// recorder returns who records or has asked to, or nil.
func (c *Call) recorder() *protocol.SID {
	for sid, ask := range c.recordings.asks {
		if !ask.isOver {
			return &sid
		}
	}
	return nil
}

// forgetRecorders drops what those said who are no longer members.
func (c *Call) forgetRecorders() {
	for sid := range c.recordings.asks {
		if c.roster.MemberBySID(sid) == nil {
			delete(c.recordings.asks, sid)
		}
	}
}

// noteRecorder follows the host's word on who records; nil: nobody.
func (c *Call) noteRecorder(sid *protocol.SID) {
	if sid != nil && c.recordings.asks[*sid] != nil {
		sid = nil // they have spoken for themselves
	}
	before := c.recordings.told
	c.recordings.told = sid
	for _, one := range []*protocol.SID{before, sid} {
		if one != nil && c.pairs[*one] != nil {
			c.withholdFrom(c.pairs[*one])
		}
	}
}

// withholdFrom sends somebody what may be sent to them at this moment, and no more.
func (c *Call) withholdFrom(p *pair.Pair) {
	ask, told := c.recordings.asks[p.SID], c.recordings.told
	all := told != nil && *told == p.SID
	picture := false
	if ask != nil && !ask.isOver {
		all = all || ask.isBroken || ask.isOn && !recording.IsAgreement(ask.answer)
		picture = ask.answer == recording.WithoutPicture
	}
	p.Withhold(all, all || picture)
}

// tellRecorder tells who waits at our door, if we are the host.
func (c *Call) tellRecorder() {
	if c.admission == nil {
		return
	}
	for sid, k := range c.admission.waiting {
		if k.name != nil && !k.isOutside {
			c.sendTo(sid, c.newHello())
			c.admission.sendSeatState(sid)
		}
	}
}

// consent is the answer to everybody who wants to record.
func (o Options) consent() string {
	if o.Consent == "" {
		return recording.No
	}
	return o.Consent
}

// IsConsent says whether this may be [Options.Consent].
func IsConsent(answer string) bool {
	return strings.Contains(" no yes yes-without-picture ", " "+answer+" ")
}
