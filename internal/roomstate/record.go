package roomstate

import (
	"time"

	"einmal/internal/protocol"
)

// Three things outlive the server: that the room was used, the newest epoch at which somebody was
// taken off the list, and when it expires. They take effect in memory at once. The record on disk
// follows with one write for all that has changed meanwhile; a write that fails is repeated until
// it works or the room is over.

const (
	// restTime is the pause after a write that worked: a host may remove people as fast as it
	// likes, and everybody's rooms are in one file. What changes meanwhile is one write.
	restTime = time.Second
	// firstRewrite is the pause after the first write that failed. It doubles, up to RetryTime.
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

// recordChanged has the record written: it lacks something.
func (r *Room) recordChanged() {
	r.record.stale = true
	r.startSave()
}

func (r *Room) startSave() {
	if r.record.stale && !r.record.saving && r.record.notBefore.IsZero() {
		r.record.saving = true
		r.emit(SaveRecord{})
	}
}

// IsSaved says whether the record says all that it has to.
func (r *Room) IsSaved() bool { return r.record.isSaved() }

// BeginSave gives what the record has to say.
func (r *Room) BeginSave() (used bool, removal uint64, expires time.Time) {
	r.record.stale = false
	return r.used, r.removal, r.expires
}

// RecordSaved says what became of a write.
func (r *Room) RecordSaved(now time.Time, failed bool) {
	w := &r.record
	w.saving = false
	if failed {
		w.stale = true
		w.pause = min(max(2*w.pause, firstRewrite), RetryTime)
		w.notBefore = now.Add(w.pause)
		return
	}
	w.pause = 0
	w.notBefore = now.Add(restTime)
	r.promise()
}

// promise lets go of hosts who wait for the disk, which has it now that the room stays; but not
// while the room is being erased.
func (r *Room) promise() {
	if r.IsSaved() && !r.ending {
		r.endLeaving("")
	}
}

// endLeaving lets go of hosts who keep the room.
func (r *Room) endLeaving(code protocol.Code) {
	for _, s := range r.leaving {
		r.emit(EndConn{s, code})
	}
	r.leaving = nil
}

// retrySave begins the write whose time has come, if there is one.
func (r *Room) retrySave(now time.Time) {
	if !r.record.notBefore.IsZero() && !now.Before(r.record.notBefore) {
		r.record.notBefore = time.Time{}
		r.startSave()
	}
}

// recordRemoval notes that a roster of this epoch took somebody off the list: no older one is
// adopted any more, in this life of the server or another. The write comes last, so that the relay
// does not wait for the disk.
func (r *Room) recordRemoval(epoch uint64) {
	if epoch > r.removal {
		r.removal = epoch
		r.recordChanged()
	}
}

// removesGuest says whether a guest of the newest roster is missing in this one, before this one is
// installed. After a restart the newest is not known: then one may be missing, unless nobody was
// ever in.
func (r *Room) removesGuest(roster *protocol.Roster) bool {
	if r.roster == nil {
		return r.used || r.removal > 0
	}
	wasMember := false // the host: else it comes anew, in place of its own line
	for _, m := range roster.Members {
		wasMember = wasMember || m.Role == protocol.RoleHost && r.roster.FindMember(m.SID) != nil
	}
	for _, m := range r.roster.Members {
		if (m.Role == protocol.RoleGuest || wasMember) && roster.FindMember(m.SID) == nil {
			return true
		}
	}
	return false
}
