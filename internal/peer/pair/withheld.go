package pair

import "einmal/internal/peer/rtc"

// withheld is what of ours does not go to the peer.
type withheld struct{ sound, picture bool }

// Withhold holds our media back from the peer from now on, also on a connection that is yet to come.
func (p *Pair) Withhold(sound, picture bool) {
	p.withheld = withheld{sound, picture}
	if p.Conn != nil {
		p.Conn.Withhold(sound, picture)
	}
}

func (p *Pair) newConnection() *rtc.Connection {
	c := &rtc.Connection{}
	c.Withhold(p.withheld.sound, p.withheld.picture)
	return c
}
