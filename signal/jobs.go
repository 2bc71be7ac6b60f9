package signal

import (
	"errors"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/rooms"
)

// Jobs may take time: the store syncs, the relay has locks of its own. They run without the hub's
// mutex; of each room, those for the disk one after the other, and beside them those for the relay.

func (h *Hub) eraseRoom(l *liveRoom) {
	err := h.config.Store.Erase(l.key)
	if errors.Is(err, rooms.ErrGone) { // swept meanwhile
		err = nil
	}
	if err != nil {
		h.logFailure("erase room", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	if err == nil {
		l.room.EraseDone()
	} else {
		l.room.EraseFailed(now)
	}
	h.applyEffects(l, now)
}

func (h *Hub) grantRelay(l *liveRoom, roomTag string, g roomstate.GrantRelay) {
	if h.config.Relay.Credentials == nil {
		return
	}
	made := h.config.Relay.Credentials(roomTag, g.Tag)
	access := &protocol.RelayAccess{URLs: made.URLs, Username: made.Username,
		Credential: made.Password, Expires: made.Expires.Unix()}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !l.gone {
		now := time.Now()
		l.room.CredentialsGranted(now, g, access, made.Expires)
		h.applyEffects(l, now)
	}
}

func (h *Hub) releaseRelay(roomTag, peerTag string) {
	if h.config.Relay.ReleaseSilent != nil {
		h.config.Relay.ReleaseSilent(roomTag, peerTag)
	}
}

func (h *Hub) revokeRelay(roomTag, peerTag string) {
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

// forgotten reports that memory holds what nobody needs any more: an address at least.
func (h *Hub) forgotten() {
	if h.config.Forgotten != nil {
		h.config.Forgotten()
	}
}

// saveRecord writes the record of a room. It runs in the room's queue, so the room is not being
// erased meanwhile.
func (h *Hub) saveRecord(l *liveRoom) {
	h.mu.Lock()
	used, removal, expires := l.room.BeginSave()
	gone := l.gone
	h.mu.Unlock()
	if gone { // erased
		return
	}
	err := h.config.Store.Update(l.key, func(r *rooms.Room) {
		r.Used, r.Removal, r.Expires = used, removal, expires
	})
	if errors.Is(err, rooms.ErrGone) { // swept
		err = nil
	}
	if err != nil {
		h.logFailure("note in room", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.gone {
		return
	}
	now := time.Now()
	l.room.RecordSaved(now, err != nil)
	h.applyEffects(l, now)
}
