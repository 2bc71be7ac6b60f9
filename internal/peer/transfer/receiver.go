package transfer

import "einmal/internal/peer/protocol"

// receiver is the files that one member sends us.
type receiver struct {
	dir    *DownloadDir // nil: we take none
	send   func(protocol.Message)
	report func(what Outcome, f *File, code string)
	lastID protocol.FileID // that was offered
	open   map[protocol.FileID]*incoming
}

// incoming is a file that we have accepted.
type incoming struct {
	offer    *protocol.File
	draft    *draft
	received int64
	told     int64 // that we have said to have written
}

// handleOffer accepts or declines at once: what we take is settled before the call. So what was
// declined is never open.
func (in *receiver) handleOffer(m *protocol.File) error {
	if m.ID <= in.lastID || len(in.open) == MaxOpenFiles {
		return protocol.ErrFiles
	}
	in.lastID = m.ID
	d := in.dir.createDraft(m.Size)
	if d == nil {
		in.send(&protocol.Decline{ID: m.ID})
		in.report(Offered, fileOf(m), "declined")
		return nil
	}
	in.open[m.ID] = &incoming{offer: m, draft: d}
	in.send(&protocol.Accept{ID: m.ID})
	in.report(Offered, fileOf(m), "accepted")
	return nil
}

func (in *receiver) handleWithdraw(id protocol.FileID) error {
	if id > in.lastID {
		return protocol.ErrFiles
	}
	in.dropFile(id, "withdrawn")
	return nil
}

// writeChunk takes in a message of the file channel. Of a file that has had its end it is dropped:
// the two may have crossed.
func (in *receiver) writeChunk(message []byte) error {
	id, bytes, err := unpackChunk(message)
	if err != nil || id == 0 || id > in.lastID {
		return protocol.ErrFiles
	}
	f := in.open[id]
	if f == nil {
		return nil
	}
	if f.received += int64(len(bytes)); f.received > f.offer.Size {
		return protocol.ErrFiles
	}
	if f.received > f.told+fileWindow {
		return protocol.ErrFiles
	}
	if !f.draft.writeBytes(bytes) {
		in.refuseFile(id, "disk")
	} else if f.received == f.offer.Size {
		in.saveFile(id, f)
	} else if f.received >= f.told+fileWindow/2 {
		f.told = f.received
		in.send(&protocol.Written{ID: id, Bytes: f.told})
	}
	return nil
}

func (in *receiver) saveFile(id protocol.FileID, f *incoming) {
	if f.draft.sum.finish() != f.offer.Hash {
		in.refuseFile(id, "damaged")
		return
	}
	file := fileOf(f.offer)
	if file.Saved = f.draft.saveAs(f.offer.Name); file.Saved == "" {
		in.refuseFile(id, "disk")
		return
	}
	delete(in.open, id)
	in.send(&protocol.Received{ID: id})
	in.report(Received, file, "")
}

func (in *receiver) refuseFile(id protocol.FileID, code string) {
	in.send(&protocol.Decline{ID: id})
	in.dropFile(id, code)
}

func (in *receiver) dropFile(id protocol.FileID, code string) {
	if f := in.open[id]; f != nil {
		delete(in.open, id)
		f.draft.discard()
		in.report(Failed, fileOf(f.offer), code)
	}
}

func (in *receiver) cutOff() {
	for id := range in.open {
		in.dropFile(id, "cut-off")
	}
}
