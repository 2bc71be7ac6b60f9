package peer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Left is what a host has left in its room for somebody who is not there.
type Left struct {
	From string // name of the host
	File string // name of a file, or nothing
	Size int64  // of the file, in bytes
	Note string // text; only from [TakeBox]
}

// LeaveBox leaves a note, the file at a path, or both for whoever comes to the room of a host link:
// 50 MiB at most. It returns when the server has it on its disk. The error is a [ServerError] if the
// server refused.
func LeaveBox(ctx context.Context, link Link, from, note, path string) error {
	if !link.IsHost() || !protocol.IsBoxNote(note) {
		return errors.New("leave: needs a host link, and a note of at most 2,000 characters")
	}
	box := outgoingBox{link: link, note: note, head: seal.BoxHead{From: from, Note: len(note)}}
	if path != "" {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		box.file, box.head.File, box.head.Size = file, protocol.FileNameOf(path), info.Size()
	}
	return box.leave(ctx)
}

// outgoingBox is a box that is left.
type outgoingBox struct {
	link Link
	head seal.BoxHead
	note string
	file io.ReaderAt // or nil
	salt [32]byte
}

func (b *outgoingBox) leave(ctx context.Context) error {
	if _, err := b.head.Text(); err != nil {
		return errors.New("leave: needs a name, and a note or a file, of 50 MiB together at most")
	}
	rand.Read(b.salt[:]) // never fails
	return tryAgain(ctx, func(n int) (bool, error) {
		err := b.put(ctx)
		if n > 1 && isCode(err, "box-exists") {
			err = b.lookForOwn(ctx, err)
		}
		return false, err
	})
}

// lookForOwn finds out whether the box that is there is this one, whose answer was lost.
func (b *outgoingBox) lookForOwn(ctx context.Context, refusal error) error {
	conn, found, err := openBox(ctx, b.link)
	if err != nil {
		return err
	}
	defer conn.close()
	if found.Salt != protocol.Nonce(b.salt) {
		return refusal
	}
	return nil
}

// put tries once.
func (b *outgoingBox) put(ctx context.Context) error {
	pieces := b.head.Pieces()
	sealer := b.link.BoxSealer(b.salt, pieces)
	text, err := b.head.Text()
	if err != nil {
		return err
	}
	conn, m, err := askAboutBox(ctx, b.link, func(nonce protocol.Nonce) protocol.Message {
		put := &protocol.Put{Room: protocol.RoomID(b.link.RoomID()), Pieces: pieces,
			Taker: seal.PublicKeyOf(b.link.BoxTaker()), Salt: b.salt,
			Head: protocol.BoxHead(sealer.Seal(0, text))}
		put.Signature = seal.SignText(b.link.Host, seal.PutText(nonce, put))
		return put
	})
	if err != nil {
		return err
	}
	defer conn.close()
	if _, ok := m.(*protocol.Send); !ok {
		return ServerError{Code: "bad-server"}
	}
	for i := range int(pieces) {
		part := make([]byte, seal.PieceText)
		if err := b.read(part, int64(i)*seal.PieceText); err != nil {
			return err
		}
		if err := conn.sendPiece(sealer.Seal(i+1, part)); err != nil {
			return conn.reasonOf(err)
		}
	}
	return awaitMessage[*protocol.Kept](conn)
}

// read fills part with what stands at a place of the content.
func (b *outgoingBox) read(part []byte, at int64) error {
	n := 0
	if note := int64(len(b.note)); at < note {
		n = copy(part, b.note[at:])
	}
	if b.file == nil {
		return nil
	}
	from := at + int64(n) - int64(len(b.note))
	left := min(int64(len(part)-n), b.head.Size-from)
	if left <= 0 {
		return nil
	}
	if m, err := b.file.ReadAt(part[n:int64(n)+left], from); int64(m) < left {
		return fmt.Errorf("%w: the file has changed (%v)", errHere, err)
	}
	return nil
}
