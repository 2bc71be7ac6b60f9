package signal

import (
	"errors"
	"time"

	"einmal/internal/discreet"
	"einmal/internal/protocol"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

// live is a room in memory with what ties it to the world. It is guarded by the hub's mutex.
type live struct {
	key   rooms.Key
	room  room
	timer *time.Timer
	due   time.Time // what timer is set to
	queue []func()  // runs without the mutex, in order
	busy  bool      // a goroutine works the queue off
	gone  bool      // no longer in the hub's table
	wreck bool      // what became of it is not known (see contain)
}

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

// enter joins a connection to the room of that key.
func (h *Hub) enter(c *conn, key rooms.Key, m *protocol.Join) protocol.Code {
	by := h.checkJoin(c, key, m)
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.lives[key]
	for l == nil || l.room.ending {
		if l != nil { // whether it is over shows when it is erased
			h.await(l)
			l = h.lives[key]
			continue
		}
		seen := h.dropped
		h.mu.Unlock()
		record, err := h.config.Store.Get(key)
		h.mu.Lock()
		if errors.Is(err, rooms.ErrGone) {
			return protocol.CodeRoomGone
		}
		if err != nil {
			h.fail("get room", err)
			return protocol.CodeInternal
		}
		// Meanwhile another join may have opened the room, and it may even have ended or been let
		// go of.
		if l = h.lives[key]; l == nil && h.dropped == seen {
			l = h.open(key, record)
		}
	}
	now := time.Now()
	code := l.room.join(now, c.id, c.source, m, by)
	if code == "" {
		c.live = l
	}
	h.run(l, now)
	if code == "" && h.incident != nil {
		c.say(h.incident)
	}
	return code
}

// await waits until the room's slow work of now is done. The caller holds the mutex, which is free
// meanwhile.
func (h *Hub) await(l *live) {
	done := make(chan struct{})
	h.later(l, func() { close(done) })
	h.mu.Unlock()
	<-done
	h.mu.Lock()
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

// pass passes a frame on, a whole message whose payload is body. It changes nothing in the room, so
// nothing falls due by it. The caller has the receiver write the message, if it gets one; else
// there is none, or it has a writer.
func (h *Hub) pass(c *conn, message,
	body []byte) (receiver *conn, knocks bool, code protocol.Code) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.live.gone {
		return nil, false, ""
	}
	r := &c.live.room
	to, code := r.frame(c.id, body)
	if receiver = h.conns[to]; receiver != nil && !receiver.out.offer(message) {
		receiver = nil
	}
	return receiver, r.isKnocker(c.id), code
}

// leave takes a connection that ended out of the tables.
func (h *Hub) leave(c *conn) {
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
				c.send(newMessage(websocket.TextMessage, e.data))
			}
		case finish:
			if c := h.conns[e.to]; c != nil {
				c.finish(closingFor(e.code))
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
