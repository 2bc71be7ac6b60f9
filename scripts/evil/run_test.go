//go:build evil

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	"einmal/internal/evil"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/server/servertest"
)

const (
	// patience is for what must happen; a busy machine is no failure.
	patience = 30 * time.Second
	// quiet is how long nothing has to happen before a run counts as over, if nothing must happen.
	quiet = 500 * time.Millisecond
)

// evilRun is one call through an evil server.
type evilRun struct {
	ctx    context.Context
	number int
	attack evil.Attack
	rand   *rand.Rand
	evil   *evil.Server

	done, watched chan struct{}
	inspecting    sync.Mutex   // nobody joins while everybody is inspected
	ended         bool         // by the host
	removed       *participant // by the host

	mu       sync.Mutex        // guards the rest
	people   []*participant    // the host first
	keys     map[string]string // key by sid, as the host has signed it
	breaches []string
}

func (r *evilRun) noteBreach(format string, a ...any) {
	text := fmt.Sprintf(format, a...)
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.breaches, text) {
		r.breaches = append(r.breaches, text)
	}
}

func (r *evilRun) everybody() []*participant {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.people)
}

func (r *evilRun) byKey(key string) *participant {
	for _, p := range r.everybody() {
		if p.key == key {
			return p
		}
	}
	return nil
}

// playCall plays one call and gives the breaches.
func (r *evilRun) playCall(server servertest.Endpoint) ([]string, error) {
	var err error
	if r.evil, err = evil.Start("http://"+server.Address, evil.Options{
		Rand:   rand.New(rand.NewPCG(r.rand.Uint64(), 0)),
		Public: server.Public,
		Source: fmt.Sprintf("127.1.%d.%d", r.number/250%250, 1+r.number%250),
	}); err != nil {
		return nil, err
	}
	defer r.evil.Close()
	people := max(2, r.attack.People) + r.rand.IntN(5-max(2, r.attack.People))
	if r.attack.Removes || r.attack.Name == "split" || r.attack.Name == "roll-back" {
		people = max(people, 3)
	}
	kind := peer.Chat
	if r.rand.IntN(4) == 0 {
		kind = peer.Audio
	}
	link, err := links.New(r.evil.Origin, kind)
	if err != nil {
		return nil, err
	}
	if _, err := peer.Create(r.ctx, link, people, time.Hour); err != nil {
		return nil, err
	}
	if r.attack.NeedsLink {
		if err := r.evil.LearnLink(link.String()); err != nil {
			return nil, err
		}
	}
	r.evil.PlayAttack(r.attack)
	r.done, r.watched = make(chan struct{}), make(chan struct{})
	go r.watchEverybody()
	err = r.runScenario(link, people)
	close(r.done)
	<-r.watched
	r.checkEvents()
	for _, p := range r.people {
		p.call.Leave()
	}
	return r.breaches, err
}

// runScenario does what the people do.
func (r *evilRun) runScenario(link peer.Link, people int) error {
	if err := r.joinCall(link, "host"); err != nil {
		return err
	}
	r.await("the host is in",
		func() bool {
			return len(
				r.people[0].eventsOf(peer.Joined))+len(r.people[0].eventsOf(peer.Over)) > 0
		})
	oneByOne := r.attack.Must == evil.GoOn && !r.attack.Apart && r.rand.IntN(2) == 0 ||
		r.attack.Name == "split"
	for i := 1; i < people; i++ {
		if err := r.joinCall(link.Guest(), fmt.Sprint("guest ", i)); err != nil {
			return err
		}
		if r.attack.Apart { // the server counts them as they come
			r.await("a guest is at the door",
				func() bool { return len(r.people[i].eventsOf(peer.Waiting)) > 0 })
		}
		if oneByOne && i == 1 {
			r.await("the first guest talks",
				func() bool { return len(r.people[i].eventsOf(peer.Connected)) > 0 })
		}
	}
	switch {
	case r.attack.Late:
		r.expectTalk()
		r.evil.Strike(r.attack)
		if r.attack.Must != evil.GoOn {
			r.await("the occasion for an alarm",
				func() bool { return len(r.evil.ExpectedAlarms()) > 0 })
		}
		r.awaitAlarms()
		if r.attack.Must != evil.Alarm {
			time.Sleep(100 * time.Millisecond) // so that what was said last arrives
			r.expectTalk()
		}
	case r.attack.Apart:
		r.talkApart()
	case r.attack.Must == evil.GoOn:
		r.expectTalk()
	default:
		r.awaitAlarms()
		r.awaitQuiet()
		r.awaitAlarms()
	}
	r.expectSameList()
	r.checkEverybody() // for certain, before some leave
	r.removeOrEnd()
	return nil
}

func (r *evilRun) joinCall(link peer.Link, name string) error {
	o := peer.Options{Name: name, LoopbackOnly: true}
	if link.IsHost() {
		o.Admit = func(string) peer.Decision { return peer.Admit }
	}
	if link.Kind == peer.Audio {
		track, err := silentTrack(r.ctx)
		if err != nil {
			return err
		}
		o.Media.Audio = track
	}
	r.inspecting.Lock()
	defer r.inspecting.Unlock()
	call, err := peer.Join(r.ctx, link, o)
	if err != nil {
		return err
	}
	p := &participant{call: call, name: name}
	seen, _ := call.Inspect()
	p.key, p.fingerprint = seen.Key, seen.Fingerprint
	go p.keepEvents(r.ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.people = append(r.people, p)
	return nil
}

// silentTrack is an Opus track that says nothing, 50 times a second.
func silentTrack(ctx context.Context) (*webrtc.TrackLocalStaticSample, error) {
	track, err := webrtc.NewTrackLocalStaticSample(rtc.AudioCodec, "audio", "einmal")
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_ = track.WriteSample(media.Sample{Data: []byte{0xf8, 0xff, 0xfe},
					Duration: 20 * time.Millisecond})
			case <-ctx.Done():
				return
			}
		}
	}()
	return track, err
}
