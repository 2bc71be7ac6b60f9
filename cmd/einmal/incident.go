package main

import (
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"einmal/internal/notice"
	"einmal/internal/protocol"
	"einmal/signal"
	"einmal/turnserver"
)

const (
	longestIncident = 72 * time.Hour // a weekend; what takes longer needs another decision
	longestReason   = 200            // characters; docs/protocol.md, 3.3
	// a timer for the end alone would be late by as long as the machine slept
	incidentBeat = time.Minute
)

// parseIncident reads -log, -log-reason and -log-until. Errors are for people.
func parseIncident(level, reason, until string, now time.Time) (notice.Incident, error) {
	switch {
	case level == "info" && (reason != "" || until != ""):
		return notice.Incident{}, usage("-log-reason and -log-until belong to -log debug.")
	case level == "info":
		return notice.Incident{}, nil
	case level != "debug":
		return notice.Incident{}, usage("-log wants info or debug, not %q.", level)
	case reason == "" || until == "":
		return notice.Incident{}, usage("-log debug needs a reason (-log-reason) and an end " +
			"(-log-until): the privacy notice and everybody in a call are told both.")
	}
	bad := func(r rune) bool { return !unicode.IsPrint(r) }
	if !utf8.ValidString(reason) || strings.ContainsFunc(reason, bad) ||
		utf8.RuneCountInString(reason) > longestReason {
		return notice.Incident{}, usage("-log-reason wants at most %d printable characters.",
			longestReason)
	}
	end, err := time.Parse(time.RFC3339, until)
	if err != nil {
		return notice.Incident{}, usage("-log-until wants a time such as 2026-03-06T18:00:00Z "+
			"(RFC 3339), not %q.", until)
	}
	if end.After(now.Add(longestIncident)) {
		return notice.Incident{}, usage("-log-until is more than %d hours away; the longest that "+
			"more may be written down.", int(longestIncident.Hours()))
	}
	return notice.Incident{Reason: strings.TrimRight(reason, ". "), Until: end.UTC()}, nil
}

// incidentAt is what is going on at that moment: an end that has passed needs no new start.
func (c config) incidentAt(now time.Time) notice.Incident {
	if now.Before(c.incident.Until) {
		return c.incident
	}
	return notice.Incident{}
}

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
	w.hub.SetIncident(&protocol.Incident{Until: incident.Until.Unix(), Reason: incident.Reason})
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
