package cuts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

var (
	participants = []string{"host", "a", "b"}
	ends         = []string{"leave", "remove", "end"}
	lengths      = []time.Duration{100 * time.Millisecond, 3 * time.Second, 70 * time.Second}
)

// margin is how many messages are tried beyond those of a run without faults, because their number
// varies a little.
const margin = 2

// exhaustive gives every single cut: after each message of each participant in each direction, with
// the message lost or not; of one socket, noticed on both sides or not, of two sockets, or of all
// with the server; of each length, and for both ways of letting in. Cuts before the last part of
// the scenario are played with one of its ends only.
func exhaustive(clean map[variant]*world) (all []plan) {
	for _, later := range []bool{false, true} {
		for i, end := range ends {
			v := variant{later, end}
			w := clean[v]
			for _, who := range participants {
				for _, dir := range []direction{up, down} {
					key := who + "-" + string(dir)
					for n := 1; n <= w.before["probe"][key]+margin; n++ {
						if n >= w.before["part"][key] || n%len(ends) == i {
							all = append(all,
								plansAt(plan{variant: v}, fault{who: who, dir: dir, nth: n})...)
						}
					}
				}
			}
		}
	}
	return all
}

// plansAt gives everything that can go wrong at one message.
func plansAt(p plan, f fault) (all []plan) {
	for _, f.lost = range []bool{true, false} {
		for _, f.length = range lengths {
			for _, what := range append([]string{"cut", "half", "kill"}, otherThan(f.who)...) {
				one := f
				switch what {
				case "kill":
					one.kill = true
				case "half":
					one.half = true
				case "cut":
				default:
					one.also = what
					what = "with-" + what
				}
				p.name = fmt.Sprintf("%s-%s-%02d-%s-%s-%v-%s-%s", f.who, f.dir, f.nth,
					choose(f.lost, "lost", "then"), what, f.length,
					choose(p.later, "later", "rule"), p.end)
				p.faults = []fault{one}
				all = append(all, p)
			}
		}
	}
	return all
}

func otherThan(who string) []string {
	return slices.DeleteFunc(slices.Clone(participants),
		func(other string) bool { return other == who })
}

func choose(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// seeded gives one to four faults at random times, of random lengths, for anybody, and slow
// messages.
func seeded(seed uint64) plan {
	r := rand.New(rand.NewPCG(seed, 0))
	p := plan{variant: variant{r.IntN(2) == 0, ends[r.IntN(len(ends))]},
		name: fmt.Sprintf("seed-%d", seed)}
	until := 4 * time.Second
	if p.later {
		until = 14 * time.Second
	}
	for range 1 + r.IntN(4) {
		f := fault{at: time.Duration(r.Int64N(int64(until)))}
		// 50 ms to 70 s
		f.length = time.Duration(float64(50*time.Millisecond) * math.Pow(1400, r.Float64()))
		if f.kill = r.IntN(3) == 0; !f.kill {
			f.victims = slices.Clone(participants)
			r.Shuffle(len(f.victims), func(i, j int) {
				f.victims[i], f.victims[j] = f.victims[j], f.victims[i]
			})
			f.victims = f.victims[:1+r.IntN(len(f.victims))]
			f.half = r.IntN(2) == 0
		}
		p.faults = append(p.faults, f)
	}
	p.seed = &seed
	return p
}
