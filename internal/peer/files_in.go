package peer

// filesIn is the files that one member sends us.
type filesIn struct {
	shelf *shelf // nil: we take none
	say   func(message)
	tell  func(kind EventKind, f *File, code string)
	last  fileID // that was offered
	open  map[fileID]*incoming
}

// incoming is a file that we have accepted.
type incoming struct {
	offer *fileMessage
	draft *draft
	got   int64
}

// offered decides at once: what we take is settled before the call. So what was declined is never
// open.
func (in *filesIn) offered(m *fileMessage) error {
	if m.ID <= in.last || len(in.open) == maxOpenFiles {
		return errFiles
	}
	in.last = m.ID
	d := in.shelf.begin(m.Size)
	if d == nil {
		in.say(&declineMessage{m.ID})
		in.tell(Offered, fileOf(m), "declined")
		return nil
	}
	in.open[m.ID] = &incoming{offer: m, draft: d}
	in.say(&acceptMessage{m.ID})
	in.tell(Offered, fileOf(m), "accepted")
	return nil
}

func (in *filesIn) withdrawn(id fileID) error {
	if id > in.last {
		return errFiles
	}
	in.drop(id, "withdrawn")
	return nil
}

// chunk takes in a message of the file channel. Of a file that has had its end it is dropped: the
// two may have crossed.
func (in *filesIn) chunk(message []byte) error {
	id, bytes, err := unpackChunk(message)
	if err != nil || id == 0 || id > in.last {
		return errFiles
	}
	f := in.open[id]
	if f == nil {
		return nil
	}
	if f.got += int64(len(bytes)); f.got > f.offer.Size {
		return errFiles
	}
	if !f.draft.write(bytes) {
		in.refuse(id, "disk")
	} else if f.got == f.offer.Size {
		in.finish(id, f)
	}
	return nil
}

func (in *filesIn) finish(id fileID, f *incoming) {
	if f.draft.hash() != f.offer.Hash {
		in.refuse(id, "damaged")
		return
	}
	file := fileOf(f.offer)
	if file.Saved = f.draft.keep(f.offer.Name); file.Saved == "" {
		in.refuse(id, "disk")
		return
	}
	delete(in.open, id)
	in.say(&receivedMessage{id})
	in.tell(Received, file, "")
}

func (in *filesIn) refuse(id fileID, code string) {
	in.say(&declineMessage{id})
	in.drop(id, code)
}

func (in *filesIn) drop(id fileID, code string) {
	if f := in.open[id]; f != nil {
		delete(in.open, id)
		f.draft.drop()
		in.tell(NotSent, fileOf(f.offer), code)
	}
}

func (in *filesIn) cut() {
	for id := range in.open {
		in.drop(id, "cut-off")
	}
}
