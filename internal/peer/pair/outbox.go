package pair

import (
	"slices"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

// maxHeld lines wait at most: as many as a browser keeps of one person.
const maxHeld = 1000

// outbox holds what waits for a path to the peer. Sent all at once it could be more than the peer
// allows (see rtc.PauseAfter), and we would be cut off as an attacker.
type outbox struct {
	Waiting []protocol.Message
	timer   *time.Timer // until the next is sent; nil: none is due
}

// isHeld reports whether a message waits in the outbox: it is not repeated if a path loses it.
func isHeld(m protocol.Message) bool {
	switch m.(type) {
	case *protocol.Chat, *protocol.State:
		return true
	}
	return false
}

// holdMessage keeps a line. Only the newest state counts; if too many lines wait, the oldest goes.
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

// SendHeld sends one line after the other, at half the rate that the peer allows, as long as there
// is a path.
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
