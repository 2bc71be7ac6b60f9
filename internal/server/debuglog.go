package server

import (
	"log/slog"
	"sync"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/server/router"
	"einmal/signal"
	"einmal/turnserver"
)

// tickInterval: a timer for the end alone would be late by as long as the machine slept.
const tickInterval = time.Minute

// debugLogWindow is the time of -log debug: more is logged, the notice says so, and everybody in a
// call sees it. It closes by itself.
type debugLogWindow struct {
	server *Server
	pages  *router.Pages
	hub    *signal.Hub
	relay  *turnserver.Server
	log    *slog.Logger

	mu    sync.Mutex // guards timer, which tick resets
	timer *time.Timer
	over  bool
}

// openDebugLogWindow opens the window if the configuration has one. It closes with the server.
func (s *Server) openDebugLogWindow(w *debugLogWindow) {
	incident := s.config.IncidentAt(time.Now())
	if incident.Reason == "" {
		return
	}
	s.level.Set(slog.LevelDebug)
	w.hub.SetIncident(&protocol.Incident{Until: incident.Until.Unix(), Reason: incident.Reason})
	w.log.Info("more is written down from now on")
	w.timer = time.AfterFunc(w.untilTick(), w.tick)
	s.closers = append(s.closers, w.close)
}

func (w *debugLogWindow) untilTick() time.Duration {
	return min(time.Until(w.server.config.Incident.Until), tickInterval)
}

func (w *debugLogWindow) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.timer.Stop()
	return nil
}

// tick logs the counts, or closes the window.
func (w *debugLogWindow) tick() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	if w.server.config.IncidentAt(time.Now()).Reason != "" {
		w.logCounts()
		w.timer.Reset(w.untilTick())
		return
	}
	w.over = true
	w.pages.Render(w.server.config.Facts(w.server.public))
	w.hub.SetIncident(nil)
	w.log.Info("nothing more than usual is written down from now on")
	w.server.level.Set(slog.LevelInfo)
}

func (w *debugLogWindow) logCounts() {
	now, relayed := w.hub.Stats(), w.relay.Stats()
	w.log.Debug("counted", "kind", "rooms", "count", now.Rooms)
	w.log.Debug("counted", "kind", "sockets", "count", now.Sockets)
	w.log.Debug("counted", "kind", "allocations", "count", relayed.Allocations)
	for reason, n := range relayed.Drops {
		if n > 0 {
			w.log.Debug("the relay has dropped", "kind", reason, "count", n)
		}
	}
}
