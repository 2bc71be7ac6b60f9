//go:build evil

package main

import (
	"context"
	"slices"
	"sync"

	"einmal/internal/evil"
	"einmal/internal/peer"
)

// participant is a participant whose events are kept.
type participant struct {
	call        *peer.Call
	name        string
	key         string // of its join, base64url
	fingerprint string // of its certificate

	mu     sync.Mutex // guards the rest
	events []peer.Event
	said   []string
	epoch  uint64 // the newest that it followed
}

func (p *participant) keepEvents(ctx context.Context) {
	for {
		e, err := p.call.Next(ctx)
		if err != nil {
			return
		}
		p.mu.Lock()
		p.events = append(p.events, e)
		p.mu.Unlock()
	}
}

func (p *participant) eventsOf(kind peer.EventKind) (found []peer.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.events {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	return found
}

func (p *participant) countEvents() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.events)
}

// sayText fails if nobody is there to read it.
func (p *participant) sayText(text string) error {
	p.mu.Lock()
	p.said = append(p.said, text)
	p.mu.Unlock()
	return p.call.Say(text)
}

func (p *participant) hasSaid(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.said, text)
}

func (p *participant) hears(text string) bool {
	return slices.ContainsFunc(p.eventsOf(peer.Said),
		func(e peer.Event) bool { return e.Text == text })
}

// isOver gives the code with which the call ended.
func (p *participant) isOver() (code string, over bool) {
	if e := p.eventsOf(peer.Over); len(e) > 0 {
		return e[0].Code, true
	}
	return "", false
}

// alarms gives all events that say that somebody tampered. For a participant who only knocks, the
// host closes the knock instead.
func (p *participant) alarms() []peer.Event {
	return append(p.eventsOf(peer.Alarm), p.closedKnocks()...)
}

func (p *participant) closedKnocks() []peer.Event {
	return slices.DeleteFunc(p.eventsOf(peer.Problem),
		func(e peer.Event) bool { return e.Code != "knock-closed" })
}

// hasRaised says whether the expected alarm was raised.
func (p *participant) hasRaised(x evil.Expectation) bool {
	return slices.ContainsFunc(p.alarms(), func(e peer.Event) bool { return e.SID == x.About })
}
