package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

// filesOut is the files that we send to one member.
type filesOut struct {
	way   *rtc.FileChannel // nil before there is a connection
	say   func(protocol.Message)
	tell  func(what outcome, f *File, code string)
	last  protocol.FileID // that we offered
	open  map[protocol.FileID]*outgoing
	queue []*outgoing // accepted, in this order; they go one after the other
}

type outgoing struct {
	id       protocol.FileID
	shared   *sharedFile
	accepted bool
	sent     int64
}

func (out *filesOut) offer(id protocol.FileID, s *sharedFile) {
	if len(out.open) == maxOpenFiles {
		out.tell(fileFailed, fileOf(&s.offer), "too-many")
		return
	}
	s.hold()
	out.last = id
	out.open[id] = &outgoing{id: id, shared: s}
	m := s.offer
	m.ID = id
	out.say(&m)
}

func (out *filesOut) accepted(id protocol.FileID) error {
	f := out.open[id]
	if id > out.last || f != nil && f.accepted {
		return protocol.ErrFiles
	}
	if f != nil {
		f.accepted = true
		out.queue = append(out.queue, f)
		out.pump()
	}
	return nil
}

func (out *filesOut) declined(id protocol.FileID) error {
	if id > out.last {
		return protocol.ErrFiles
	}
	out.end(id, fileFailed, "declined")
	return nil
}

func (out *filesOut) received(id protocol.FileID) error {
	f := out.open[id]
	if id > out.last || f != nil && f.sent < f.shared.offer.Size {
		return protocol.ErrFiles
	}
	out.end(id, fileDelivered, "")
	return nil
}

// pump sends as much of what was accepted as the way takes at this moment.
func (out *filesOut) pump() {
	for len(out.queue) > 0 {
		f := out.queue[0]
		if out.open[f.id] == nil || f.sent == f.shared.offer.Size {
			out.queue = out.queue[1:]
			continue
		}
		if !out.way.IsWritable() {
			return
		}
		bytes := make([]byte, min(maxChunk, f.shared.offer.Size-f.sent))
		// it has become shorter, or its disk is gone
		if n, _ := f.shared.file.ReadAt(bytes, f.sent); n < len(bytes) {
			out.say(&protocol.Withdraw{ID: f.id})
			out.end(f.id, fileFailed, "unreadable")
			continue
		}
		f.sent += int64(len(bytes))
		out.way.SendChunk(packChunk(f.id, bytes))
	}
}

func (out *filesOut) end(id protocol.FileID, what outcome, code string) {
	if f := out.open[id]; f != nil {
		delete(out.open, id)
		f.shared.release()
		out.tell(what, fileOf(&f.shared.offer), code)
	}
}

func (out *filesOut) cut() {
	for id := range out.open {
		out.end(id, fileFailed, "cut-off")
	}
}
