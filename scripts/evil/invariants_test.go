//go:build evil

package main

import (
	"slices"
	"time"

	"einmal/internal/evil"
	"einmal/internal/peer"
)

// What must hold at every moment, whatever the server does. Each breach is noted once.

// watchEverybody inspects everybody again and again until the run is done.
func (r *evilRun) watchEverybody() {
	defer close(r.watched)
	for {
		r.checkEverybody()
		select {
		case <-r.done:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (r *evilRun) checkEverybody() {
	r.inspecting.Lock()
	defer r.inspecting.Unlock()
	for _, p := range r.everybody() {
		if seen, ok := p.call.Inspect(); ok {
			r.checkRoster(p, seen)
			r.checkPairs(p, seen)
		}
	}
}

// checkRoster: nobody follows a list that the host has not signed, or one older than the last.
func (r *evilRun) checkRoster(p *participant, seen peer.Inspection) {
	if seen.Epoch == 0 {
		return
	}
	if !seen.Signed {
		r.noteBreach("%s follows a list that the host has not signed", p.name)
	}
	if seen.Members[seen.SID] != seen.Key {
		r.noteBreach("%s follows a list on which it does not stand", p.name)
	}
	if seen.Epoch < p.epoch {
		r.noteBreach("%s went back to an older list", p.name)
	}
	p.epoch = seen.Epoch
	r.mu.Lock()
	defer r.mu.Unlock()
	for sid, key := range seen.Members {
		r.keys[sid] = key
	}
}

// checkPairs: only those on the list are taken for members, and a DTLS connection goes to the very
// participant whose key is on the list.
func (r *evilRun) checkPairs(p *participant, seen peer.Inspection) {
	for _, pair := range seen.Pairs {
		key, isNamed := seen.Members[pair.SID]
		if pair.Member && !isNamed {
			r.noteBreach("%s takes somebody for a member who is not on the list", p.name)
		}
		if pair.Fingerprint == "" {
			if pair.Bytes > 0 && !r.attack.Late && !r.attack.Ends && !r.attack.Removes &&
				r.attack.Must == evil.Alarm {
				r.noteBreach("%s has got media from somebody without a connection", p.name)
			}
			continue
		}
		other := r.byKey(key)
		if !isNamed || other == nil || other.fingerprint != pair.Fingerprint {
			r.noteBreach("%s is connected with somebody who is not the one on the list", p.name)
		}
	}
}

// checkEvents looks at what people were told.
func (r *evilRun) checkEvents() {
	for _, p := range r.everybody() {
		heard := map[string]int{}
		if len(p.eventsOf(peer.Arranged)) > 0 {
			r.noteBreach("%s hears of an appointment that nobody has made", p.name)
		}
		for _, e := range p.eventsOf(peer.Said) {
			author := r.byKey(r.keyOf(e.SID))
			if author == nil || !author.hasSaid(e.Text) {
				r.noteBreach("%s hears a text that its author has not said", p.name)
			}
			if heard[e.Text]++; heard[e.Text] > 1 {
				r.noteBreach("%s hears a text twice", p.name)
			}
		}
		for _, e := range p.alarms() {
			if r.isConnected(p, e.SID) {
				r.noteBreach("%s stays connected in spite of an alarm", p.name)
			}
			if !r.isExpected(p, e) {
				r.noteBreach("%s raises an alarm (%s) although nobody tampered", p.name, e.Code)
			}
		}
		r.checkOver(p)
	}
	if n := r.evil.TimesLeaked(); n > 0 {
		r.noteBreach("a stranger was told something %d times", n)
	}
}

func (r *evilRun) keyOf(sid string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys[sid]
}

func (r *evilRun) isConnected(p *participant, sid string) bool {
	seen, _ := p.call.Inspect()
	return slices.ContainsFunc(seen.Pairs, func(pair peer.PairInspection) bool {
		return pair.SID == sid && pair.Fingerprint != ""
	})
}

func (r *evilRun) isExpected(p *participant, e peer.Event) bool {
	for _, x := range r.evil.ExpectedAlarms() {
		if x.Key == p.key && x.About == e.SID {
			return true
		}
	}
	return false
}

// checkOver: nobody believes that the host denied, removed or ended if the host did not.
func (r *evilRun) checkOver(p *participant) {
	code, isOver := p.isOver()
	switch {
	case !isOver:
	case code == "denied" && len(r.people[0].closedKnocks()) == 0:
		r.noteBreach("%s believes that the host turned it away", p.name)
	case code == "ended" && !r.ended:
		r.noteBreach("%s believes that the host ended the call", p.name)
	case code == "removed" && !r.isOffTheList(p):
		r.noteBreach("%s believes that the host removed it", p.name)
	}
}

// isOffTheList asks the host, which also takes off those whom the server calls gone while it has no
// connection with them.
func (r *evilRun) isOffTheList(p *participant) bool {
	seen, ok := r.people[0].call.Inspect()
	if !ok {
		return r.removed == p
	}
	for _, key := range seen.Members {
		if key == p.key {
			return false
		}
	}
	return true
}
