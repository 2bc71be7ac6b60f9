package signal

import (
	"errors"
	"time"

	"einmal/rooms"
)

// The work that may take time: the store syncs, the relay has locks of its own. It runs without the
// hub's mutex, one after the other for each room.

func (h *Hub) erase(l *live) {
	err := h.config.Store.Erase(l.key)
	if errors.Is(err, rooms.ErrGone) { // swept meanwhile
		err = nil
	}
	if err != nil {
		h.fail("erase room", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	if err == nil {
		l.room.erased()
	} else {
		l.room.eraseFailed(now)
	}
	h.run(l, now)
}

func (h *Hub) grant(l *live, roomTag string, g grant) {
	if h.config.Relay.Credentials == nil {
		return
	}
	credentials := h.config.Relay.Credentials(roomTag, g.tag)
	h.mu.Lock()
	defer h.mu.Unlock()
	if !l.gone {
		now := time.Now()
		l.room.granted(now, g, credentials)
		h.run(l, now)
	}
}

func (h *Hub) revoke(roomTag, peerTag string) {
	if h.config.Relay.RemovePeer != nil {
		h.config.Relay.RemovePeer(roomTag, peerTag)
	}
}

func (h *Hub) closeRelay(roomTag string) {
	if h.config.Relay.CloseRoom != nil {
		h.config.Relay.CloseRoom(roomTag)
	}
	h.forgotten()
}

// forgotten says that memory holds what nobody needs any more: an address at least.
func (h *Hub) forgotten() {
	if h.config.Forgotten != nil {
		h.config.Forgotten()
	}
}

// note writes the record of a room. It runs in the room's queue, so after it comes what erases the
// room, or nothing did.
func (h *Hub) note(l *live) {
	h.mu.Lock()
	used, removal := l.room.used, l.room.removal
	l.room.record.stale = false
	gone := l.gone
	h.mu.Unlock()
	if gone { // erased
		return
	}
	err := h.config.Store.Note(l.key, used, removal)
	if errors.Is(err, rooms.ErrGone) { // expired
		err = nil
	}
	if err != nil {
		h.fail("note in room", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.gone {
		return
	}
	now := time.Now()
	l.room.noted(now, err != nil)
	h.run(l, now)
}
