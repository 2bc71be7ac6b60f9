package signal

import (
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/sourcelimit"
	"einmal/internal/wsconn"
	"einmal/rooms"
)

// sweepEvery is how late at most an expired room is erased that nobody asks for.
const sweepEvery = time.Minute

// New starts a hub. Rooms whose call had begun before a restart get two minutes for somebody to
// come back. The caller closes the hub, and the store after it.
func New(config Config) *Hub {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	h := &Hub{
		config:  config,
		limiter: sourcelimit.NewLimiter(),
		errors:  newErrorCounts(),
		stopped: make(chan struct{}),
		rooms:   make(map[rooms.Key]*liveRoom),
		conns:   make(map[roomstate.ConnID]*clientConn),
	}
	h.upgrader = wsconn.NewUpgrader(wsconn.Config{
		Subprotocol: protocol.Subprotocol,
		TooLarge:    endingFor(protocol.CodeTooLarge),
		TooSlow:     endingFor(protocol.CodeTooSlow),
		Told:        func(reason string) { h.countError(protocol.Code(reason)) },
	})
	h.reviveUsed()
	h.goroutines.Go(h.sweepRooms)
	return h
}

// reviveUsed takes the used rooms into memory, where their time runs.
func (h *Hub) reviveUsed() {
	all, err := h.config.Store.ListRooms()
	if err != nil {
		h.logFailure("list rooms", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, record := range all {
		if record.Used {
			h.applyEffects(h.openRoom(key, record), time.Now())
		}
	}
}

// sweepRooms erases what expired, now and then.
func (h *Hub) sweepRooms() {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		h.sweepOnce(time.Now())
		select {
		case <-ticker.C:
		case <-h.stopped:
			return
		}
	}
}

func (h *Hub) sweepOnce(now time.Time) {
	defer func() {
		if recover() != nil {
			h.logFailure("sweep rooms", errPanic)
		}
	}()
	keys, err := h.config.Store.Sweep(now, h.isLive)
	if err != nil {
		h.logFailure("sweep rooms", err)
	}
	h.endSwept(keys, now)
	if !errors.Is(err, rooms.ErrClock) {
		h.tickLive(now)
	}
	h.limiter.ForgetIdle(now)
}

// tickLive does what is due by the wall clock: a room's timer does not see that the clock was set,
// or that the machine slept.
func (h *Hub) tickLive(now time.Time) {
	h.mu.Lock()
	lives := slices.Collect(maps.Values(h.rooms))
	h.mu.Unlock()
	for _, l := range lives {
		h.tickRoom(l, now)
	}
}

// isLive says whether a room is in memory: there its own time runs, and people may be in it
// although its record has expired.
func (h *Hub) isLive(key rooms.Key) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rooms[key] != nil
}

// endSwept ends the rooms that came into memory while they were swept.
func (h *Hub) endSwept(keys []rooms.Key, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dropped++
	for _, key := range keys {
		if l := h.rooms[key]; l != nil && !l.room.IsEnding() {
			l.room.StartEnding()
			h.applyEffects(l, now)
		}
	}
}

// Compact copies the table of rooms: a Go map keeps the keys of deleted entries.
func (h *Hub) Compact() {
	h.mu.Lock()
	defer h.mu.Unlock()
	lives := make(map[rooms.Key]*liveRoom, len(h.rooms))
	maps.Copy(lives, h.rooms)
	h.rooms = lives
}

// hangUp closes all connections without a word.
func (h *Hub) hangUp() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.conns {
		c.conn.HangUp()
	}
}

// Close says goodbye to everybody (close code 1001), ends all goroutines and waits for them; it
// hangs up on whoever does not take the goodbye within CloseWait. Rooms stay on disk.
func (h *Hub) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.stopped)
		for _, c := range h.conns {
			c.conn.EndWith(goingAway)
		}
	}
	h.mu.Unlock()
	late := time.AfterFunc(wsconn.CloseWait, h.hangUp)
	defer late.Stop()
	h.goroutines.Wait()
	h.saveOverdueRecords()
	h.goroutines.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.rooms {
		h.dropRoom(l)
	}
}

// saveOverdueRecords tries once more to write what could not be written. The hub is closing.
func (h *Hub) saveOverdueRecords() {
	h.mu.Lock()
	var behind []*liveRoom
	for _, l := range h.rooms {
		if !l.room.IsSaved() {
			behind = append(behind, l)
		}
	}
	h.mu.Unlock()
	var notes sync.WaitGroup // they share their commits
	for _, l := range behind {
		notes.Go(func() { h.saveRecord(l) })
	}
	notes.Wait()
}
