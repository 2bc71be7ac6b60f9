package loadtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"time"

	"einmal/internal/mediafile"
	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// Figures are what a load test measured. A pair is two people of one room.
type Figures struct {
	Rooms     int `json:"rooms"`
	Peers     int `json:"peers"` // in each room
	Pairs     int `json:"pairs"`
	Connected int `json:"connected"` // pairs

	SetUpSeconds float64 `json:"setUpSeconds"` // for everybody
	// From the join of a peer until it is connected to one that was there.
	SetUpP50 int64 `json:"setUpP50Milliseconds"`
	SetUpP95 int64 `json:"setUpP95Milliseconds"`
	SetUpMax int64 `json:"setUpMaxMilliseconds"`

	Seconds   float64 `json:"seconds"` // of talk
	Packets   int64   `json:"packets"` // of sound, received
	Delivered float64 `json:"delivered"`
	// CPUPercent is of one core, of this program, during the talk.
	CPUPercent float64            `json:"cpuPercent"`
	Routes     map[peer.Route]int `json:"routes"`
	Problems   map[string]int     `json:"problems"`
}

func (l *loadRun) summarize(setUp time.Duration) *Figures {
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.Sort(l.setUps)
	return &Figures{
		Rooms: l.Rooms, Peers: l.Peers, Pairs: l.Rooms * l.Peers * (l.Peers - 1) / 2,
		Connected:    len(l.setUps),
		SetUpSeconds: setUp.Seconds(),
		SetUpP50:     percentile(l.setUps, 50), SetUpP95: percentile(l.setUps, 95),
		SetUpMax: percentile(l.setUps, 100),
		Routes:   l.routes, Problems: l.problems,
	}
}

// percentile gives the nearest rank among sorted times, in milliseconds.
func percentile(sorted []time.Duration, p int) int64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*p+99)/100-1].Milliseconds()
}

// sample is what was counted up to a point in time.
type sample struct {
	at      time.Time
	packets int64
	cpu     time.Duration
}

func takeSample(calls []*peer.Call) sample {
	m := sample{at: time.Now()}
	for _, call := range calls {
		for _, s := range call.Stats() {
			m.packets += s.AudioPackets
		}
	}
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) == nil {
		m.cpu = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	}
	return m
}

func (f *Figures) addTalk(from, to sample) {
	f.Seconds = to.at.Sub(from.at).Seconds()
	f.Packets = to.packets - from.packets
	if due := 2 * float64(f.Connected) * mediafile.ToneRate * f.Seconds; due > 0 {
		f.Delivered = float64(f.Packets) / due
	}
	f.CPUPercent = 100 * (to.cpu - from.cpu).Seconds() / f.Seconds
}

func (f *Figures) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rooms of %d: %d of %d pairs connected, in %.1f s\n", f.Rooms, f.Peers,
		f.Connected, f.Pairs, f.SetUpSeconds)
	fmt.Fprintf(&b, "set-up of a pair: median %d ms, 95 %% within %d ms, at most %d ms\n",
		f.SetUpP50, f.SetUpP95, f.SetUpMax)
	for _, route := range slices.Sorted(maps.Keys(f.Routes)) {
		fmt.Fprintf(&b, "%s: %d pairs\n", peertext.RouteNames[route], f.Routes[route])
	}
	if f.Packets > 0 {
		fmt.Fprintf(&b, "%d packets of sound in %.1f s, %.1f %% of %d a second each way\n",
			f.Packets, f.Seconds, 100*f.Delivered, mediafile.ToneRate)
	}
	fmt.Fprintf(&b, "this program took %.0f %% of a core", f.CPUPercent)
	for _, code := range slices.Sorted(maps.Keys(f.Problems)) {
		fmt.Fprintf(&b, "\nproblem %s: %d times", code, f.Problems[code])
	}
	return b.String()
}
