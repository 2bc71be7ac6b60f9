package peer

import (
	"errors"

	"einmal/internal/recording"
)

// What a person, or a program in their place, does about recordings: others', and our own.

// AskToRecord asks everybody. What they answer comes as events, and once all have agreed the Taker
// of the options begins.
func (c *Call) AskToRecord(w Wish) error {
	if !recording.IsWhat(w.What) || !recording.IsWhy(w.Why) {
		return errors.New("a recording has at least a sound, a picture or a screen in it, and a " +
			"reason at most 200 characters")
	}
	return c.runCommand(func() bool {
		return c.isAdmitted() && c.options.Taker != nil && c.together.Recordings.AskEverybody(w)
	})
}

// StopRecording ends our recording, or asks for it no more. The reason is stopped or failed.
func (c *Call) StopRecording(reason string) error {
	return c.runCommand(func() bool { return c.together.Recordings.EndOwn(reason) })
}

// Proof is what is to lie beside our recording, also after the call, and not signed. False: it has
// not begun.
func (c *Call) Proof() (p recording.Proof, ok bool) {
	hasRun := false
	c.runAndWait(func() {
		p, ok = c.together.Recordings.Proof()
		hasRun = true
	})
	if hasRun {
		return p, ok
	}
	<-c.done // the call is over: nobody else has it from then on
	return c.together.Recordings.Proof()
}

// SignProof signs a proof as it is.
func (c *Call) SignProof(p *recording.Proof) { p.Sign(c.key) }

// Respond answers who records or wants to: no, yes or yes-without-picture, and in place of any
// answer before.
func (c *Call) Respond(answer string) error {
	return c.runCommand(func() bool { return c.together.Recordings.Respond(answer) })
}
