// Package metrics serves counts in the form of Prometheus.
package metrics

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"time"

	"einmal/internal/gate"
	"einmal/internal/origin"
	"einmal/rooms"
	"einmal/signal"
	"einmal/turnserver"
)

// Handler serves /metrics in the text format of Prometheus (version 0.0.4). They are totals
// over everybody: the only labels are role, reason and code, whose values are words of the program
// itself.
type Handler struct {
	Hub   *signal.Hub
	Relay *turnserver.Server
	Gate  *gate.Gate
	Store *rooms.Store
	// Certificate is that of TLS; nil without.
	Certificate interface{ NotAfter() time.Time }
}

func (m Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	switch {
	// a page that had its name pointed here (DNS rebinding) learns nothing
	case !(origin.Origin{Hostname: host}).IsLoopback():
		http.Error(w, "other-host: Ask for this under a loopback address.", http.StatusForbidden)
	case r.URL.Path != "/metrics":
		http.Error(w, "not-found: There is nothing at this address.", http.StatusNotFound)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "method-not-allowed: This address can only be read.",
			http.StatusMethodNotAllowed)
	default:
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Write(m.render()) // a reader who has gone needs no answer
	}
}

func (m Handler) render() []byte {
	now, relayed, door := m.Hub.Stats(), m.Relay.Stats(), m.Gate.Stats()
	var b promWriter
	b.writeGauge("einmal_connections", "TCP connections that are open.", door.Open)
	b.writeGauge("einmal_connections_loose", "Of these, neither WebSockets nor relay allocations: "+
		"the first to give way.", door.Loose)
	b.writeCounter("einmal_connections_displaced_total", "TCP connections that gave way to "+
		"others, or found no place.", door.Displaced)
	b.writeCounter("einmal_accept_errors_total", "TCP connections that the system could not hand "+
		"over: no descriptor, or no memory.", door.Failed)
	if open, limit, ok := countDescriptors(); ok {
		b.writeGauge("einmal_descriptors_open", "File descriptors that are open.", open)
		b.writeGauge("einmal_descriptors_limit", "How many may be open.", limit)
	}
	b.writeGauge("einmal_rooms_stored", "Rooms that are kept, in use or waiting for their call.",
		m.Store.Count())
	boxes, size := m.Store.CountBoxes()
	b.writeGauge("einmal_boxes", "Rooms in which a host has left something for guests, or is about "+
		"to.", boxes)
	b.writeGauge("einmal_boxes_bytes", "Bytes of disk that this takes.", int(size))
	b.writeGauge("einmal_rooms", "Rooms in memory: somebody is there, or was a moment ago.",
		now.Rooms)
	b.writeGauge("einmal_sockets", "Signalling connections that are open.", now.Sockets)
	b.writeHeader("einmal_participants", "People in rooms: in the call, or waiting to be let in.",
		"gauge")
	b.writeSample("einmal_participants", `{role="member"}`, uint64(now.Members))
	b.writeSample("einmal_participants", `{role="waiting"}`, uint64(now.Waiting))
	b.writeByLabel("einmal_errors_total", "Errors said to clients, by their code.", "code",
		now.Errors)
	b.writeGauge("einmal_relay_allocations", "Relay allocations that are open.",
		relayed.Allocations)
	b.writeCounter("einmal_relay_allocated_total", "Relay allocations made.", relayed.Allocated)
	b.writeCounter("einmal_relay_displaced_total", "Unused relay allocations that gave way to "+
		"another of the same person.", relayed.Displaced)
	b.writeCounter("einmal_relay_packets_total", "Packets relayed.", relayed.Packets)
	b.writeCounter("einmal_relay_bytes_total", "Bytes of payload relayed.", relayed.Bytes)
	b.writeByLabel("einmal_relay_drops_total", "Packets and requests that the relay dropped, by "+
		"reason.",
		"reason", relayed.Drops)
	if m.Certificate != nil {
		left := time.Until(m.Certificate.NotAfter()).Seconds()
		b.writeGauge("einmal_certificate_seconds_left", "Until the certificate of TLS expires; 0 "+
			"is over, or none yet.", int(max(0, left)))
	}
	return b.Bytes()
}

// promWriter writes the text format.
type promWriter struct{ bytes.Buffer }

func (b *promWriter) writeHeader(name, help, kind string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %[1]s %s\n", name, help, kind)
}

func (b *promWriter) writeSample(name, labels string, value uint64) {
	fmt.Fprintf(b, "%s%s %d\n", name, labels, value)
}

func (b *promWriter) writeGauge(name, help string, value int) {
	b.writeHeader(name, help, "gauge")
	b.writeSample(name, "", uint64(value))
}

func (b *promWriter) writeCounter(name, help string, value uint64) {
	b.writeHeader(name, help, "counter")
	b.writeSample(name, "", value)
}

// writeByLabel writes a counter for each value of one label.
func (b *promWriter) writeByLabel(name, help, label string, values map[string]uint64) {
	b.writeHeader(name, help, "counter")
	for _, value := range slices.Sorted(maps.Keys(values)) {
		b.writeSample(name, fmt.Sprintf("{%s=%q}", label, value), values[value])
	}
}
