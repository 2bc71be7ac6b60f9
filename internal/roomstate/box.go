package roomstate

import (
	"time"

	"einmal/internal/protocol"
)

// MayPut says whether whoever has signed with the key by may leave a box.
func (r *Room) MayPut(now time.Time, by *protocol.Key) protocol.Code {
	switch {
	case r.ending || r.hasExpired(now):
		return protocol.CodeRoomGone
	case !r.isHostKey(by):
		return protocol.CodeBadSignature
	}
	return ""
}

// SetBox says how many bytes there are to be taken now, and has those told who wait.
func (r *Room) SetBox(size int64) {
	if r.ending || r.boxSize == size {
		return
	}
	r.boxSize = size
	r.tellKnockers()
}
