package lookback

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/ipaddr"
	"einmal/internal/wipe"
)

const (
	mostLooks = 8               // at a time
	lookTime  = 5 * time.Second // for all of one
	// A source has its place for at least this long, so that it cannot have one handshake after the
	// other made: four a second in all.
	placeTime = 2 * time.Second
	// Whoever rents a machine has an IPv6 /64, and often a /48. Two who ask out of one within
	// seconds are rare enough, and come again.
	sourceBits = 48
)

// Handler answers whoever asks to be looked at. It may be used from any goroutine; it works on the
// one of the request.
type Handler struct {
	public bool
	port   uint16
	seed   maphash.Seed

	mu     sync.Mutex
	places map[uint64]time.Time // by the hash of a source: its end, or zero while it is looked at
}

// New makes one for a server that is public, which looks at public addresses and no others; or for
// one of this machine alone, which looks at the addresses of this machine that nobody else reaches.
func New(public bool) *Handler {
	return &Handler{public: public, port: Port, seed: maphash.MakeSeed(),
		places: map[uint64]time.Time{}}
}

// ServeHTTP takes the address in r.RemoteAddr for the one that asks.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wipe.Do(func() { h.answer(w, r) }) // of the address
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	ip := from.Addr().Unmap().WithZone("")
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "method-not-allowed: POST asks for a look back.",
			http.StatusMethodNotAllowed)
		return
	case r.Header.Get("Origin") != "": // which a browser says with each POST
		http.Error(w, "not-for-pages: No page may have its visitors looked at.",
			http.StatusForbidden)
		return
	case err != nil || !h.mayLook(ip):
		http.Error(w, "not-public: A public server looks at public addresses, one on this "+
			"machine alone at those of this machine.", http.StatusForbidden)
		return
	}
	leave, ok := h.takePlace(ip, time.Now())
	if !ok {
		w.Header().Set("Retry-After", "3")
		http.Error(w, "busy: Ask again in some seconds.", http.StatusTooManyRequests)
		return
	}
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), lookTime)
	defer cancel()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	// who is gone needs no answer
	_ = json.NewEncoder(w).Encode(struct {
		Kind string `json:"kind"`
		Seen
	}{kind, look(ctx, netip.AddrPortFrom(ip, h.port))})
}

// mayLook says whether an address is one that may ask to be looked at.
func (h *Handler) mayLook(ip netip.Addr) bool {
	if h.public {
		return ipaddr.IsPublic(ip)
	}
	return ip.IsLoopback()
}

// takePlace says whether a source may be looked at now. leave gives the place back.
func (h *Handler) takePlace(ip netip.Addr, now time.Time) (leave func(), ok bool) {
	bits := ip.BitLen()
	if ip.Is6() {
		bits = sourceBits
	}
	prefix, _ := ip.Prefix(bits) // cannot fail: no more bits than it has
	id := maphash.Comparable(h.seed, prefix)
	h.mu.Lock()
	defer h.mu.Unlock()
	for other, end := range h.places {
		if !end.IsZero() && !now.Before(end) {
			delete(h.places, other)
		}
	}
	if _, taken := h.places[id]; taken || len(h.places) >= mostLooks {
		return nil, false
	}
	h.places[id] = time.Time{}
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.places[id] = now.Add(placeTime)
	}, true
}
