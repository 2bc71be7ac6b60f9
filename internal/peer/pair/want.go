package pair

import (
	"time"

	"einmal/internal/peer/protocol"
)

// How often a peer may say what it shows of our pictures (protocol, section 4.8): many times more
// than it has reason to, also when a few of them have waited for a path.
const (
	wantBurst      = 40
	wantsPerSecond = 4
)

type wantLimiter struct {
	used float64
	at   time.Time
}

// allows returns false if another is too much.
func (l *wantLimiter) allows(now time.Time) bool {
	l.used = max(0, l.used-now.Sub(l.at).Seconds()*wantsPerSecond) + 1
	l.at = now
	return l.used <= wantBurst
}

// receiveWant sends the picture as far as this client can follow: all of it, or none.
func (p *Pair) receiveWant(m *protocol.Want) {
	if !p.wants.allows(time.Now()) {
		p.closeAttacked("too-much")
		return
	}
	if m.Line == protocol.LineCamera {
		p.Conn.SendPicture(m.Height > 0)
	}
}
