package pair

// withheld is what of ours does not go to the peer.
type withheld struct{ sound, picture bool }

// Withhold holds our media back from the peer from now on, also on a connection that is yet to come.
func (p *Pair) Withhold(sound, picture bool) {
	p.withheld = withheld{sound, picture}
	if p.Conn != nil {
		p.Conn.Withhold(sound, picture)
	}
}
