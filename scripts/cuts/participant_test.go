package cuts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"einmal/internal/peer"
)

const (
	deciding = 5 * time.Second // how long a host looks before letting in
	again    = time.Second     // after which a person tries again
)

// participant is a client with the person at it: what that person is shown, and does.
type participant struct {
	world *world
	name  string
	call  *peer.Call

	// What the person has been shown. Only followEvents writes it, under the world's mutex.
	joined  bool
	waiting map[string]string // to the host: names by sid
	direct  map[string]bool   // sids
	met     map[string]bool   // sids that have been in direct
	heard   map[string]bool   // texts
	over    string            // the code; empty while the call goes on
	done    chan struct{}
}

// joinCall tries until it reaches the server.
func (w *world) joinCall(name string) *participant {
	p := &participant{
		world: w, name: name,
		waiting: map[string]string{}, direct: map[string]bool{}, met: map[string]bool{},
		heard: map[string]bool{},
		done:  make(chan struct{}),
	}
	o := peer.Options{Name: name, Network: &peer.Network{Dial: w.network.dialAs(name),
		Packets: w.packets()}}
	link := w.link
	if name != "host" {
		link = link.Guest()
	} else if !w.plan.later {
		o.Admit = w.admitRule
	}
	for {
		call, err := peer.Join(w.ctx, link, o)
		if err == nil {
			p.call = call
			break
		}
		time.Sleep(again)
	}
	w.mu.Lock()
	w.people[name] = p
	w.mu.Unlock()
	w.noteAct()
	go p.followEvents()
	return p
}

// followEvents reads the events until the call is over.
func (p *participant) followEvents() {
	defer close(p.done)
	for {
		e, err := p.call.Next(context.Background())
		if errors.Is(err, io.EOF) {
			return
		}
		p.world.log.addf("%s: %s", p.name, describe(e))
		p.world.mu.Lock()
		p.noteEvent(e)
		p.world.mu.Unlock()
	}
}

func describe(e peer.Event) string {
	words := []string{"[" + string(e.Kind) + "]"}
	for _, word := range []string{e.Code, e.SID, e.Name, e.Text} {
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// noteEvent keeps what the person is shown, and notes what is not true.
func (p *participant) noteEvent(e peer.Event) {
	w := p.world
	who := w.network.observed.ownerOf(e.SID)
	switch e.Kind {
	case peer.Joined:
		p.joined = true
		if host := w.people["host"]; p.name != "host" &&
			(host == nil || !w.admitted[w.network.observed.sidOf(p.name)]) {
			w.noteLie("%s is told that it is in, and the host has let nobody in under its sid",
				p.name)
		}
	case peer.Waiting:
		p.joined = false
		if who != "" && who != "host" {
			w.noteLie("%s is told that somebody is the host who is not", p.name)
		}
	case peer.Knocked:
		switch {
		case w.plan.later:
			p.waiting[e.SID] = e.Name
			w.thinking++
			time.AfterFunc(deciding, func() { p.decide(e.SID, e.Name) })
		case !w.leaving[e.Name]: // otherwise the rule has denied it
			p.waiting[e.SID] = e.Name
		}
	case peer.Admitted:
		delete(p.waiting, e.SID)
		w.admitted[e.SID] = true
	case peer.Connected:
		p.direct[e.SID], p.met[e.SID] = true, true
	case peer.Reconnecting:
		delete(p.direct, e.SID)
	case peer.Gone:
		other := w.people[who]
		if p.met[e.SID] && other != nil && other.over == "" && !w.leaving[who] &&
			other.direct[w.network.observed.sidOf(p.name)] {
			w.noteLie("%s is told that %s has gone, who is connected", p.name, who)
		}
		delete(p.direct, e.SID)
		delete(p.waiting, e.SID)
	case peer.Said:
		p.heard[e.Text] = true
	case peer.Alarm:
		w.noteLie("%s is told of an attack (%s)", p.name, e.Code)
	case peer.Over:
		p.over = e.Code
		if !slices.Contains(w.mayEnd[p.name], e.Code) {
			w.noteLie("%s is told that it is over: %s", p.name, e.Code)
		}
	}
}

// decide lets in somebody whom the host is still shown, unless the host has removed them.
func (p *participant) decide(sid, name string) {
	w := p.world
	w.mu.Lock()
	w.thinking--
	_, waits := p.waiting[sid]
	waits = waits && p.over == "" && !w.closing
	do := p.call.Admit
	if w.leaving[name] {
		do = p.call.Deny
		delete(p.waiting, sid)
	}
	w.mu.Unlock()
	if !waits {
		return
	}
	w.noteAct()
	if err := do(sid); err != nil { // and it is still shown
		w.log.addf("host: cannot decide on %s", sid)
		w.mu.Lock()
		w.thinking++
		w.mu.Unlock()
		time.AfterFunc(deciding, func() { p.decide(sid, name) })
	}
}

// admitRule is the rule of a host that decides at once.
func (w *world) admitRule(name string) peer.Decision {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.leaving[name] {
		return peer.Deny
	}
	return peer.Admit
}

// retryUntilDone does something again and again until it succeeds.
func (w *world) retryUntilDone(what string, do func() error) error {
	for range 30 {
		err := do()
		w.noteAct()
		if err == nil {
			w.log.addf("*** %s", what)
			return nil
		}
		time.Sleep(again)
	}
	return fmt.Errorf("%s: cannot be done", what)
}
