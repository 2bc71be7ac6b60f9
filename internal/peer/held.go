package peer

import (
	"slices"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

// maxHeld lines wait at the most: as many as a browser would keep of one person.
const maxHeld = 1000

// held is what waits for a way to the peer. All at once it could be more than the peer lets anybody
// say (see rtc.PauseAfter), who would take us for an attacker.
type held struct {
	lines []protocol.Message
	timer *time.Timer // until the next is said; nil: none is due
}

// isHeld tells what would be lost with a socket or a path and is not said again.
func isHeld(m protocol.Message) bool {
	switch m.(type) {
	case *protocol.Chat, *protocol.State:
		return true
	}
	return false
}

// hold keeps a line. Of states the newest counts; if too many lines wait, the oldest gives way.
func (p *pair) hold(m protocol.Message) {
	if _, isState := m.(*protocol.State); isState {
		p.held.lines = slices.DeleteFunc(p.held.lines, func(m protocol.Message) bool {
			_, isState := m.(*protocol.State)
			return isState
		})
	}
	p.held.lines = append(p.held.lines, m)
	if len(p.held.lines) > maxHeld {
		p.held.lines = p.held.lines[1:]
	}
}

// sayHeld says one line after the other, at half the pace that the peer allows, as long as there is
// a way.
func (p *pair) sayHeld() {
	if p.held.timer != nil || len(p.held.lines) == 0 || !p.live() {
		return
	}
	line := p.held.lines[0]
	p.held.lines = p.held.lines[1:]
	p.conn.SendMessage(line)
	p.held.timer = time.AfterFunc(2*rtc.PauseAfter(string(protocol.Encode(line))), func() {
		p.env.tasks.Enqueue(func() {
			p.held.timer = nil
			p.sayHeld()
		})
	})
}
