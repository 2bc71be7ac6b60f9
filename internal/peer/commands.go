package peer

import (
	"crypto/rand"
	"errors"

	"einmal/internal/peer/notes"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/transfer"
)

// ErrNotNow means that the call is not in a state for this: it is over, or we are not the host, or
// nobody is there.
var ErrNotNow = errors.New("that cannot be done now")

// Say sends a chat line to all members, or to those of our group, at most 4,000 characters.
func (c *Call) Say(text string) error {
	if !protocol.IsAtMost(protocol.MaxChat, text) {
		return errors.New("a chat line has at most 4,000 characters")
	}
	var id protocol.LineID
	_, _ = rand.Read(id[:]) // it never fails
	return c.runCommand(func() bool { return c.broadcast(&protocol.Chat{Text: text, ID: &id}) })
}

// SendFile offers a file to everybody we are directly connected with. What becomes of it comes as
// events, one for each. The file is read until then.
func (c *Call) SendFile(path string) error {
	s, err := transfer.Share(path)
	if err != nil {
		return err
	}
	s.Retain()
	err = c.runCommand(func() bool {
		c.lastFile++
		offered := false
		for _, p := range c.pairs {
			if p.IsMember && p.IsReachable() && !c.groups.IsApart(p.SID) {
				offered = true
				p.Files.OfferFile(c.lastFile, s)
			}
		}
		s.Release()
		return offered
	})
	if err != nil {
		s.Close() // perhaps nobody has; twice does no harm
	}
	return err
}

// SetState tells all members what is switched on.
func (c *Call) SetState(microphone, camera bool) error {
	return c.runCommand(func() bool {
		c.state.Microphone, c.state.Camera = microphone, camera
		return c.broadcast(c.stateCopy())
	})
}

// SetHand puts our hand up, after those that are, or down.
func (c *Call) SetHand(up bool) error {
	return c.runCommand(func() bool {
		if c.state.Hand = nil; up {
			number := min(c.highestHand+1, protocol.MaxHand)
			c.state.Hand = &number
		}
		return c.broadcast(c.stateCopy())
	})
}

// stateCopy is what is said of us: a message may wait.
func (c *Call) stateCopy() *protocol.State {
	m := c.state
	return &m
}

// Note sends a line from the host to somebody who waits, at most 1,000 characters.
func (c *Call) Note(sid, text string) error {
	if !protocol.IsAtMost(protocol.MaxNote, text) {
		return errors.New("a note has at most 1,000 characters")
	}
	return c.runCommand(func() bool { return c.admission.sendNote(parseSID(sid), text) })
}

// Admit lets somebody in who has knocked.
func (c *Call) Admit(sid string) error {
	return c.runCommand(func() bool { return c.admission.admitKnocker(parseSID(sid)) })
}

// Deny turns somebody away who waits.
func (c *Call) Deny(sid string) error {
	return c.runCommand(func() bool { return c.admission.denyKnocker(parseSID(sid)) })
}

// Lock has nobody knock from now on, or everybody again.
func (c *Call) Lock(on bool) error {
	return c.runCommand(func() bool {
		if c.admission != nil {
			c.admission.setLocked(on)
		}
		return c.admission != nil
	})
}

// Remove takes a member out of the call.
func (c *Call) Remove(sid string) error {
	return c.runCommand(func() bool { return c.admission.removeMember(parseSID(sid)) })
}

// End ends the call for everybody, as the host. The room is erased when the call is over; wait for
// that with Next.
func (c *Call) End() error {
	return c.runCommand(func() bool {
		if c.admission == nil || !c.joined {
			return false
		}
		c.endMessage = &protocol.End{Signature: seal.SignText(c.link.Host, seal.EndText(c.room))}
		c.broadcastDirect(c.endMessage)
		c.socket.SendMessage(c.endMessage)
		return true
	})
}

// Leave says good-bye and waits until everything is closed.
func (c *Call) Leave() {
	c.runAndWait(c.leaveCall)
	<-c.done
}

// ErrUnheard: the server has not said that the room stays. It may have heard that it is to.
var ErrUnheard = errors.New("the server has not said that the room stays; it may be erased two " +
	"minutes after everybody has gone")

// LeaveForNow is Leave for a host who comes back: the room stays until it expires. It waits until
// the server has that on disk, for a while; or else the error is [ErrUnheard].
func (c *Call) LeaveForNow() error {
	c.runAndWait(func() { c.leavesForNow = c.link.IsHost() })
	c.Leave()
	if c.leavesForNow && !c.roomStays {
		return ErrUnheard
	}
	return nil
}

// Done is closed when the call is over and everything in it is closed.
func (c *Call) Done() <-chan struct{} { return c.done }

// runCommand runs f on the call's goroutine; a host command of somebody else is ErrNotNow, like all
// that f refuses.
func (c *Call) runCommand(f func() bool) error {
	done := false
	c.runAndWait(func() { done = f() })
	if !done {
		return ErrNotNow
	}
	return nil
}

// parseSID returns the zero sid, which nobody has, for what is none.
func parseSID(text string) (sid protocol.SID) {
	_ = sid.UnmarshalText([]byte(text))
	return sid
}

// AskServer asks what the server holds about us. The answer comes as an event; there is none while
// the server is lost.
func (c *Call) AskServer() error {
	return c.runCommand(func() bool {
		if c.sid == (protocol.SID{}) || !c.socket.IsConnected() {
			return false
		}
		c.socket.SendMessage(&protocol.DataRequest{})
		return true
	})
}

// AskNotes asks the first member that has notes for their text, which comes as an event, or never.
func (c *Call) AskNotes() error {
	return c.runCommand(func() bool {
		if c.roster == nil {
			return false
		}
		for _, member := range c.roster.Members {
			p := c.pairs[member.SID]
			if p == nil || !p.IsReachable() || p.Build == nil ||
				p.Build.Client == protocol.ClientNative {
				continue
			}
			c.together.ExpectNotes(member.SID)
			return p.SendDoc(notes.Ask, nil)
		}
		return false
	})
}

// Polls gives all that are known, the newest last.
func (c *Call) Polls() (all []Poll) {
	c.runAndWait(func() { all = c.together.Polls.List() })
	return all
}

// Vote answers a poll by its number, with numbers from 0 on; none of them takes an answer back.
func (c *Call) Vote(number int, choices []int) (err error) {
	err = ErrNotNow
	c.runAndWait(func() { err = c.together.Polls.Answer(number, choices) })
	return err
}

// Questions gives all that are known, as they wait.
func (c *Call) Questions() (all []Question) {
	c.runAndWait(func() { all = c.together.Questions.List() })
	return all
}
