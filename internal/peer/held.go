package peer

import (
	"slices"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

// maxHeld lines wait at the most: as many as a browser would keep of one person.
const maxHeld = 1000

// outbox is what waits for a way to the peer. All at once it could be more than the peer lets
// anybody say (see rtc.PauseAfter), who would take us for an attacker.
type outbox struct {
	waiting []protocol.Message
	timer   *time.Timer // until the next is said; nil: none is due
}

// isHeld tells what would be lost with a socket or a path and is not said again.
func isHeld(m protocol.Message) bool {
	switch m.(type) {
	case *protocol.Chat, *protocol.State:
		return true
	}
	return false
}

// holdMessage keeps a line. Of states the newest counts; if too many lines wait, the oldest gives
// way.
func (p *pair) holdMessage(m protocol.Message) {
	if _, isState := m.(*protocol.State); isState {
		p.outbox.waiting = slices.DeleteFunc(p.outbox.waiting, func(m protocol.Message) bool {
			_, isState := m.(*protocol.State)
			return isState
		})
	}
	p.outbox.waiting = append(p.outbox.waiting, m)
	if len(p.outbox.waiting) > maxHeld {
		p.outbox.waiting = p.outbox.waiting[1:]
	}
}

// sendHeld says one line after the other, at half the pace that the peer allows, as long as there
// is a way.
func (p *pair) sendHeld() {
	if p.outbox.timer != nil || len(p.outbox.waiting) == 0 || !p.isReachable() {
		return
	}
	line := p.outbox.waiting[0]
	p.outbox.waiting = p.outbox.waiting[1:]
	p.conn.SendMessage(line)
	p.outbox.timer = time.AfterFunc(2*rtc.PauseAfter(string(protocol.Encode(line))), func() {
		p.env.tasks.Enqueue(func() {
			p.outbox.timer = nil
			p.sendHeld()
		})
	})
}
