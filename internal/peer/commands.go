package peer

import (
	"encoding/json"
	"errors"
)

// ErrNotNow means that the call is not in a state for this: it is over, or we are not the host, or
// nobody is there.
var ErrNotNow = errors.New("that cannot be done now")

// Say sends a chat line to all members, at most 4,000 characters.
func (c *Call) Say(text string) error {
	if !isAtMost(maxChat, text) {
		return errors.New("a chat line has at most 4,000 characters")
	}
	return c.perform(func() bool { return c.broadcast(&chatMessage{Text: text}) })
}

// SendFile offers a file to everybody we are directly connected with. What becomes of it comes as
// events, one for each. The file is read until then.
func (c *Call) SendFile(path string) error {
	s, err := shareFile(path)
	if err != nil {
		return err
	}
	s.hold()
	err = c.perform(func() bool {
		c.lastFile++
		offered := false
		for _, p := range c.pairs {
			if p.member && p.live() {
				offered = true
				p.files.out.offer(c.lastFile, s)
			}
		}
		s.release()
		return offered
	})
	if err != nil {
		s.file.Close() // perhaps nobody has; twice does no harm
	}
	return err
}

// SetState tells all members what is switched on.
func (c *Call) SetState(microphone, camera bool) error {
	return c.perform(func() bool { return c.broadcast(&stateMessage{microphone, camera}) })
}

// Note sends a line from the host to somebody who waits, at most 1,000 characters.
func (c *Call) Note(sid, text string) error {
	if !isAtMost(maxNote, text) {
		return errors.New("a note has at most 1,000 characters")
	}
	return c.perform(func() bool { return c.desk.note(parseSID(sid), text) })
}

// Admit lets somebody in who has knocked.
func (c *Call) Admit(sid string) error {
	return c.perform(func() bool { return c.desk.admit(parseSID(sid)) })
}

// Deny turns somebody away who waits.
func (c *Call) Deny(sid string) error {
	return c.perform(func() bool { return c.desk.deny(parseSID(sid)) })
}

// Lock has nobody knock from now on, or everybody again.
func (c *Call) Lock(on bool) error {
	return c.perform(func() bool {
		if c.desk != nil {
			c.desk.lock(on)
		}
		return c.desk != nil
	})
}

// Remove takes a member out of the call.
func (c *Call) Remove(sid string) error {
	return c.perform(func() bool { return c.desk.remove(parseSID(sid)) })
}

// End ends the call for everybody, as the host. The room is erased when the call is over; wait for
// that with Next.
func (c *Call) End() error {
	return c.perform(func() bool {
		if c.desk == nil || !c.joined {
			return false
		}
		c.ending = &endMessage{sign(c.link.Host, endText(c.room))}
		c.broadcastDirect(c.ending)
		c.socket.send(c.ending)
		return true
	})
}

// Leave says good-bye and waits until everything is closed.
func (c *Call) Leave() {
	c.do(c.leave)
	<-c.done
}

func (c *Call) leave() {
	if c.over {
		return
	}
	c.broadcast(&byeMessage{})
	c.finish("left")
}

// Done is closed when the call is over and everything in it is closed.
func (c *Call) Done() <-chan struct{} { return c.done }

// perform runs f on the call's goroutine; a host command of somebody else is ErrNotNow, like all
// that f refuses.
func (c *Call) perform(f func() bool) error {
	done := false
	c.do(func() { done = f() })
	if !done {
		return ErrNotNow
	}
	return nil
}

// parseSID gives the zero sid, which nobody has, for what is none.
func parseSID(text string) (sid SID) {
	_ = sid.UnmarshalText([]byte(text))
	return sid
}

// AskServer asks what the server holds about us. The answer comes as an event; there is none while
// the server is lost.
func (c *Call) AskServer() error {
	return c.perform(func() bool {
		if c.sid == (SID{}) || c.socket.conn == nil {
			return false
		}
		c.socket.send(&dataRequest{})
		return true
	})
}

// emitReport passes on what the server says it holds, as it stands in the message but for its kind.
func (c *Call) emitReport(m *dataReport) {
	text, err := json.Marshal(m)
	if err != nil { // no message holds anything that JSON cannot
		panic(err)
	}
	c.emit(Event{Kind: Known, Knows: text})
}
