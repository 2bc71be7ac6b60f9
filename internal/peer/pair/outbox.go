package pair

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
	Waiting []protocol.Message
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
func (p *Pair) holdMessage(m protocol.Message) {
	if _, isState := m.(*protocol.State); isState {
		p.Outbox.Waiting = slices.DeleteFunc(p.Outbox.Waiting, func(m protocol.Message) bool {
			_, isState := m.(*protocol.State)
			return isState
		})
	}
	p.Outbox.Waiting = append(p.Outbox.Waiting, m)
	if len(p.Outbox.Waiting) > maxHeld {
		p.Outbox.Waiting = p.Outbox.Waiting[1:]
	}
}

// SendHeld says one line after the other, at half the pace that the peer allows, as long as there
// is a way.
func (p *Pair) SendHeld() {
	if p.Outbox.timer != nil || len(p.Outbox.Waiting) == 0 || !p.IsReachable() {
		return
	}
	line := p.Outbox.Waiting[0]
	p.Outbox.Waiting = p.Outbox.Waiting[1:]
	p.Conn.SendMessage(line)
	p.Outbox.timer = time.AfterFunc(2*rtc.PauseAfter(string(protocol.Encode(line))), func() {
		p.env.Tasks.Enqueue(func() {
			p.Outbox.timer = nil
			p.SendHeld()
		})
	})
}
