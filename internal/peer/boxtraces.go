package peer

import (
	"context"

	"einmal/internal/peer/protocol"
)

// BoxTraces gives what a server that has erased the box of a room no longer holds: pieces of it as
// the server holds them now.
func BoxTraces(ctx context.Context, link Link) ([]Trace, error) {
	conn, box, err := openBox(ctx, link)
	if err != nil {
		return nil, err
	}
	defer conn.close()
	if err := conn.send(&protocol.Fetch{}); err != nil {
		return nil, conn.reasonOf(err)
	}
	piece, err := conn.readPiece()
	if err != nil {
		return nil, err
	}
	const some = 64 // bytes
	return []Trace{
		{"salt of the box", box.Salt[:]},
		{"head of the box", box.Head[:some]},
		{"piece of the box", piece[:some]},
		{"piece of the box", piece[len(piece)-some:]},
	}, nil
}
