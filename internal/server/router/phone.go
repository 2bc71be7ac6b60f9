package router

import (
	"bytes"
	"context"
	"hash/maphash"
	"io"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// PhonePath is where a host's page reaches a telephone gateway (docs/protocol.md, section 7).
const PhonePath = "/phone"

const (
	phoneRequest = 1024 // bytes
	phoneAnswer  = 4096
	phoneTime    = 5 * time.Second
	phoneAtOnce  = 16
	// A source may ask this often in an hour, and all together: pages ask twice for each PIN.
	phonePerSource = 60
	phoneInAll     = 2000
)

// Phone carries what a host's page has sealed to the gateway, and its answer back. It can read
// neither. It may be used from any goroutine.
type Phone struct {
	url  string
	seed maphash.Seed

	mu    sync.Mutex
	since time.Time
	asked map[uint64]int // by the hash of a source
	all   int
	open  int
}

// NewPhone carries to the gateway at an address.
func NewPhone(gateway netip.AddrPort) *Phone {
	return &Phone{url: "http://" + gateway.String() + "/", seed: maphash.MakeSeed(),
		asked: map[uint64]int{}}
}

// ServeHTTP takes the address in r.RemoteAddr for the one that asks.
func (p *Phone) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "method-not-allowed: GET and POST are.", http.StatusMethodNotAllowed)
		return
	}
	// First all that it sends: who sends slowly takes no place.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, phoneRequest))
	if err != nil {
		http.Error(w, "too-large: An invitation is shorter.", http.StatusRequestEntityTooLarge)
		return
	}
	from, _ := netip.ParseAddrPort(r.RemoteAddr) // the zero address is a source as well
	leave, ok := p.enter(from.Addr(), time.Now())
	if !ok {
		w.Header().Set("Retry-After", "600")
		http.Error(w, "too-many: Ask again later.", http.StatusTooManyRequests)
		return
	}
	defer leave()
	p.carry(w, r, body)
}

func (p *Phone) carry(w http.ResponseWriter, r *http.Request, body []byte) {
	ctx, cancel := context.WithTimeout(r.Context(), phoneTime)
	defer cancel()
	var answer []byte
	request, err := http.NewRequestWithContext(ctx, r.Method, p.url, bytes.NewReader(body))
	if err == nil {
		var got *http.Response
		if got, err = http.DefaultClient.Do(request); err == nil {
			defer got.Body.Close()
			if answer, err = io.ReadAll(io.LimitReader(got.Body, phoneAnswer)); err == nil {
				w.Header().Set("Content-Type", "application/octet-stream")
				w.WriteHeader(got.StatusCode)
				_, _ = w.Write(answer) // who has gone needs none
				return
			}
		}
	}
	http.Error(w, "no-gateway: The telephone gateway does not answer.", http.StatusBadGateway)
}

// enter says whether a source may ask now.
func (p *Phone) enter(source netip.Addr, now time.Time) (leave func(), ok bool) {
	bits := source.BitLen()
	if source.Is6() {
		bits = 64
	}
	network, _ := source.Prefix(bits) // no more bits than it has
	id := maphash.Comparable(p.seed, network)
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.since) >= time.Hour {
		p.since, p.all, p.seed = now, 0, maphash.MakeSeed()
		id = maphash.Comparable(p.seed, network)
		clear(p.asked)
	}
	if p.open >= phoneAtOnce || p.all >= phoneInAll || p.asked[id] >= phonePerSource {
		return nil, false
	}
	p.open++
	p.all++
	p.asked[id]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.open--
	}, true
}
