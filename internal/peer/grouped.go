package peer

import (
	"time"

	"einmal/internal/peer/groups"
	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
)

// Groups: whoever is elsewhere gets nothing of ours, and what comes from there is left (protocol,
// section 4.17).

// newGroups ties what is said of groups to the pairs of this call.
func (c *Call) newGroups() *groups.Groups {
	return groups.New(&groups.Env{Room: c.room,
		HostKey: func() *protocol.PublicKey { return c.hostKey },
		Own:     func() protocol.SID { return c.sid },
		Members: func() (sids []protocol.SID) {
			for sid, p := range c.pairs {
				if p.IsMember {
					sids = append(sids, sid)
				}
			}
			return sids
		},
		IsHost: func(sid protocol.SID) bool { return c.pairs[sid].IsHost },
		Send: func(to protocol.SID, kind byte, payload []byte) {
			if p := c.pairs[to]; p != nil {
				p.SendDoc(kind, payload)
			}
		},
		RunAfter: func(pause time.Duration, f func()) func() bool {
			return time.AfterFunc(pause, func() { c.tasks.Enqueue(f) }).Stop
		},
		Changed: func() {
			for _, p := range c.pairs {
				c.keepApart(p)
			}
		},
		Moved: func(name string, open bool) {
			e := Event{Kind: Grouped, Text: name}
			if !open {
				e.Code = "over"
			}
			c.emitEvent(e)
		},
		Told: func(from protocol.SID, text string) {
			c.emitEvent(Event{Kind: Told, SID: from.String(), Name: c.pairs[from].Name, Text: text})
		}})
}

func (c *Call) keepApart(p *pair.Pair) {
	isApart := c.groups.IsApart(p.SID)
	p.Withhold(pair.InAnotherGroup, isApart, isApart)
}
