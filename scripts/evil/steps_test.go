//go:build evil

package main

import (
	"fmt"
	"slices"
	"time"

	"einmal/internal/evil"
	"einmal/internal/peer"
)

// await waits for something that must happen.
func (r *evilRun) await(what string, holds func() bool) bool {
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			r.noteBreach("in vain: %s", what)
			return false
		}
		time.Sleep(5 * time.Millisecond)
	}
	return true
}

// expectTalk: everybody connects directly to everybody, and reads what everybody says.
func (r *evilRun) expectTalk() {
	people := r.everybody()
	if !r.await("everybody talks with everybody", func() bool { return r.isMesh() }) {
		return
	}
	texts := map[string]bool{}
	for _, p := range people {
		text := fmt.Sprintf("%s says %x", p.name, r.rand.Uint64())
		texts[text] = true
		if err := p.sayText(text); err != nil {
			r.noteBreach("%s cannot say anything", p.name)
		}
	}
	r.await("everybody hears everybody", func() bool {
		for _, p := range people {
			for text := range texts {
				if !p.hears(text) && !p.hasSaid(text) {
					return false
				}
			}
		}
		return true
	})
}

// talkApart: the first guest talks to everybody but the host.
func (r *evilRun) talkApart() {
	people := r.everybody()
	first, last := people[1], people[len(people)-1]
	if !r.await("the first guest reaches all the other guests, and they the host", func() bool {
		return r.countDirect(people[0]) == len(people)-2 && r.countDirect(first) == len(people)-2
	}) {
		return
	}
	const text = "The host is not here."
	if err := last.sayText(text); err != nil {
		r.noteBreach("%s cannot say anything", last.name)
	}
	r.await("the guests hear each other", func() bool { return first.hears(text) })
}

// countDirect counts those to whom a participant is directly connected.
func (r *evilRun) countDirect(p *participant) (n int) {
	seen, _ := p.call.Inspect()
	for _, pair := range seen.Pairs {
		if pair.Direct {
			n++
		}
	}
	return n
}

// isMesh says whether everybody is directly connected to everybody.
func (r *evilRun) isMesh() bool {
	people := r.everybody()
	for _, p := range people {
		if r.countDirect(p) != len(people)-1 {
			return false
		}
	}
	return true
}

// awaitAlarms waits for the expected alarms.
func (r *evilRun) awaitAlarms() {
	r.await("an alarm", func() bool {
		for _, x := range r.evil.ExpectedAlarms() {
			p := r.byKey(x.Key)
			if p == nil {
				continue
			}
			if _, isOver := p.isOver(); !isOver && !p.hasRaised(x) {
				return false
			}
		}
		return true
	})
}

// awaitQuiet waits until nothing happens any more.
func (r *evilRun) awaitQuiet() {
	last, since, started := -1, time.Now(), time.Now()
	for time.Since(since) < quiet {
		if late := time.Since(started); late > patience ||
			late > 4*quiet && r.evil.TimesFired() > 0 {
			return // whoever cannot connect goes on trying
		}
		now := r.evil.MessagesSeen()
		for _, p := range r.everybody() {
			now += p.countEvents()
		}
		if now != last {
			last, since = now, time.Now()
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// expectSameList: everybody who is connected to the host follows the host's list.
func (r *evilRun) expectSameList() {
	r.await("the host's list for everybody who talks with the host", func() bool {
		host, ok := r.people[0].call.Inspect()
		for _, p := range r.people[1:] {
			seen, isThere := p.call.Inspect()
			for _, pair := range seen.Pairs {
				if ok && isThere && pair.Direct && pair.Host && seen.Epoch != host.Epoch {
					return false
				}
			}
		}
		return true
	})
}

// removeOrEnd has the host remove somebody or end the call, and expects that this reaches
// everybody.
func (r *evilRun) removeOrEnd() {
	host, last := r.people[0], r.people[len(r.people)-1]
	if r.attack.Removes {
		r.removed = last
		if err := host.call.Remove(r.sidOf(last)); err != nil {
			r.noteBreach("the host cannot remove anybody")
		}
		r.await("everybody drops who was removed", func() bool {
			for _, p := range r.people[:len(r.people)-1] {
				if seen, ok := p.call.Inspect(); ok && len(seen.Members) != len(r.people)-1 {
					return false
				}
			}
			seen, _ := last.call.Inspect() // it may not have been told, but nobody talks with it
			return !slices.ContainsFunc(seen.Pairs,
				func(pair peer.PairInspection) bool { return pair.Direct })
		})
		if r.attack.Apart {
			r.await("the first guest has found the host",
				func() bool { return r.countDirect(r.people[1]) == len(r.people)-2 })
		}
		return
	}
	goesOn := r.attack.Must == evil.GoOn || r.attack.Must == evil.AlarmAndGoOn
	if !r.attack.Ends && (!goesOn || r.attack.Late && r.attack.Must == evil.GoOn ||
		r.rand.IntN(2) == 0) {
		return
	}
	r.ended = true
	if err := host.call.End(); err != nil {
		r.noteBreach("the host cannot end the call")
	}
	r.await("the call is over for everybody", func() bool {
		for _, p := range r.people {
			if code, isOver := p.isOver(); !isOver || code != "ended" {
				return false
			}
		}
		return true
	})
}

func (r *evilRun) sidOf(p *participant) string {
	seen, _ := p.call.Inspect()
	return seen.SID
}
