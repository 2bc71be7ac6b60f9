package peer

import (
	"strings"
	"testing"
)

// What a member may come up with that has been let in: the other side is played by the guest's own
// code, which says more than it should.
func TestWhoBreaksTheRulesOfFilesIsCutOff(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	offer := func(id fileID) *fileMessage { return &fileMessage{ID: id, Name: "x", Size: 10} }
	chunk := func(p *pair, id fileID, size int) {
		p.conn.files.channel.Send(packChunk(id,
			make([]byte, size)))
	}
	for _, c := range []struct {
		name, code string
		takes      bool // the host
		do         func(p *pair)
		then       func(p *pair) // once the host has accepted
	}{
		{"an id twice", "files", true, func(p *pair) { p.conn.say(offer(1)); p.conn.say(offer(1)) },
			nil},
		{"an id that falls", "files", true,
			func(p *pair) { p.conn.say(offer(2)); p.conn.say(offer(1)) }, nil},
		{"a ninth file", "files", true, func(p *pair) {
			for id := range fileID(maxOpenFiles + 1) {
				p.conn.say(offer(id + 1))
			}
		}, nil},
		{"a file through the server", "bad-message", true, func(p *pair) { p.saySealed(offer(1)) },
			nil},
		{"a name with a path", "bad-message", true,
			func(p *pair) { p.conn.say(&fileMessage{ID: 1, Name: "../x", Size: 10}) }, nil},
		{"more than may be sent", "bad-message", true,
			func(p *pair) { p.conn.say(&fileMessage{ID: 1, Name: "x", Size: MaxFileSize + 1}) },
			nil},
		{"bytes of nothing", "files", true, func(p *pair) { chunk(p, 1, 10) }, nil},
		{"more bytes than offered", "files", true, func(p *pair) { p.conn.say(offer(1)) },
			func(p *pair) { chunk(p, 1, 11) }},
		{"too large a message", "files", true,
			func(p *pair) { p.conn.files.channel.Send(make([]byte, 16<<10+1)) }, nil},
		{"an id without bytes", "files", true,
			func(p *pair) { p.conn.files.channel.Send(make([]byte, chunkHeader)) }, nil},
		{"a text among the bytes", "files", true,
			func(p *pair) { p.conn.files.channel.SendText("hello") }, nil},
		{"an accept of nothing", "files", false, func(p *pair) { p.conn.say(&acceptMessage{1}) },
			nil},
		{"a decline of nothing", "files", false, func(p *pair) { p.conn.say(&declineMessage{1}) },
			nil},
		{"a receipt of nothing", "files", false, func(p *pair) { p.conn.say(&receivedMessage{1}) },
			nil},
		{"a withdrawal of nothing", "files", false,
			func(p *pair) { p.conn.say(&withdrawMessage{1}) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{}
			if c.takes {
				o.Files = t.TempDir()
			}
			host, guest := pairOf(t, s.in(t), Chat, o)
			host.until(Safe)
			guest.until(Safe)
			guest.onPair(func(p *pair) {
				p.files.out.last = 100 // it knows what the answers are about
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

func (p *person) onPair(f func(*pair)) {
	p.do(func() {
		for _, one := range p.pairs {
			f(one)
		}
	})
}

func TestBytesThatNobodyAskedForAreNotKept(t *testing.T) {
	host, guest := pairOf(t, startServer(t), Chat, Options{})
	host.until(Safe)
	guest.until(Safe)
	guest.onPair(func(p *pair) {
		p.conn.say(&fileMessage{ID: 1, Name: "x", Size: 10})
		p.files.out.last = 1
	})
	host.until(Offered) // and declined
	guest.onPair(func(p *pair) {
		p.conn.files.channel.Send(packChunk(1, make([]byte, 100)))
		p.conn.say(&chatMessage{Text: "Still here?"})
	})
	host.until(Said)
}

// Of a file there come as many bytes as were offered, and those.
func TestAFileIsWhatWasOffered(t *testing.T) {
	for name, c := range map[string]struct {
		sent int
		err  error
		says string
	}{
		"one byte more": {11, errFiles, "file accepted"},
		"other bytes":   {10, nil, "file accepted, file-failed damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			shelf, err := openShelf(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer shelf.close()
			var told []string
			tell := func(kind EventKind, _ *File,
				code string) {
				told = append(told, string(kind)+" "+code)
			}
			in := &filesIn{shelf: shelf, say: func(message) {}, tell: tell,
				open: map[fileID]*incoming{}}
			if err := in.offered(&fileMessage{ID: 1, Name: "x", Size: 10}); err != nil {
				t.Fatal(err)
			}
			if err := in.chunk(packChunk(1, make([]byte, c.sent))); err != c.err {
				t.Errorf("%d bytes of 10: %v", c.sent, err)
			}
			if says := strings.Join(told, ", "); says != c.says {
				t.Errorf("it tells %q", says)
			}
			in.cut()
			holds(t, dir, nil)
		})
	}
}
