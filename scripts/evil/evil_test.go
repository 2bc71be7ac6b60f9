//go:build evil

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"einmal/internal/evil"
	"einmal/internal/server/servertest"
)

// atOnce is how many runs go on at the same time. A run mostly waits, but up to four people who
// connect all at once under the race detector do not: eight runs on two busy cores took longer than
// patience.
var atOnce = 2 * runtime.GOMAXPROCS(0)

// envNumber reads an environment variable.
func envNumber(t *testing.T, name string, otherwise uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s wants a number: %v", name, err)
	}
	return n
}

// TestNobodyIsFooledByAnEvilServer plays RUNS calls through an evil server, with each attack in
// turn and also with none. SEED and RUN repeat the run that a failure names; ATTACK plays one
// attack only.
func TestNobodyIsFooledByAnEvilServer(t *testing.T) {
	attacks := append(evil.AllAttacks(), evil.Honest)
	if name := os.Getenv("ATTACK"); name != "" {
		one, ok := evil.AttackNamed(name)
		if !ok {
			t.Fatalf("there is no attack %q", name)
		}
		attacks = []evil.Attack{one}
	}
	seed := envNumber(t, "SEED", uint64(time.Now().UnixNano()))
	first, runs := uint64(0), envNumber(t, "RUNS", uint64(len(attacks)))
	if os.Getenv("RUN") != "" {
		first, runs = envNumber(t, "RUN", 0), 1
	}
	server := servertest.Start(t).Endpoint
	results := &tally{fired: map[string]int{}, played: map[string]int{},
		took: map[string]time.Duration{}}
	var work sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i := first; i < first+runs; i++ {
		places <- struct{}{}
		work.Go(func() {
			defer func() { <-places }()
			results.playRun(t, server, attacks[int(i)%len(attacks)], seed, i)
		})
	}
	work.Wait()
	results.checkOccasions(t, attacks)
}

// tally counts how often each attack was played, and how often it had an occasion.
type tally struct {
	mu            sync.Mutex // guards the rest
	fired, played map[string]int
	took          map[string]time.Duration
}

func (s *tally) playRun(t *testing.T, server servertest.Endpoint, attack evil.Attack, seed, i uint64) {
	started := time.Now()
	fired := playOnce(t, server, attack, seed, i)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.played[attack.Name]++
	s.took[attack.Name] += time.Since(started)
	if fired {
		s.fired[attack.Name]++
	}
}

// playOnce says whether the attack had an occasion.
func playOnce(t *testing.T, server servertest.Endpoint, attack evil.Attack, seed, i uint64) bool {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := &evilRun{ctx: ctx, number: int(i), attack: attack, rand: rand.New(rand.NewPCG(seed, i)),
		keys: map[string]string{}}
	breaches, err := r.playCall(server)
	again := fmt.Sprintf("%s with %d people (SEED=%d RUN=%d)", attack.Name, len(r.people), seed, i)
	if err != nil {
		t.Errorf("%s: %v", again, err)
		return false
	}
	for _, breach := range breaches {
		t.Errorf("%s: %s", again, breach)
	}
	return r.evil.TimesFired() > 0
}

// checkOccasions fails for attacks that never had an occasion: those have shown nothing.
func (s *tally) checkOccasions(t *testing.T, attacks []evil.Attack) {
	for _, a := range attacks {
		n := s.played[a.Name]
		if n == 0 {
			continue
		}
		t.Logf("%-20s %4d runs, %4d with the attack, %v each", a.Name, n, s.fired[a.Name],
			(s.took[a.Name] / time.Duration(n)).Round(time.Millisecond))
		if n > 2 && a.Name != evil.Honest.Name && s.fired[a.Name] == 0 {
			t.Errorf("%s: this attack never had an occasion", a.Name)
		}
	}
}
