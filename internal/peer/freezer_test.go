package peer

import (
	"net"
	"strconv"
	"sync"
	"testing"
	"time"
)

// freezer is a TCP proxy that can swallow what passes in one direction, as a box on the way does
// that has forgotten a connection and does not say so; that can hold back all that passes for a
// while; and that can leave newcomers unanswered.
type freezer struct {
	t      *testing.T
	listen net.Listener
	server string

	mu       sync.Mutex // guards what follows
	passages []*passage
	delay    time.Duration
	deaf     bool
}

// passage is one connection through the proxy.
type passage struct {
	client, server net.Conn // server is nil of one that is left unanswered
	closed         chan struct{}

	mu     sync.Mutex
	frozen direction
}

type direction string

const (
	toServer direction = "to the server"
	toClient direction = "to the client"
)

// behindFreezer starts a server whose public address is the proxy's.
func behindFreezer(t *testing.T) (*server, *freezer) {
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &freezer{t: t, listen: listen}
	t.Cleanup(f.close)
	public := "http://localhost:" + strconv.Itoa(listen.Addr().(*net.TCPAddr).Port)
	s := startServer(t, "-public-url", public)
	f.server = s.address
	go f.run()
	return s, f
}

func (f *freezer) run() {
	for {
		client, err := f.listen.Accept()
		if err != nil {
			return
		}
		p := &passage{client: client, closed: make(chan struct{})}
		f.mu.Lock()
		f.passages = append(f.passages, p)
		deaf := f.deaf
		f.mu.Unlock()
		if deaf {
			continue
		}
		if p.server, err = net.Dial("tcp", f.server); err != nil {
			client.Close()
			continue
		}
		go f.pass(p, client, p.server, toServer)
		go f.pass(p, p.server, client, toClient)
	}
}

// pass passes one direction on; bytes keep their order however long they are held back.
func (f *freezer) pass(p *passage, from, to net.Conn, d direction) {
	type chunk struct {
		at   time.Time
		data []byte
	}
	chunks := make(chan chunk, 1<<10)
	go func() {
		for c := range chunks {
			time.Sleep(time.Until(c.at))
			to.Write(c.data)
		}
		if !p.isFrozen() {
			to.Close()
		}
	}()
	defer close(chunks)
	for buffer := make([]byte, 32<<10); ; {
		n, err := from.Read(buffer)
		if n > 0 && p.direction() != d {
			f.mu.Lock()
			at := time.Now().Add(f.delay)
			f.mu.Unlock()
			chunks <- chunk{at, append([]byte(nil), buffer[:n]...)}
		}
		if err != nil {
			if d == toServer {
				close(p.closed)
			}
			return
		}
	}
}

func (p *passage) direction() direction {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.frozen
}

func (p *passage) isFrozen() bool { return p.direction() != "" }

func (f *freezer) all() []*passage {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]*passage(nil), f.passages...)
}

// freeze: from now on nothing arrives in this direction on what is open, not even the end. It gives
// the last passage.
func (f *freezer) freeze(d direction) *passage {
	all := f.all()
	for _, p := range all {
		p.mu.Lock()
		p.frozen = d
		p.mu.Unlock()
	}
	return all[len(all)-1]
}

func (f *freezer) set(delay time.Duration, deaf bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.delay, f.deaf = delay, deaf
}

func (f *freezer) close() {
	f.listen.Close()
	for _, p := range f.all() {
		p.client.Close() // the server's end follows
	}
}
