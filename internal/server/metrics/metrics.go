// Package metrics serves counts in the form of Prometheus.
package metrics

import (
	"net/http"
	"time"

	"einmal/internal/gate"
	"einmal/internal/promtext"
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
	promtext.Serve(w, r, m.render)
}

func (m Handler) render() []byte {
	now, relayed, door := m.Hub.Stats(), m.Relay.Stats(), m.Gate.Stats()
	var b promtext.Writer
	b.WriteGauge("einmal_connections", "TCP connections that are open.", door.Open)
	b.WriteGauge("einmal_connections_loose", "Of these, neither WebSockets nor relay allocations: "+
		"the first to give way.", door.Loose)
	b.WriteCounter("einmal_connections_displaced_total", "TCP connections that gave way to "+
		"others, or found no place.", door.Displaced)
	b.WriteCounter("einmal_accept_errors_total", "TCP connections that the system could not hand "+
		"over: no descriptor, or no memory.", door.Failed)
	if open, limit, ok := countDescriptors(); ok {
		b.WriteGauge("einmal_descriptors_open", "File descriptors that are open.", open)
		b.WriteGauge("einmal_descriptors_limit", "How many may be open.", limit)
	}
	b.WriteGauge("einmal_rooms_stored", "Rooms that are kept, in use or waiting for their call.",
		m.Store.Count())
	boxes, size := m.Store.CountBoxes()
	b.WriteGauge("einmal_boxes", "Rooms in which a host has left something for guests, or is about "+
		"to.", boxes)
	b.WriteGauge("einmal_boxes_bytes", "Bytes of disk that this takes.", int(size))
	b.WriteGauge("einmal_rooms", "Rooms in memory: somebody is there, or was a moment ago.",
		now.Rooms)
	b.WriteGauge("einmal_sockets", "Signalling connections that are open.", now.Sockets)
	b.WriteHeader("einmal_participants", "People in rooms: in the call, or waiting to be let in.",
		"gauge")
	b.WriteSample("einmal_participants", `{role="member"}`, uint64(now.Members))
	b.WriteSample("einmal_participants", `{role="waiting"}`, uint64(now.Waiting))
	b.WriteByLabel("einmal_errors_total", "Errors said to clients, by their code.", "code",
		now.Errors)
	b.WriteGauge("einmal_relay_allocations", "Relay allocations that are open.",
		relayed.Allocations)
	b.WriteCounter("einmal_relay_allocated_total", "Relay allocations made.", relayed.Allocated)
	b.WriteCounter("einmal_relay_displaced_total", "Unused relay allocations that gave way to "+
		"another of the same person.", relayed.Displaced)
	b.WriteCounter("einmal_relay_packets_total", "Packets relayed.", relayed.Packets)
	b.WriteCounter("einmal_relay_bytes_total", "Bytes of payload relayed.", relayed.Bytes)
	b.WriteByLabel("einmal_relay_drops_total", "Packets and requests that the relay dropped, by "+
		"reason.",
		"reason", relayed.Drops)
	if m.Certificate != nil {
		left := time.Until(m.Certificate.NotAfter()).Seconds()
		b.WriteGauge("einmal_certificate_seconds_left", "Until the certificate of TLS expires; 0 "+
			"is over, or none yet.", int(max(0, left)))
	}
	return b.Bytes()
}
