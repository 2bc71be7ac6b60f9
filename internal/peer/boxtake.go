package peer

import (
	"context"
	"fmt"
	"io"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/transfer"
)

// openBox asks for the box of a room.
func openBox(ctx context.Context, link Link) (*boxConn, *protocol.Box, error) {
	conn, m, err := askAboutBox(ctx, link, func(nonce protocol.Nonce) protocol.Message {
		room := protocol.RoomID(link.RoomID())
		return &protocol.Take{Room: room, Signature: seal.SignText(link.BoxTaker(),
			seal.TakeText(nonce, room))}
	})
	if err != nil {
		return nil, nil, err
	}
	box, ok := m.(*protocol.Box)
	if !ok {
		conn.close()
		return nil, nil, ServerError{Code: "bad-server"}
	}
	return conn, box, nil
}

// LookAtBox says what lies in the room of a link, without its note. The error is a [ServerError]
// with the code no-box if there is nothing.
func LookAtBox(ctx context.Context, link Link) (Left, error) {
	conn, box, err := openBox(ctx, link)
	if err != nil {
		return Left{}, err
	}
	defer conn.close()
	head, _, err := openHead(link, box)
	return Left{From: head.From, File: head.File, Size: head.Size}, err
}

func openHead(link Link, box *protocol.Box) (head seal.BoxHead, s *links.BoxSealer, err error) {
	s = link.BoxSealer(box.Salt, box.Pieces)
	text, err := s.Open(0, box.Head[:])
	if err != nil {
		return head, nil, seal.ErrNoBox
	}
	head, err = seal.ReadBoxHead(text, box.Pieces)
	return head, s, err
}

// TakeBox takes what lies in the room of a link, and saves the file, if there is one, in a
// directory, where it replaces none; File is then the name that it has there. All of it stays on
// the server until [EraseBox].
func TakeBox(ctx context.Context, link Link, dir string) (Left, error) {
	left, err := LookAtBox(ctx, link)
	if err != nil {
		return left, err
	}
	t := takenBox{link: link, left: left, to: io.Discard}
	if left.File == "" {
		return t.left, t.fetchAll(ctx)
	}
	downloads, err := transfer.OpenDownloadDir(dir)
	if err != nil {
		return left, err
	}
	defer downloads.Close()
	t.left.File, err = downloads.Save(left.File, left.Size, func(w io.Writer) error {
		t.to = w
		return t.fetchAll(ctx)
	})
	return t.left, err
}

// fetchAll goes on after a loss as long as that brings something.
func (t *takenBox) fetchAll(ctx context.Context) error {
	return tryAgain(ctx, func(int) (bool, error) {
		had := t.next
		err := t.fetch(ctx)
		return t.next > had, err
	})
}

// takenBox is a box that is taken, perhaps over several connections.
type takenBox struct {
	link Link
	left Left
	to   io.Writer
	salt *protocol.Nonce // of the box that was begun
	note []byte
	next int // piece
}

func (t *takenBox) fetch(ctx context.Context) error {
	conn, box, err := openBox(ctx, t.link)
	if err != nil {
		return err
	}
	defer conn.close()
	head, sealer, err := openHead(t.link, box)
	if err != nil {
		return err
	}
	if t.salt == nil {
		t.salt = &box.Salt
	}
	if *t.salt != box.Salt || head.Size != t.left.Size { // another was left meanwhile
		return ServerError{Code: "no-box"}
	}
	for first := t.next; t.next < int(box.Pieces); t.next++ {
		if (t.next-first)%protocol.FetchPieces == 0 {
			//nolint:gosec // at most MaxPieces
			if err := conn.send(&protocol.Fetch{From: uint16(t.next)}); err != nil {
				return conn.reasonOf(err)
			}
		}
		sealed, err := conn.readPiece()
		if err != nil {
			return err
		}
		part, err := sealer.Open(t.next+1, sealed)
		if err != nil {
			return seal.ErrNoBox
		}
		if err := t.write(part, head); err != nil {
			return err
		}
	}
	t.left.Note = string(t.note)
	if !protocol.IsBoxNote(t.left.Note) {
		return seal.ErrNoBox
	}
	return nil
}

// write takes the next part of the content.
func (t *takenBox) write(part []byte, head seal.BoxHead) error {
	at := int64(t.next) * seal.PieceText
	n := min(len(part), max(0, head.Note-len(t.note)))
	t.note = append(t.note, part[:n]...)
	rest := part[n:]
	left := head.Size + int64(head.Note) - at - int64(n)
	file := rest[:min(int64(len(rest)), max(0, left))]
	for _, b := range rest[len(file):] {
		if b != 0 {
			return seal.ErrNoBox
		}
	}
	if len(file) == 0 {
		return nil
	}
	if _, err := t.to.Write(file); err != nil {
		return fmt.Errorf("%w: %v", errHere, err)
	}
	return nil
}

// EraseBox has the server erase what lies in the room of a link: it was taken, or the host takes it
// back. It returns when no byte of it is left there.
func EraseBox(ctx context.Context, link Link) error {
	return tryAgain(ctx, func(n int) (bool, error) {
		err := eraseBox(ctx, link)
		if n > 1 && isCode(err, "no-box") {
			err = nil // the answer was lost
		}
		return false, err
	})
}

func eraseBox(ctx context.Context, link Link) error {
	conn, _, err := openBox(ctx, link)
	if err != nil {
		return err
	}
	defer conn.close()
	if err := conn.send(&protocol.Taken{}); err != nil {
		return conn.reasonOf(err)
	}
	return awaitMessage[*protocol.Erased](conn)
}
