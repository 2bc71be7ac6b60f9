package pair

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"

	"github.com/pion/rtp"
)

// TakeFrom is asked for each line of media that comes from somebody, as [rtc.Connection.Take]; nil:
// nobody takes any in.
type TakeFrom func(from protocol.SID, line rtc.Line, codec string,
	askKey func()) (take func(*rtp.Packet), done func())

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
	if take := p.env.Take; take != nil {
		c.Take = func(line rtc.Line, codec string, askKey func()) (func(*rtp.Packet), func()) {
			return take(p.SID, line, codec, askKey)
		}
	}
	return c
}
