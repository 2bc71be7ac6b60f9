package main

import (
	"log/slog"
	"sync"
	"time"

	"einmal/signal"
	"einmal/turnserver"
)

// watch is the incident mode: more is logged, the notice says so, and everybody in a call sees it.
// It ends by itself.
type watch struct {
	node  *node
	texts *pages
	hub   *signal.Hub
	relay *turnserver.Server
	log   *slog.Logger

	mu    sync.Mutex // guards timer, which beat sets anew
	timer *time.Timer
	over  bool
}

// startWatch begins it if the configuration says so; the node ends it with itself.
func (n *node) startWatch(w *watch) {
	incident := n.config.incidentAt(time.Now())
	if incident.Reason == "" {
		return
	}
	n.level.Set(slog.LevelDebug)
	w.hub.SetIncident(&signal.Incident{Until: incident.Until.Unix(), Reason: incident.Reason})
	w.log.Info("more is written down from now on")
	w.timer = time.AfterFunc(w.next(), w.beat)
	n.closes = append(n.closes, w.stop)
}

func (w *watch) next() time.Duration {
	return min(time.Until(w.node.config.incident.Until), incidentBeat)
}

func (w *watch) stop() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.timer.Stop()
	return nil
}

// beat writes down the counts, or ends everything.
func (w *watch) beat() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	if w.node.config.incidentAt(time.Now()).Reason != "" {
		w.count()
		w.timer.Reset(w.next())
		return
	}
	w.over = true
	if err := w.texts.draw(w.node.config.facts(w.node.public)); err != nil {
		w.log.Error("the privacy notice could not be drawn", "error", err)
	}
	w.hub.SetIncident(nil)
	w.log.Info("nothing more than usual is written down from now on")
	w.node.level.Set(slog.LevelInfo)
}

func (w *watch) count() {
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
