package signal

import (
	"errors"
	"sync"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// What of a room outlives the server: that it was used, and the newest epoch at which somebody was
// taken off the list. Both hold in memory at once. The record on disk follows with one write for
// all that has changed meanwhile; one that fails is tried again until it works or the room is over.

const (
	// restTime is the pause after a write that worked: a host may say removals as fast as anything
	// else, and everybody's rooms are in one file. What changes meanwhile is one write.
	restTime = time.Second
	// firstRewrite is the pause after the first write that failed. It doubles, up to retryTime.
	firstRewrite = time.Second
)

// rewrite is what a room knows of its record.
type rewrite struct {
	stale bool // the record lacks something
	busy  bool // a write is on its way
	pause time.Duration
	again time.Time // there is no write before this; zero for none
}

// written says whether the record says all that it has to. Until then the room stays in memory.
func (r *rewrite) written() bool { return !r.stale && !r.busy }

// changed says that the record has to say something new.
func (r *room) changed() {
	r.record.stale = true
	r.write()
}

func (r *room) write() {
	if r.record.stale && !r.record.busy && r.record.again.IsZero() {
		r.record.busy = true
		r.do(note{})
	}
}

// noted says what became of a write.
func (r *room) noted(now time.Time, failed bool) {
	w := &r.record
	w.busy = false
	if failed {
		w.stale = true
		w.pause = min(max(2*w.pause, firstRewrite), retryTime)
		w.again = now.Add(w.pause)
		return
	}
	w.pause = 0
	w.again = now.Add(restTime)
}

// rewriteDue begins the write whose time has come, if there is one.
func (r *room) rewriteDue(now time.Time) {
	if !r.record.again.IsZero() && !now.Before(r.record.again) {
		r.record.again = time.Time{}
		r.write()
	}
}

// noteRemoval notes that a roster of this epoch took somebody off the list: no older one is adopted
// any more, in this life of the server or another. The write comes last, so that the relay does not
// wait for the disk.
func (r *room) noteRemoval(epoch uint64) {
	if epoch > r.removal {
		r.removal = epoch
		r.changed()
	}
}

// takesOff says whether a guest of the newest roster is missing in this one, before this one is
// installed. After a restart the newest is not known: then one may be missing, unless nobody was
// ever in.
func (r *room) takesOff(roster *protocol.Roster) bool {
	if r.roster == nil {
		return r.used || r.removal > 0
	}
	for _, m := range r.roster.Members {
		if m.Role == protocol.RoleGuest && roster.FindMember(m.SID) == nil {
			return true
		}
	}
	return false
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

// noteLast tries once more what could not be written, when the hub closes.
func (h *Hub) noteLast() {
	h.mu.Lock()
	var behind []*live
	for _, l := range h.lives {
		if !l.room.record.written() {
			behind = append(behind, l)
		}
	}
	h.mu.Unlock()
	var notes sync.WaitGroup // they share their commits
	for _, l := range behind {
		notes.Go(func() { h.note(l) })
	}
	notes.Wait()
}
