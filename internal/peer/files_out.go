package peer

// filesOut is the files that we send to one member.
type filesOut struct {
	way   *fileChannel // nil before there is a connection
	say   func(message)
	tell  func(kind EventKind, f *File, code string)
	last  fileID // that we offered
	open  map[fileID]*outgoing
	queue []*outgoing // accepted, in this order; they go one after the other
}

type outgoing struct {
	id       fileID
	shared   *sharedFile
	accepted bool
	sent     int64
}

func (out *filesOut) offer(id fileID, s *sharedFile) {
	if len(out.open) == maxOpenFiles {
		out.tell(NotSent, fileOf(&s.offer), "too-many")
		return
	}
	s.hold()
	out.last = id
	out.open[id] = &outgoing{id: id, shared: s}
	m := s.offer
	m.ID = id
	out.say(&m)
}

func (out *filesOut) accepted(id fileID) error {
	f := out.open[id]
	if id > out.last || f != nil && f.accepted {
		return errFiles
	}
	if f != nil {
		f.accepted = true
		out.queue = append(out.queue, f)
		out.pump()
	}
	return nil
}

func (out *filesOut) declined(id fileID) error {
	if id > out.last {
		return errFiles
	}
	out.end(id, NotSent, "declined")
	return nil
}

func (out *filesOut) received(id fileID) error {
	f := out.open[id]
	if id > out.last || f != nil && f.sent < f.shared.offer.Size {
		return errFiles
	}
	out.end(id, Delivered, "")
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
		if !out.way.hasRoom() {
			return
		}
		bytes := make([]byte, min(maxChunk, f.shared.offer.Size-f.sent))
		// it has become shorter, or its disk is gone
		if n, _ := f.shared.file.ReadAt(bytes, f.sent); n < len(bytes) {
			out.say(&withdrawMessage{f.id})
			out.end(f.id, NotSent, "unreadable")
			continue
		}
		f.sent += int64(len(bytes))
		out.way.send(packChunk(f.id, bytes))
	}
}

func (out *filesOut) end(id fileID, kind EventKind, code string) {
	if f := out.open[id]; f != nil {
		delete(out.open, id)
		f.shared.release()
		out.tell(kind, fileOf(&f.shared.offer), code)
	}
}

func (out *filesOut) cut() {
	for id := range out.open {
		out.end(id, NotSent, "cut-off")
	}
}
