package peer

import (
	"testing"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/transfer"
)

// What a member may come up with that has been let in: the other side is played by the guest's own
// code, which says more than it should.
func TestWhoBreaksTheRulesOfFilesIsCutOff(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	offer := func(id protocol.FileID) *protocol.File {
		return &protocol.File{ID: id, Name: "x",
			Size: 10}
	}
	chunk := func(p *pair.Pair, id protocol.FileID, size int) {
		p.Conn.Files.Channel.Send(transfer.PackChunk(id,
			make([]byte, size)))
	}
	for _, c := range []struct {
		name, code string
		takes      bool // the host
		do         func(p *pair.Pair)
		then       func(p *pair.Pair) // once the host has accepted
	}{
		{"an id twice", "files", true,
			func(p *pair.Pair) { p.Conn.SendMessage(offer(1)); p.Conn.SendMessage(offer(1)) },
			nil},
		{"an id that falls", "files", true,
			func(p *pair.Pair) { p.Conn.SendMessage(offer(2)); p.Conn.SendMessage(offer(1)) }, nil},
		{"a ninth file", "files", true, func(p *pair.Pair) {
			for id := range protocol.FileID(transfer.MaxOpenFiles + 1) {
				p.Conn.SendMessage(offer(id + 1))
			}
		}, nil},
		{"a file through the server", "bad-message", true,
			func(p *pair.Pair) { p.SendSealed(offer(1)) },
			nil},
		{"a name with a path", "bad-message", true,
			func(p *pair.Pair) {
				p.Conn.SendMessage(&protocol.File{ID: 1, Name: "../x",
					Size: 10})
			},
			nil},
		{"more than may be sent", "bad-message", true,
			func(p *pair.Pair) {
				p.Conn.SendMessage(&protocol.File{ID: 1, Name: "x",
					Size: protocol.MaxFileSize + 1})
			},
			nil},
		{"bytes of nothing", "files", true, func(p *pair.Pair) { chunk(p, 1, 10) }, nil},
		{"more bytes than offered", "files", true,
			func(p *pair.Pair) { p.Conn.SendMessage(offer(1)) },
			func(p *pair.Pair) { chunk(p, 1, 11) }},
		{"too large a message", "files", true,
			func(p *pair.Pair) { p.Conn.Files.Channel.Send(make([]byte, 16<<10+1)) }, nil},
		{"an id without bytes", "files", true,
			func(p *pair.Pair) { p.Conn.Files.Channel.Send(make([]byte, transfer.ChunkHeader)) },
			nil},
		{"a text among the bytes", "files", true,
			func(p *pair.Pair) { p.Conn.Files.Channel.SendText("hello") }, nil},
		{"an accept of nothing", "files", false,
			func(p *pair.Pair) { p.Conn.SendMessage(&protocol.Accept{ID: 1}) },
			nil},
		{"a decline of nothing", "files", false,
			func(p *pair.Pair) { p.Conn.SendMessage(&protocol.Decline{ID: 1}) },
			nil},
		{"a receipt of nothing", "files", false,
			func(p *pair.Pair) { p.Conn.SendMessage(&protocol.Received{ID: 1}) },
			nil},
		{"a withdrawal of nothing", "files", false,
			func(p *pair.Pair) { p.Conn.SendMessage(&protocol.Withdraw{ID: 1}) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{}
			if c.takes {
				o.Files = t.TempDir()
			}
			host, guest := pairOf(t, s.in(t), Chat, o)
			host.until(Safe)
			guest.until(Safe)
			guest.onPair(func(p *pair.Pair) {
				p.Files.Sender.LastID = 100 // it knows what the answers are about
				c.do(p)
			})
			if c.then != nil {
				host.until(Offered)
				guest.onPair(c.then)
			}
			if e := host.until(Alarm); e.Code != c.code || e.Name != "Guest" {
				t.Errorf("alarm %q about %q", e.Code, e.Name)
			}
			if c.takes {
				holds(t, o.Files, nil)
			}
		})
	}
}

func (p *person) onPair(f func(*pair.Pair)) {
	p.runAndWait(func() {
		for _, one := range p.pairs {
			f(one)
		}
	})
}

func TestBytesThatNobodyAskedForAreNotKept(t *testing.T) {
	host, guest := pairOf(t, startServer(t), Chat, Options{})
	host.until(Safe)
	guest.until(Safe)
	guest.onPair(func(p *pair.Pair) {
		p.Conn.SendMessage(&protocol.File{ID: 1, Name: "x", Size: 10})
		p.Files.Sender.LastID = 1
	})
	host.until(Offered) // and declined
	guest.onPair(func(p *pair.Pair) {
		p.Conn.Files.Channel.Send(transfer.PackChunk(1, make([]byte, 100)))
		p.Conn.SendMessage(&protocol.Chat{Text: "Still here?"})
	})
	host.until(Said)
}
