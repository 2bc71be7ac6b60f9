package cuts

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"einmal/rooms"
)

type ed25519Public = ed25519.PublicKey

const (
	// patience is how long everything may take after the last socket can be back, or a person has
	// last acted.
	patience = 5 * time.Second
	glance   = 100 * time.Millisecond // between two checks
	tooLong  = 10 * time.Minute       // even if the host still has to decide
)

// playScenario plays the whole call. The error says what was wrong.
func (w *world) playScenario() error {
	w.joinCall("host")
	w.joinCall("a")
	if err := w.awaitPresent("host", "a"); err != nil {
		return fmt.Errorf("the first guest: %w", err)
	}
	w.markMessages("b")
	w.joinCall("b")
	if err := w.awaitPresent("host", "a", "b"); err != nil {
		return fmt.Errorf("the second guest: %w", err)
	}
	present, err := w.partWays()
	if err != nil {
		return err
	}
	if err := w.awaitPresent(present...); err != nil {
		return fmt.Errorf("after %s: %w", w.plan.end, err)
	}
	w.awaitHealed()
	if err := w.awaitPresent(present...); err != nil {
		return fmt.Errorf("when all is healed: %w", err)
	}
	w.markMessages("probe")
	return w.probeCall(present)
}

// partWays plays the end of the scenario and gives those who stay.
func (w *world) partWays() ([]string, error) {
	host, b := w.people["host"], w.people["b"]
	time.Sleep(time.Second)
	w.markMessages("part")
	w.mu.Lock()
	w.leaving["b"] = true
	w.mu.Unlock()
	switch w.plan.end {
	case "leave":
		w.mayEndWith([]string{"b"}, "left")
		w.log.addf("*** b leaves")
		b.call.Leave()
		w.noteAct()
		return []string{"host", "a"}, nil
	case "remove":
		w.mayEndWith([]string{"b"}, "removed", "denied") // denied, if it knocks again
		return []string{"host", "a"}, w.retryUntilDone("the host removes b",
			func() error { return host.call.Remove(w.network.observed.sidOf("b")) })
	}
	w.mayEndWith([]string{"host", "a", "b"}, "ended")
	return nil, w.retryUntilDone("the host ends the call", host.call.End)
}

func (w *world) mayEndWith(names []string, codes ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range names {
		w.mayEnd[name] = codes
	}
}

// awaitHealed waits until the last fault is over, and patience after it.
func (w *world) awaitHealed() {
	for {
		w.mu.Lock()
		wait := time.Until(w.last.Add(patience))
		open := w.open > 0 || w.thinking > 0
		w.mu.Unlock()
		switch {
		case open:
			time.Sleep(glance)
		case wait > 0:
			time.Sleep(wait)
		default:
			return
		}
	}
}

// probeCall checks that the call still works: somebody new comes in, and everybody reads everybody.
func (w *world) probeCall(present []string) error {
	if len(present) == 0 {
		if _, err := w.server.store.Get(w.roomKey()); !errors.Is(err, rooms.ErrGone) {
			return errors.New("the call has ended, and its room is still there")
		}
		return nil
	}
	w.joinCall("d")
	present = append(present, "d")
	if err := w.awaitPresent(present...); err != nil {
		return fmt.Errorf("a guest who comes after all: %w", err)
	}
	for _, name := range present {
		if err := w.people[name].call.Say("from " + name); err != nil {
			return fmt.Errorf("%s cannot say anything", name)
		}
	}
	time.Sleep(time.Second)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range present {
		for _, other := range present {
			if name != other && !w.people[name].heard["from "+other] {
				return fmt.Errorf("%s does not hear %s", name, other)
			}
		}
	}
	return nil
}

// awaitPresent waits until these people, and nobody else, are in the call.
func (w *world) awaitPresent(present ...string) error {
	start := time.Now()
	for {
		wrong := w.findWrong(present)
		w.mu.Lock()
		late := w.open == 0 && w.thinking == 0 && time.Now().After(w.last.Add(patience)) ||
			time.Since(start) > tooLong
		lies := w.lies
		w.mu.Unlock()
		switch {
		case len(lies) > 0:
			return errors.New("false: " + strings.Join(lies, "; "))
		case wrong == "":
			return nil
		case late:
			return errors.New(wrong)
		}
		time.Sleep(glance)
	}
}

// findWrong says what is not yet as it should be; empty if all is well.
func (w *world) findWrong(present []string) string {
	if wrong := w.findWrongInEvents(present); wrong != "" {
		return wrong
	}
	for _, name := range present { // what the client itself says; this takes longer
		reached := []string{}
		for _, s := range w.people[name].call.Stats() {
			if s.Route == "" {
				return fmt.Sprintf("pair: %s has no way to %s", name, s.Name)
			}
			reached = append(reached, s.Name)
		}
		if others := slices.DeleteFunc(slices.Clone(present),
			func(other string) bool { return other == name }); !sameSet(reached, others) {
			return fmt.Sprintf("pair: %s reaches %v instead of %v", name, reached, others)
		}
	}
	return ""
}

func (w *world) findWrongInEvents(present []string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	observed := w.network.observed
	for name, p := range w.people {
		if !slices.Contains(present, name) && p.over == "" {
			return fmt.Sprintf("end: %s has not heard that it is over", name)
		}
	}
	if len(present) == 0 {
		return ""
	}
	host := w.people["host"]
	for sid, name := range host.waiting {
		if owner := observed.ownerOf(sid); observed.sidOf(owner) != sid {
			return fmt.Sprintf("ghost at the door: the host is shown %s under a sid that it no "+
				"longer has", name)
		}
	}
	members, sids := observed.members(), []string{}
	for _, sid := range members {
		if owner := observed.ownerOf(sid); observed.sidOf(owner) != sid {
			return fmt.Sprintf("ghost in the roster: %s is listed under a sid that it no longer "+
				"has", owner)
		}
	}
	for _, name := range present {
		sids = append(sids, observed.sidOf(name))
	}
	for _, name := range present {
		sid := observed.sidOf(name)
		_, shown := host.waiting[sid]
		switch p := w.people[name]; {
		case !slices.Contains(members, sid) && shown:
			return fmt.Sprintf("at the door: %s waits, and the host knows", name)
		case !slices.Contains(members, sid):
			return fmt.Sprintf("knock unheard: %s waits, and the host does not know", name)
		case !p.joined:
			return fmt.Sprintf("admission unheard: %s is in the roster and does not know", name)
		}
	}
	if !sameSet(members, sids) {
		return "roster: it lists others than who is there"
	}
	for _, name := range present {
		for _, other := range present {
			if name != other && !w.people[name].direct[observed.sidOf(other)] {
				return fmt.Sprintf("pair: %s is not connected with %s", name, other)
			}
		}
	}
	if len(host.waiting) > 0 {
		return "ghost at the door: the host is shown somebody who waits"
	}
	return ""
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func (w *sidObserver) sidOf(name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.current[name]
}

func (w *sidObserver) members() (sids []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.newest.Members {
		sids = append(sids, m.SID)
	}
	return sids
}

// markMessages notes how many messages there were before a part of the scenario.
func (w *world) markMessages(part string) {
	w.network.mu.Lock()
	defer w.network.mu.Unlock()
	counts := map[string]int{}
	for who, dirs := range w.network.count {
		for dir, n := range dirs {
			counts[who+"-"+string(dir)] = n
		}
	}
	w.before[part] = counts
}
