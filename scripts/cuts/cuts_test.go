package cuts

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// What runs by default: each 41st of the exhaustive cases, a number that divides nothing they are
// made of, and so many seeds.
const (
	sample = 41
	seeds  = 100
)

// TestCuts plays a call with everything that can go wrong once, and with faults from random seeds.
// CUTS=1 plays every single case, CUTS=2 each second, SEEDS=n that many seeds; -run TestCuts/NAME
// plays one of either again.
func TestCuts(t *testing.T) {
	results := &results{kinds: map[string]int{}, started: time.Now()}
	clean := map[variant]*world{}
	for _, later := range []bool{false, true} {
		for _, end := range ends {
			v := variant{later, end}
			synctest.Test(t, func(t *testing.T) {
				clean[v] = newWorld(t, plan{variant: v})
				err := clean[v].playScenario()
				clean[v].closeAll()
				if err != nil {
					t.Fatalf("without a fault: %v\n%s", err, clean[v].timelineText())
				}
			})
		}
	}
	t.Cleanup(func() { results.printSummary() })
	for _, p := range chosen(t, exhaustive(clean)) {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			results.runCase(t, p)
		})
	}
}

// chosen picks the cases to play.
func chosen(t *testing.T, all []plan) (some []plan) {
	_, name, named := strings.Cut(flag.Lookup("test.run").Value.String(), "/")
	if seed := regexp.MustCompile(`seed-(\d+)`).FindStringSubmatch(name); seed != nil {
		return []plan{seeded(uint64(number(t, seed[1])))}
	}
	if named {
		return all
	}
	dearer := 1
	if raceDetector { // each case takes ten times as long
		dearer = 2
	}
	for i := 0; i < len(all); i += envNumber(t, "CUTS", dearer*sample) {
		some = append(some, all[i])
	}
	for seed := range envNumber(t, "SEEDS", seeds/dearer) {
		some = append(some, seeded(uint64(seed)))
	}
	return some
}

func envNumber(t *testing.T, name string, otherwise int) int {
	if text := os.Getenv(name); text != "" {
		return number(t, text)
	}
	return otherwise
}

func number(t *testing.T, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// results counts the outcomes.
type results struct {
	mu              sync.Mutex
	started         time.Time
	cases, unneeded int            // unneeded: its message never came
	kinds           map[string]int // of failures
}

// shown is how many timelines are printed for each kind of failure.
const shown = 3

func (r *results) runCase(t *testing.T, p plan) {
	stands := time.AfterFunc(time.Minute, func() {
		panic(p.name + " stands still: somebody waits for a lock")
	})
	defer stands.Stop()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, p)
		err := w.playScenario()
		w.closeAll()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.cases++
		if p.faults[0].nth > 0 && !w.network.happened {
			r.unneeded++
		}
		if err == nil {
			return
		}
		kind := kindOf(err)
		if r.kinds[kind]++; r.kinds[kind] > shown {
			t.Error(err)
			return
		}
		t.Errorf("%v\n%s", err, w.timelineText())
	})
}

func (w *world) timelineText() string { return w.log.render(w.network.observed.names) }

// kinds of failures, as their errors name them.
var kinds = regexp.MustCompile(
	`knock unheard|admission unheard|ghost at the door|ghost in the roster|at the door|` +
		`roster:|pair:|end:|false:|does not hear|cannot be done|room is still there`)

func kindOf(err error) string {
	if kind := kinds.FindString(err.Error()); kind != "" {
		return strings.TrimSuffix(kind, ":")
	}
	return "other"
}

func (r *results) printSummary() {
	r.mu.Lock()
	defer r.mu.Unlock()
	failed := 0
	for _, n := range r.kinds {
		failed += n
	}
	fmt.Printf("cuts: %d cases (%d of them cut nothing), %d failed, %.1f s\n", r.cases, r.unneeded,
		failed, time.Since(r.started).Seconds())
	for _, kind := range slices.Sorted(maps.Keys(r.kinds)) {
		fmt.Printf("cuts: %6d  %s\n", r.kinds[kind], kind)
	}
}
