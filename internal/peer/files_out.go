package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

// sender is the files that we send to one member.
type sender struct {
	channel *rtc.FileChannel // nil before there is a connection
	send    func(protocol.Message)
	report  func(what outcome, f *File, code string)
	lastID  protocol.FileID // that we offered
	open    map[protocol.FileID]*outgoing
	queue   []*outgoing // accepted, in this order; they go one after the other
}

type outgoing struct {
	id       protocol.FileID
	shared   *sharedFile
	accepted bool
	sent     int64
}

func (out *sender) offerFile(id protocol.FileID, s *sharedFile) {
	if len(out.open) == maxOpenFiles {
		out.report(fileFailed, fileOf(&s.offer), "too-many")
		return
	}
	s.retain()
	out.lastID = id
	out.open[id] = &outgoing{id: id, shared: s}
	m := s.offer
	m.ID = id
	out.send(&m)
}

func (out *sender) handleAccept(id protocol.FileID) error {
	f := out.open[id]
	if id > out.lastID || f != nil && f.accepted {
		return protocol.ErrFiles
	}
	if f != nil {
		f.accepted = true
		out.queue = append(out.queue, f)
		out.sendChunks()
	}
	return nil
}

func (out *sender) handleDecline(id protocol.FileID) error {
	if id > out.lastID {
		return protocol.ErrFiles
	}
	out.closeFile(id, fileFailed, "declined")
	return nil
}

func (out *sender) handleReceived(id protocol.FileID) error {
	f := out.open[id]
	if id > out.lastID || f != nil && f.sent < f.shared.offer.Size {
		return protocol.ErrFiles
	}
	out.closeFile(id, fileDelivered, "")
	return nil
}

// sendChunks sends as much of what was accepted as the way takes at this moment.
func (out *sender) sendChunks() {
	for len(out.queue) > 0 {
		f := out.queue[0]
		if out.open[f.id] == nil || f.sent == f.shared.offer.Size {
			out.queue = out.queue[1:]
			continue
		}
		if !out.channel.IsWritable() {
			return
		}
		bytes := make([]byte, min(maxChunk, f.shared.offer.Size-f.sent))
		// it has become shorter, or its disk is gone
		if n, _ := f.shared.file.ReadAt(bytes, f.sent); n < len(bytes) {
			out.send(&protocol.Withdraw{ID: f.id})
			out.closeFile(f.id, fileFailed, "unreadable")
			continue
		}
		f.sent += int64(len(bytes))
		out.channel.SendChunk(packChunk(f.id, bytes))
	}
}

func (out *sender) closeFile(id protocol.FileID, what outcome, code string) {
	if f := out.open[id]; f != nil {
		delete(out.open, id)
		f.shared.release()
		out.report(what, fileOf(&f.shared.offer), code)
	}
}

func (out *sender) cutOff() {
	for id := range out.open {
		out.closeFile(id, fileFailed, "cut-off")
	}
}
