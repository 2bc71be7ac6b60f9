package peer

import "einmal/internal/peer/protocol"

// filesIn is the files that one member sends us.
type filesIn struct {
	shelf *shelf // nil: we take none
	say   func(protocol.Message)
	tell  func(what outcome, f *File, code string)
	last  protocol.FileID // that was offered
	open  map[protocol.FileID]*incoming
}

// incoming is a file that we have accepted.
type incoming struct {
	offer *protocol.File
	draft *draft
	got   int64
}

// offered decides at once: what we take is settled before the call. So what was declined is never
// open.
func (in *filesIn) offered(m *protocol.File) error {
	if m.ID <= in.last || len(in.open) == maxOpenFiles {
		return protocol.ErrFiles
	}
	in.last = m.ID
	d := in.shelf.begin(m.Size)
	if d == nil {
		in.say(&protocol.Decline{ID: m.ID})
		in.tell(fileOffered, fileOf(m), "declined")
		return nil
	}
	in.open[m.ID] = &incoming{offer: m, draft: d}
	in.say(&protocol.Accept{ID: m.ID})
	in.tell(fileOffered, fileOf(m), "accepted")
	return nil
}

func (in *filesIn) withdrawn(id protocol.FileID) error {
	if id > in.last {
		return protocol.ErrFiles
	}
	in.drop(id, "withdrawn")
	return nil
}

// chunk takes in a message of the file channel. Of a file that has had its end it is dropped: the
// two may have crossed.
func (in *filesIn) chunk(message []byte) error {
	id, bytes, err := unpackChunk(message)
	if err != nil || id == 0 || id > in.last {
		return protocol.ErrFiles
	}
	f := in.open[id]
	if f == nil {
		return nil
	}
	if f.got += int64(len(bytes)); f.got > f.offer.Size {
		return protocol.ErrFiles
	}
	if !f.draft.write(bytes) {
		in.refuse(id, "disk")
	} else if f.got == f.offer.Size {
		in.finish(id, f)
	}
	return nil
}

func (in *filesIn) finish(id protocol.FileID, f *incoming) {
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
	in.say(&protocol.Received{ID: id})
	in.tell(fileReceived, file, "")
}

func (in *filesIn) refuse(id protocol.FileID, code string) {
	in.say(&protocol.Decline{ID: id})
	in.drop(id, code)
}

func (in *filesIn) drop(id protocol.FileID, code string) {
	if f := in.open[id]; f != nil {
		delete(in.open, id)
		f.draft.drop()
		in.tell(fileFailed, fileOf(f.offer), code)
	}
}

func (in *filesIn) cut() {
	for id := range in.open {
		in.drop(id, "cut-off")
	}
}
