// Package signal is the signalling server: it brings the people of a room together and knows as
// little as it can.
//
// It speaks docs/protocol.md, sections 1, 3 and 5, over WebSockets. It promises that
//   - a message reaches only who may have it: knockers reach nobody but the host, and learn of nobody else;
//   - the word of the host is checked against the host key the room was made with, and passed on as it is;
//   - a room that is over is erased from disk before anybody is told so, and cannot be told from one that never was;
//   - a connection that is slow, noisy or hostile harms no other one;
//   - no address, name, room id, sid or signature is logged or put into an error.
//
// # Who owns what
//
// Each socket has a goroutine that reads and handles what the client says. What a client is to get
// stands in its bounded [outbox] until it is written (write.go): by who sends a frame as far as the
// client takes it at once, and else by a goroutine that lives as long as the outbox is not empty.
// Putting something into it never waits, and a client that lets it fill up is cut off.
//
// The [Hub] has one mutex. Under it are the table of connections and the rooms in memory, each a
// pure value (room.go) that takes events and gives back effects. Nothing under the mutex waits:
// what may take time (the store's fsync, the relay) goes into a queue of its room and is worked
// off, in order, by a goroutine that lives as long as the queue is not empty. So one room's disk
// write holds up no other room. Each room has one timer.
package signal

import (
	"log/slog"
	"maps"
	"sync"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
	"einmal/rooms"

	"github.com/gorilla/websocket"
)

// sweepEvery is how late an expired room that nobody asks for is erased at most.
const sweepEvery = time.Minute

// Config says what a hub needs.
type Config struct {
	Store     *rooms.Store
	Origin    string // the public origin, as browsers send it
	MayCreate bool   // clients may create rooms
	// Creators says which keys of creator links are good; nil: none is needed.
	Creators func(protocol.Key) bool
	// bits of proof of work that creating takes (see OpenWork), or 0; then a source's rooms are
	// counted too
	Work  uint8
	Relay Relay
	// called when a connection, or a room and its relay, are let go of; it must not wait; nil is
	// nothing
	Forgotten func()
	Log       *slog.Logger // nil discards
}

// Credentials are what a member needs to use the TURN relay (RFC 8656).
type Credentials struct {
	URLs               []string
	Username, Password string
	Expires            time.Time
}

// Relay is how the hub asks for a TURN relay. Without Credentials there is none. Rooms and peers
// are named by random tags that are made afresh in each life of a room in memory. The calls for one
// room come one after the other, never under a lock of the hub; but Allocations, which says what
// the relay holds about a peer, may be called beside them.
type Relay struct {
	Credentials func(room, peer string) Credentials
	RemovePeer  func(room, peer string)
	CloseRoom   func(room string)
	Allocations func(room, peer string) []protocol.Allocation
}

// Hub serves GET /signal.
type Hub struct {
	config   Config
	limits   *sourcelimit.Limiter
	said     tally
	waiting  waiting
	upgrader websocket.Upgrader
	stop     chan struct{}
	work     sync.WaitGroup // every goroutine, and every handler that has been upgraded

	mu       sync.Mutex // guards what follows, and the rooms
	lives    map[rooms.Key]*live
	conns    map[socket]*conn
	last     socket
	incident *protocol.Incident // that everybody is told of, or nil
	// counts rooms erased or let go of, so that a look-up can tell whether it is stale
	dropped uint64
	closed  bool
}

// New starts a hub. Rooms whose call had begun before a restart get two minutes for somebody to
// come back. The caller closes the hub, and the store after it.
func New(config Config) *Hub {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	h := &Hub{
		config:   config,
		limits:   sourcelimit.NewLimiter(),
		said:     newTally(),
		upgrader: newUpgrader(),
		stop:     make(chan struct{}),
		lives:    make(map[rooms.Key]*live),
		conns:    make(map[socket]*conn),
	}
	h.reviveUsed()
	h.work.Go(h.sweep)
	return h
}

// reviveUsed takes the used rooms into memory, where their time runs.
func (h *Hub) reviveUsed() {
	all, err := h.config.Store.All()
	if err != nil {
		h.fail("list rooms", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, record := range all {
		if record.Used {
			h.run(h.open(key, record), time.Now())
		}
	}
}

// sweep erases what expired, now and then.
func (h *Hub) sweep() {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		h.sweepOnce(time.Now())
		select {
		case <-ticker.C:
		case <-h.stop:
			return
		}
	}
}

func (h *Hub) sweepOnce(now time.Time) {
	defer func() {
		if recover() != nil {
			h.fail("sweep rooms", errPanic)
		}
	}()
	keys, err := h.config.Store.Sweep(now)
	if err != nil {
		h.fail("sweep rooms", err)
	}
	h.swept(keys, now)
	h.limits.ForgetIdle(now)
}

// swept ends the rooms in memory that are gone from disk.
func (h *Hub) swept(keys []rooms.Key, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dropped++
	for _, key := range keys {
		if l := h.lives[key]; l != nil && !l.room.ending {
			l.room.startEnding()
			h.run(l, now)
		}
	}
}

// fail notes a failure of the server for its operator.
func (h *Hub) fail(operation string, err error) {
	h.config.Log.Error("signalling", "operation", operation, "error", err)
}

// hangUp closes all connections without a word.
func (h *Hub) hangUp() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.conns {
		c.cut()
	}
}

// Compact makes the table of rooms anew: a Go map leaves the keys of deleted entries where they
// are.
func (h *Hub) Compact() {
	h.mu.Lock()
	defer h.mu.Unlock()
	lives := make(map[rooms.Key]*live, len(h.lives))
	maps.Copy(lives, h.lives)
	h.lives = lives
}

// Close says goodbye to everybody (close code 1001), ends all goroutines and waits for them; who
// does not take the goodbye within closeWait is hung up on. Rooms stay on disk.
func (h *Hub) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.stop)
		for _, c := range h.conns {
			c.finish(closing{status: websocket.CloseGoingAway})
		}
	}
	h.mu.Unlock()
	late := time.AfterFunc(closeWait, h.hangUp)
	defer late.Stop()
	h.work.Wait()
	h.noteLast()
	h.work.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.lives {
		h.drop(l)
	}
}
