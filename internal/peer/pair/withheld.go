package pair

import "einmal/internal/peer/rtc"

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
