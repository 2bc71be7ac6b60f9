package transfer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

// Sender is the files that we send to one member.
type Sender struct {
	channel *rtc.FileChannel // nil before there is a connection
	send    func(protocol.Message)
	report  func(what Outcome, f *File, code string)
	LastID  protocol.FileID // that we offered
	Open    map[protocol.FileID]*outgoing
	queue   []*outgoing // accepted, in this order; they go one after the other
}

type outgoing struct {
	id       protocol.FileID
	Shared   *SharedFile
	accepted bool
	Sent     int64
	reached  int64 // were sent on any connection: so much the member may have
}

func (out *Sender) offerFile(id protocol.FileID, s *SharedFile) {
	if len(out.Open) == MaxOpenFiles {
		out.report(Failed, fileOf(&s.Offer), "too-many")
		return
	}
	s.Retain()
	out.LastID = id
	out.Open[id] = &outgoing{id: id, Shared: s}
	m := s.Offer
	m.ID = id
	out.send(&m)
}

// handleAccept begins where the member wants it. Of a file that is offered for the first time it
// has nothing yet.
func (out *Sender) handleAccept(m *protocol.Accept) error {
	f := out.Open[m.ID]
	if m.ID > out.LastID || f != nil && f.accepted {
		return protocol.ErrFiles
	}
	if f != nil {
		if m.At != nil {
			if f.Sent = *m.At; f.Sent > f.reached || f.Sent >= f.Shared.Offer.Size {
				return protocol.ErrFiles
			}
		}
		f.accepted = true
		out.queue = append(out.queue, f)
		out.sendChunks()
	}
	return nil
}

func (out *Sender) handleDecline(id protocol.FileID) error {
	if id > out.LastID {
		return protocol.ErrFiles
	}
	out.closeFile(id, Failed, "declined")
	return nil
}

func (out *Sender) handleReceived(id protocol.FileID) error {
	f := out.Open[id]
	if id > out.LastID || f != nil && f.reached < f.Shared.Offer.Size {
		return protocol.ErrFiles
	}
	out.closeFile(id, Delivered, "")
	return nil
}

// sendChunks sends as much of what was accepted as the channel takes at this moment.
func (out *Sender) sendChunks() {
	for len(out.queue) > 0 {
		f := out.queue[0]
		if out.Open[f.id] == nil || f.Sent == f.Shared.Offer.Size {
			out.queue = out.queue[1:]
			continue
		}
		if !out.channel.IsWritable() {
			return
		}
		bytes := make([]byte, min(MaxChunk, f.Shared.Offer.Size-f.Sent))
		// the file has become shorter, or its disk is gone
		if n, _ := f.Shared.file.ReadAt(bytes, f.Sent); n < len(bytes) {
			out.send(&protocol.Withdraw{ID: f.id})
			out.closeFile(f.id, Failed, "unreadable")
			continue
		}
		f.Sent += int64(len(bytes))
		f.reached = max(f.reached, f.Sent)
		out.channel.SendChunk(PackChunk(f.id, bytes))
	}
}

func (out *Sender) closeFile(id protocol.FileID, what Outcome, code string) {
	if f := out.Open[id]; f != nil {
		delete(out.Open, id)
		f.Shared.Release()
		out.report(what, fileOf(&f.Shared.Offer), code)
	}
}

func (out *Sender) cutOff() {
	for id := range out.Open {
		out.closeFile(id, Failed, "cut-off")
	}
}
