package signal

import (
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"
	"einmal/rooms"
)

// open takes a room into memory.
func (h *Hub) open(key rooms.Key, record rooms.Room) *live {
	l := &live{key: key, room: room{
		hostKey: record.HostKey,
		seats:   record.Seats,
		expires: record.Expires,
		used:    record.Used,
		removal: record.Removal,
		tag:     newTag(),
	}}
	h.lives[key] = l
	return l
}

// drop lets go of a room in memory and leaves nothing of it there.
func (h *Hub) drop(l *live) {
	l.gone = true
	h.dropped++
	delete(h.lives, l.key)
	if l.timer != nil {
		l.timer.Stop()
	}
	l.room = room{}
}

// act lets f handle what somebody in a room said.
func (h *Hub) act(l *live, f func(*room) protocol.Code) protocol.Code {
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.gone {
		return ""
	}
	code := f(&l.room)
	h.run(l, time.Now())
	return code
}

// leave takes a connection that ended out of the tables.
func (h *Hub) leave(c *clientConn) {
	defer h.forgotten()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c.id)
	if c.live != nil && !c.live.gone {
		defer h.contain(c.live)
		now := time.Now()
		c.live.room.lose(now, c.id)
		h.run(c.live, now)
	}
}

// tick is the room's timer.
func (h *Hub) tick(l *live) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || l.gone {
		return
	}
	defer h.contain(l)
	now := time.Now()
	l.due = time.Time{}
	l.room.tick(now)
	h.run(l, now)
}

// run carries out the room's effects. It ends every event.
func (h *Hub) run(l *live, now time.Time) {
	tag := l.room.tag
	for _, e := range l.room.take(now) {
		switch e := e.(type) {
		case sendText:
			if c := h.conns[e.to]; c != nil {
				c.conn.SendText(e.data)
			}
		case finish:
			if c := h.conns[e.to]; c != nil {
				c.endWith(e.code)
			}
		case grant:
			h.later(l, func() { h.grant(l, tag, e) })
		case revoke:
			h.later(l, func() { h.revoke(tag, e.tag) })
		case note:
			h.later(l, func() { h.note(l) })
		case erase:
			h.later(l, func() { h.erase(l) })
		case forget:
			h.drop(l)
			h.later(l, func() { h.closeRelay(tag) })
		}
	}
	h.schedule(l, now)
}

func (h *Hub) schedule(l *live, now time.Time) {
	if l.gone || h.closed {
		return
	}
	next := l.room.next()
	if next.Equal(l.due) {
		return
	}
	if l.timer != nil {
		l.timer.Stop()
	}
	l.due = next
	if !next.IsZero() {
		l.timer = time.AfterFunc(next.Sub(now), func() { discreet.Do(func() { h.tick(l) }) })
	}
}

// later puts slow work into the room's queue.
func (h *Hub) later(l *live, work func()) {
	l.queue = append(l.queue, work)
	if !l.busy {
		l.busy = true
		h.work.Go(func() { h.workOff(l) })
	}
}

func (h *Hub) workOff(l *live) {
	for {
		h.mu.Lock()
		if len(l.queue) == 0 {
			l.busy = false
			h.mu.Unlock()
			return
		}
		work := l.queue[0]
		l.queue = l.queue[1:]
		h.mu.Unlock()
		h.workContained(l, work)
	}
}
