package pair

import (
	"time"

	"einmal/internal/peer/consent"
	"einmal/internal/peer/rtc"

	"github.com/pion/rtp"
)

// Taker takes in what a recording of ours may. None of its methods waits for anything, a disk above
// all: the first two are called on the call's goroutine, and take on those that carry media.
type Taker interface {
	// Begin: everybody has agreed.
	Begin(since time.Time)
	// May is told before anything of somebody is taken in, and with each change. Place is that in
	// the list of people of the proof.
	May(sid string, place int, may consent.May)
	// Track is asked for each line that comes from somebody. take gets its packets also while
	// nothing of them may be taken in; done follows the last. A key frame comes after askKey.
	Track(sid string, line rtc.Line, codec string, askKey func()) (take func(*rtp.Packet),
		done func())
}

// Reason is why something of ours does not go to a peer: each stands for itself.
type Reason int

const (
	// ForRecording: the peer records, and may not have it.
	ForRecording Reason = iota
	// InAnotherGroup: nothing that comes from there is taken, either.
	InAnotherGroup
	reasons
)

// withheld is what of ours does not go to the peer, for each reason.
type withheld [reasons]struct{ sound, picture bool }

// Withhold holds our media back from the peer from now on, also on a connection that is yet to come.
func (p *Pair) Withhold(why Reason, sound, picture bool) {
	p.withheld[why].sound, p.withheld[why].picture = sound, picture
	if p.Conn != nil {
		p.applyWithheld(p.Conn)
	}
}

func (p *Pair) newConnection() *rtc.Connection {
	c := &rtc.Connection{}
	p.applyWithheld(c)
	if taker := p.env.Taker; taker != nil {
		c.Take = func(line rtc.Line, codec string, askKey func()) (func(*rtp.Packet), func()) {
			return taker.Track(p.SID.String(), line, codec, askKey)
		}
	}
	return c
}

func (p *Pair) applyWithheld(c *rtc.Connection) {
	sound, picture := false, false
	for _, one := range p.withheld {
		sound, picture = sound || one.sound, picture || one.picture
	}
	c.Withhold(sound, picture)
	c.Deafen(p.withheld[InAnotherGroup].sound)
}
