package peer

import (
	"encoding/binary"
	"unicode/utf8"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
)

// The notes of a call (protocol, section 4.12.1) are a document that browsers keep. This client has
// none: it asks a browser for the text.
const (
	notesAsk  = 0x24
	notesTell = 0x25
	// A piece of the text has two numbers in front.
	notesHead     = 4
	maxNotePieces = 96
)

// notesReader puts the pieces of one answer together.
type notesReader struct {
	from   protocol.SID // who was asked; zero: nobody is
	count  int
	pieces []byte
	taken  int
}

// AskNotes asks the first member that has notes for their text, which comes as an event, or never.
func (c *Call) AskNotes() error {
	return c.runCommand(func() bool {
		if c.roster == nil {
			return false
		}
		for _, member := range c.roster.Members {
			p := c.pairs[member.SID]
			if p == nil || !p.IsReachable() || p.Build == nil ||
				p.Build.Client == protocol.ClientNative {
				continue
			}
			c.notes = notesReader{from: member.SID}
			return p.SendDoc(notesAsk, nil)
		}
		return false
	})
}

// handleDoc takes in what a member says of something that is made together. Of all parts this client
// knows the text of the notes alone, and skips what is of others.
func (c *Call) handleDoc(p *pair.Pair, m pair.Doc) {
	if m.Kind != notesTell || !p.IsMember || p.SID != c.notes.from {
		return
	}
	text, isWhole, isValid := c.notes.add(m.Payload)
	if !isValid {
		p.Refuse(string(protocol.ErrBadMessage))
	}
	if isWhole {
		c.emitEvent(Event{Kind: Notes, SID: p.SID.String(), Name: p.Name,
			Text: protocol.ToText(text)})
	}
	if isWhole || !isValid {
		c.notes = notesReader{}
	}
}

// add takes the next piece, and gives the text once it is whole.
func (r *notesReader) add(piece []byte) (text string, isWhole, isValid bool) {
	if len(piece) < notesHead {
		return "", false, false
	}
	index, count := int(binary.BigEndian.Uint16(piece)), int(binary.BigEndian.Uint16(piece[2:]))
	if r.taken == 0 {
		r.count = count
	}
	if count != r.count || count == 0 || count > maxNotePieces || index != r.taken {
		return "", false, false
	}
	r.taken++
	r.pieces = append(r.pieces, piece[notesHead:]...)
	if r.taken < r.count {
		return "", false, true
	}
	if !utf8.Valid(r.pieces) {
		return "", false, false
	}
	return string(r.pieces), true, true
}
