package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"

	"einmal/internal/gate"
	"einmal/signal"
	"einmal/turnserver"
)

// counts serves /metrics in the text format of Prometheus (version 0.0.4). They are totals over
// everybody: the only labels are role, reason and code, whose values are words of the program
// itself.
type counts struct {
	hub   *signal.Hub
	relay *turnserver.Server
	gate  *gate.Gate
}

func (m counts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	switch {
	// a page that had its name pointed here (DNS rebinding) learns nothing
	case !(origin{name: host}).isLoopback():
		http.Error(w, "other-host: Ask for this under a loopback address.", http.StatusForbidden)
	case r.URL.Path != "/metrics":
		http.Error(w, "not-found: There is nothing at this address.", http.StatusNotFound)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "method-not-allowed: This address can only be read.",
			http.StatusMethodNotAllowed)
	default:
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Write(m.text()) // a reader who has gone needs no answer
	}
}

func (m counts) text() []byte {
	now, relayed, door := m.hub.Stats(), m.relay.Stats(), m.gate.Stats()
	var b sheet
	b.gauge("einmal_connections", "TCP connections that are open.", door.Open)
	b.gauge("einmal_connections_loose", "Of these, neither WebSockets nor relay allocations: the "+
		"first to give way.", door.Loose)
	b.total("einmal_connections_displaced_total", "TCP connections that gave way to others, or "+
		"found no place.", door.Displaced)
	b.gauge("einmal_rooms", "Rooms in memory: somebody is there, or was a moment ago.", now.Rooms)
	b.gauge("einmal_sockets", "Signalling connections that are open.", now.Sockets)
	b.head("einmal_participants", "People in rooms: in the call, or waiting to be let in.", "gauge")
	b.line("einmal_participants", `{role="member"}`, uint64(now.Members))
	b.line("einmal_participants", `{role="waiting"}`, uint64(now.Waiting))
	b.by("einmal_errors_total", "Errors said to clients, by their code.", "code", now.Errors)
	b.gauge("einmal_relay_allocations", "Relay allocations that are open.", relayed.Allocations)
	b.total("einmal_relay_allocated_total", "Relay allocations made.", relayed.Allocated)
	b.total("einmal_relay_displaced_total", "Unused relay allocations that gave way to another "+
		"of the same person.", relayed.Displaced)
	b.total("einmal_relay_packets_total", "Packets relayed.", relayed.Packets)
	b.total("einmal_relay_bytes_total", "Bytes of payload relayed.", relayed.Bytes)
	b.by("einmal_relay_drops_total", "Packets and requests that the relay dropped, by reason.",
		"reason", relayed.Drops)
	return b.Bytes()
}

// sheet writes the text format.
type sheet struct{ bytes.Buffer }

func (b *sheet) head(name, help, kind string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %[1]s %s\n", name, help, kind)
}

func (b *sheet) line(name, labels string, value uint64) {
	fmt.Fprintf(b, "%s%s %d\n", name, labels, value)
}

func (b *sheet) gauge(name, help string, value int) {
	b.head(name, help, "gauge")
	b.line(name, "", uint64(value))
}

func (b *sheet) total(name, help string, value uint64) {
	b.head(name, help, "counter")
	b.line(name, "", value)
}

// by writes a counter for each value of one label.
func (b *sheet) by(name, help, label string, values map[string]uint64) {
	b.head(name, help, "counter")
	for _, value := range slices.Sorted(maps.Keys(values)) {
		b.line(name, fmt.Sprintf("{%s=%q}", label, value), values[value])
	}
}

// serveMetrics opens the listener of the counts, if there is to be one.
func (n *node) serveMetrics(m counts) error {
	if !n.config.metrics.IsValid() {
		return nil
	}
	address := n.config.metrics.String()
	l, err := net.Listen("tcp", address)
	if err != nil {
		return socketProblem("TCP", address, err)
	}
	n.metrics = l.Addr()
	server := &http.Server{
		Handler:           m,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		MaxHeaderBytes:    headerSize,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() {
		few := gate.New(gate.Config{Most: mostCounts, MostLoose: mostCounts})
		if err := server.Serve(few.Listen(n.gate.ListenUncounted(l))); !errors.Is(err, http.ErrServerClosed) {
			n.fail(fmt.Errorf("serve metrics: %w", err))
		}
	}()
	n.closes = append(n.closes, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), closeTime)
		defer cancel()
		return errors.Join(server.Shutdown(ctx), server.Close())
	})
	return nil
}
