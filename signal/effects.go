package signal

import (
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/wipe"
	"einmal/rooms"
)

// openRoom takes a room into memory.
func (h *Hub) openRoom(key rooms.Key, record rooms.Room) *liveRoom {
	l := &liveRoom{key: key, room: roomstate.NewRoom(roomstate.SavedRoom{
		HostKey:     record.HostKey,
		Seats:       record.Seats,
		Expires:     record.Expires,
		Used:        record.Used,
		Removal:     record.Removal,
		Appointment: record.Appointment,
		BoxSize:     boxSize(h.config.Store, key),
	})}
	h.rooms[key] = l
	return l
}

// dropRoom removes a room from memory and leaves nothing of it there.
func (h *Hub) dropRoom(l *liveRoom) {
	l.gone = true
	h.dropped++
	delete(h.rooms, l.key)
	if l.timer != nil {
		l.timer.Stop()
	}
	l.room = roomstate.Room{}
}

// withRoom has f handle what somebody in a room said.
func (h *Hub) withRoom(l *liveRoom, f func(*roomstate.Room) protocol.Code) protocol.Code {
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.gone {
		return ""
	}
	code := f(&l.room)
	h.applyEffects(l, time.Now())
	return code
}

// removeConn takes a connection that has ended out of the table and out of its room.
func (h *Hub) removeConn(c *clientConn) {
	defer h.forgotten()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c.id)
	if c.joined != nil && !c.joined.gone {
		defer h.containPanic(c.joined)
		now := time.Now()
		c.joined.room.LoseConn(now, c.id)
		h.applyEffects(c.joined, now)
	}
}

// tickRoom does what is due in a room.
func (h *Hub) tickRoom(l *liveRoom, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || l.gone {
		return
	}
	defer h.containPanic(l)
	l.room.RunDue(now)
	h.applyEffects(l, now)
}

// timerFired is the room's timer, unless it was set anew meanwhile.
func (h *Hub) timerFired(l *liveRoom, due time.Time) {
	h.mu.Lock()
	if l.timerDue.Equal(due) {
		l.timerDue = time.Time{}
	}
	h.mu.Unlock()
	h.tickRoom(l, time.Now())
}

// applyEffects carries out the room's effects. It ends every event.
func (h *Hub) applyEffects(l *liveRoom, now time.Time) {
	tag := l.room.RelayTag()
	for _, e := range l.room.DrainEffects(now) {
		switch e := e.(type) {
		case roomstate.SendText:
			if c := h.conns[e.To]; c != nil {
				c.conn.SendText(e.Data)
			}
		case roomstate.EndConn:
			if c := h.conns[e.To]; c != nil {
				c.endWith(e.Code)
			}
		case roomstate.GrantRelay:
			h.queueJob(l, &l.relay, func() { h.grantRelay(l, tag, e) })
		case roomstate.ReleaseRelay:
			h.queueJob(l, &l.relay, func() { h.releaseRelay(tag, e.Tag) })
		case roomstate.RevokeRelay:
			h.queueJob(l, &l.relay, func() { h.revokeRelay(tag, e.Tag) })
		case roomstate.SaveRecord:
			h.queueJob(l, &l.store, func() { h.saveRecord(l) })
		case roomstate.EraseRoom:
			h.queueJob(l, &l.store, func() { h.eraseRoom(l) })
		case roomstate.ForgetRoom:
			h.dropRoom(l)
			h.queueJob(l, &l.relay, func() { h.closeRelay(tag) })
		}
	}
	h.schedule(l, now)
}

func (h *Hub) schedule(l *liveRoom, now time.Time) {
	if l.gone || h.closed {
		return
	}
	next := l.room.NextTick()
	if next.Equal(l.timerDue) {
		return
	}
	if l.timer != nil {
		l.timer.Stop()
	}
	l.timerDue = next
	if !next.IsZero() {
		l.timer = time.AfterFunc(next.Sub(now), func() { wipe.Do(func() { h.timerFired(l, next) }) })
	}
}

// queueJob puts slow work into one of the room's queues.
func (h *Hub) queueJob(l *liveRoom, q *jobQueue, work func()) {
	q.jobs = append(q.jobs, work)
	if !q.running {
		q.running = true
		h.goroutines.Go(func() { h.runJobs(l, q) })
	}
}

func (h *Hub) runJobs(l *liveRoom, q *jobQueue) {
	for {
		h.mu.Lock()
		if len(q.jobs) == 0 {
			q.running = false
			h.mu.Unlock()
			return
		}
		work := q.jobs[0]
		q.jobs = q.jobs[1:]
		h.mu.Unlock()
		h.runJob(l, work)
	}
}
