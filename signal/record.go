package signal

import (
	"time"

	"einmal/internal/protocol"
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

// recordState is what a room knows of its record.
type recordState struct {
	stale     bool // the record lacks something
	saving    bool // a write is on its way
	pause     time.Duration
	notBefore time.Time // there is no write before this; zero for none
}

// isSaved says whether the record says all that it has to. Until then the room stays in memory.
func (r *recordState) isSaved() bool { return !r.stale && !r.saving }

// recordChanged says that the record has to say something new.
func (r *room) recordChanged() {
	r.record.stale = true
	r.startSave()
}

func (r *room) startSave() {
	if r.record.stale && !r.record.saving && r.record.notBefore.IsZero() {
		r.record.saving = true
		r.emit(saveRecord{})
	}
}

// recordSaved says what became of a write.
func (r *room) recordSaved(now time.Time, failed bool) {
	w := &r.record
	w.saving = false
	if failed {
		w.stale = true
		w.pause = min(max(2*w.pause, firstRewrite), retryTime)
		w.notBefore = now.Add(w.pause)
		return
	}
	w.pause = 0
	w.notBefore = now.Add(restTime)
}

// retrySave begins the write whose time has come, if there is one.
func (r *room) retrySave(now time.Time) {
	if !r.record.notBefore.IsZero() && !now.Before(r.record.notBefore) {
		r.record.notBefore = time.Time{}
		r.startSave()
	}
}

// recordRemoval notes that a roster of this epoch took somebody off the list: no older one is
// adopted any more, in this life of the server or another. The write comes last, so that the relay
// does not wait for the disk.
func (r *room) recordRemoval(epoch uint64) {
	if epoch > r.removal {
		r.removal = epoch
		r.recordChanged()
	}
}

// removesGuest says whether a guest of the newest roster is missing in this one, before this one is
// installed. After a restart the newest is not known: then one may be missing, unless nobody was
// ever in.
func (r *room) removesGuest(roster *protocol.Roster) bool {
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
