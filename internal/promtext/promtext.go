// Package promtext writes counts in the text format of Prometheus, and serves them to this machine.
package promtext

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"

	"einmal/internal/origin"
)

// Serve answers a request for /metrics in the text format of Prometheus (version 0.0.4).
func Serve(w http.ResponseWriter, r *http.Request, render func() []byte) {
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
		w.Write(render()) // a reader who has gone needs no answer
	}
}

// Writer writes the text format.
type Writer struct{ bytes.Buffer }

// WriteHeader begins what is counted under a name; kind is gauge or counter.
func (b *Writer) WriteHeader(name, help, kind string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %[1]s %s\n", name, help, kind)
}

// WriteSample writes one number; labels are as the format has them, or empty.
func (b *Writer) WriteSample(name, labels string, value uint64) {
	fmt.Fprintf(b, "%s%s %d\n", name, labels, value)
}

// WriteGauge writes what goes up and down.
func (b *Writer) WriteGauge(name, help string, value int) {
	b.WriteHeader(name, help, "gauge")
	b.WriteSample(name, "", uint64(value))
}

// WriteCounter writes what only grows.
func (b *Writer) WriteCounter(name, help string, value uint64) {
	b.WriteHeader(name, help, "counter")
	b.WriteSample(name, "", value)
}

// WriteByLabel writes a counter for each value of one label.
func (b *Writer) WriteByLabel(name, help, label string, values map[string]uint64) {
	b.WriteHeader(name, help, "counter")
	for _, value := range slices.Sorted(maps.Keys(values)) {
		b.WriteSample(name, fmt.Sprintf("{%s=%q}", label, value), values[value])
	}
}
