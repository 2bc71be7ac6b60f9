package peer

import (
	"errors"
	"time"

	"einmal/internal/peer/consent"
	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/recording"

	"github.com/pion/rtp"
)

// Recordings in a call: others', in which we are heard as far as we have agreed, and our own.

// May is what a recording of ours may take in of somebody.
type May = consent.May

// Wish is what a recording of ours asks everybody for.
type Wish = consent.Wish

// Taker takes in what our recording may. None of its methods waits for anything, a disk above all:
// the first two are called on the call's goroutine, and take on those that carry media.
type Taker interface {
	// Begin: everybody has agreed.
	Begin(since time.Time)
	// May is told before anything of somebody is taken in, and with each change. Place is that in
	// the list of people of the proof.
	May(sid string, place int, may May)
	// Track is asked for each line that comes from somebody. take gets its packets also while
	// nothing of them may be taken in; done follows the last. A key frame comes after askKey.
	Track(sid string, line rtc.Line, codec string, askKey func()) (take func(*rtp.Packet),
		done func())
}

// newRecordings ties what is said of recordings to the pairs of this call.
func (c *Call) newRecordings() *consent.Recordings {
	return consent.New(&consent.Env{Room: c.room, Key: c.key, Answer: c.options.Consent,
		Own:    func() protocol.SID { return c.sid },
		Roster: func() *protocol.Roster { return c.roster },
		SayToAll: func(kind byte, payload []byte) {
			for _, p := range c.pairs {
				if p.IsMember {
					p.SendDoc(kind, payload)
				}
			}
		},
		SayTo: func(sid protocol.SID, kind byte, payload []byte) {
			if p := c.pairs[sid]; p != nil {
				p.SendDoc(kind, payload)
			}
		},
		Withhold: func(sid protocol.SID, sound, picture bool) {
			if p := c.pairs[sid]; p != nil {
				p.Withhold(sound, picture)
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

func (c *Call) nameOf(sid protocol.SID) string {
	if sid == c.sid {
		return c.options.Name
	}
	if p := c.pairs[sid]; p != nil {
		return p.Name
	}
	return ""
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

// takeFrom is what pairs ask for each line of media; nil: nothing is to be recorded.
func (c *Call) takeFrom() pair.TakeFrom {
	taker := c.options.Taker
	if taker == nil {
		return nil
	}
	return func(sid protocol.SID, line rtc.Line, codec string,
		askKey func()) (func(*rtp.Packet), func()) {
		return taker.Track(sid.String(), line, codec, askKey)
	}
}

// AskToRecord asks everybody. What they answer comes as events, and once all have agreed the Taker
// of the options begins.
func (c *Call) AskToRecord(w Wish) error {
	if !recording.IsWhat(w.What) || !recording.IsWhy(w.Why) {
		return errors.New("a recording has at least a sound, a picture or a screen in it, and a " +
			"reason at most 200 characters")
	}
	return c.runCommand(func() bool {
		return c.isAdmitted() && c.options.Taker != nil && c.recordings.AskEverybody(w)
	})
}

// StopRecording ends our recording, or asks for it no more. The reason is stopped or failed.
func (c *Call) StopRecording(reason string) error {
	return c.runCommand(func() bool { return c.recordings.EndOwn(reason) })
}

// Proof is what is to lie beside our recording, also after the call, and not signed. False: it has
// not begun.
func (c *Call) Proof() (p recording.Proof, ok bool) {
	if c.runAndWait(func() { p, ok = c.recordings.Proof() }); ok {
		return p, ok
	}
	select {
	case <-c.done: // nobody else has it any more
		return c.recordings.Proof()
	default:
		return p, ok
	}
}

// SignProof signs a proof as it is.
func (c *Call) SignProof(p *recording.Proof) { p.Sign(c.key) }

// Respond answers who records or wants to: no, yes or yes-without-picture, and in place of any
// answer before.
func (c *Call) Respond(answer string) error {
	return c.runCommand(func() bool { return c.recordings.Respond(answer) })
}
