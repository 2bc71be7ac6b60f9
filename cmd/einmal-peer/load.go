package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"sync"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// setUpTime is how long a room may take until all of its people are connected with each other.
const setUpTime = 60 * time.Second

type loadFlags struct {
	rooms, peers, seconds, atOnce int
	kind                          string
	talkFlags
	creator *string
}

var loadCommand = cli.Command{
	Name: "load", Takes: "URL", Summary: "hold many calls at once and print figures",
	Setup: func(set *flag.FlagSet) cli.Action {
		var f loadFlags
		f.add(set)
		return f.run
	},
}

func (f *loadFlags) add(set *flag.FlagSet) {
	f.talkFlags.add(set, "Load")
	set.IntVar(&f.rooms, "rooms", 1, "hold calls in this `NUMBER` of rooms at the same time")
	set.IntVar(&f.peers, "peers", 2, "put this `NUMBER` of people in each room, 2 to 6")
	set.IntVar(&f.seconds, "seconds", 10, "let all of them talk for this `NUMBER` of seconds")
	set.IntVar(&f.atOnce, "at-once", 4, "set up this `NUMBER` of rooms at the same time")
	set.StringVar(&f.kind, "kind", "audio",
		"hold calls of this `KIND`: audio (of a tone) or chat")
	f.creator = creatorFlag(set)
}

func (f *loadFlags) run(ctx context.Context, i cli.Invocation) error {
	l, err := f.load(strings.TrimSuffix(i.Operand, "/"))
	if err != nil {
		return err
	}
	figures, err := l.run(ctx)
	if err != nil {
		return err
	}
	out := &output{w: i.Out, asJSON: f.json}
	if f.json {
		err = out.object(figures)
	} else {
		err = out.line("%s", figures)
	}
	if err == nil && figures.Connected < figures.Pairs {
		err = errReported
	}
	return err
}

func (f *loadFlags) load(origin string) (*load, error) {
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	kind, err := links.ParseKind(f.kind)
	if err != nil || kind == peer.Video {
		return nil, cli.Usage("-kind wants audio or chat, not %q.", f.kind)
	}
	if _, err := links.New(origin, kind); err != nil {
		return nil, cli.Usage("einmal-peer load wants the address of a server, such as "+
			"https://call.example, not %q.", origin)
	}
	if f.peers < 2 || f.peers > 6 || f.rooms < 1 || f.seconds < 1 || f.atOnce < 1 {
		return nil, cli.Usage("-peers wants 2 to 6; -rooms, -seconds and -at-once want 1 or more.")
	}
	return &load{loadFlags: *f, origin: origin, kind: kind, options: o}, nil
}

// load holds rooms. Its fields below mu are guarded by it.
type load struct {
	loadFlags
	origin  string
	kind    peer.Kind
	options peer.Options

	mu    sync.Mutex
	calls []*peer.Call
	// from the joining of a peer until it is connected with one that was there
	setUps   []time.Duration
	routes   map[peer.Route]int
	problems map[string]int
	leaving  bool // what happens from then on is no problem
}

func (l *load) run(ctx context.Context) (*figures, error) {
	playing, stop := context.WithCancel(ctx)
	defer stop()
	m := mediaFlags{tone: l.kind == peer.Audio}
	var err error
	if l.options.Media, err = m.open(playing, l.kind); err != nil {
		return nil, err
	}
	l.routes, l.problems = map[peer.Route]int{}, map[string]int{}
	start := time.Now()
	l.setUp(ctx)
	figures := l.figures(time.Since(start))
	before := measure(l.calls)
	select {
	case <-time.After(time.Duration(l.seconds) * time.Second):
	case <-ctx.Done():
	}
	figures.talk(before, measure(l.calls))
	l.leave()
	return figures, nil
}

func (l *load) setUp(ctx context.Context) {
	var rooms sync.WaitGroup
	places := make(chan struct{}, l.atOnce)
	for range l.rooms {
		places <- struct{}{}
		rooms.Go(func() {
			defer func() { <-places }()
			if err := l.room(ctx); err != nil {
				l.problem(cli.CodeOf(peertext.Explain(err)))
			}
		})
	}
	rooms.Wait()
}

// room fills one room, one person after the other: each waits until it is connected with all who
// are there.
func (l *load) room(ctx context.Context) error {
	link, err := links.New(l.origin, l.kind)
	if err != nil {
		return err
	}
	if link, err = byCreator(link, *l.creator); err != nil {
		return err
	}
	if _, err := peer.Create(ctx, link, l.peers, time.Hour); err != nil {
		return err
	}
	for i := range l.peers {
		o := l.options
		o.Name = fmt.Sprintf("%s %d", o.Name, i)
		o.Admit = func(string) peer.Decision { return peer.Admit }
		start := time.Now()
		call, err := peer.Join(ctx, link, o)
		if err != nil {
			return err
		}
		l.mu.Lock()
		l.calls = append(l.calls, call)
		l.mu.Unlock()
		if err := l.await(ctx, call, start, i); err != nil {
			return err
		}
		link = link.Guest()
	}
	return nil
}

// await follows one call until it is connected with this many others.
func (l *load) await(ctx context.Context, call *peer.Call, start time.Time, others int) error {
	ctx, cancel := context.WithTimeout(ctx, setUpTime)
	defer cancel()
	for connected, joined := 0, false; connected < others || !joined; {
		e, err := call.Next(ctx)
		if err != nil {
			return cli.Problemf("too-late", "Not everybody was connected after %s.", setUpTime)
		}
		switch e.Kind {
		case peer.Joined:
			joined = true
		case peer.Connected:
			connected++
			l.mu.Lock()
			l.setUps = append(l.setUps, time.Since(start))
			l.routes[e.Route]++
			l.mu.Unlock()
		case peer.Alarm:
			l.problem("alarm")
		case peer.Over:
			return peertext.EndingProblem(e.Code)
		}
	}
	go func() { // so that later events take no memory
		for {
			e, err := call.Next(context.Background())
			if err != nil {
				return
			}
			if e.Kind == peer.Alarm || e.Kind == peer.Reconnecting || e.Kind == peer.ServerLost {
				l.problem(string(e.Kind))
			}
		}
	}()
	return nil
}

func (l *load) problem(code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.leaving {
		l.problems[code]++
	}
}

// leave ends every room: the first of each is its host.
func (l *load) leave() {
	l.mu.Lock()
	l.leaving = true
	l.mu.Unlock()
	var leaving sync.WaitGroup
	for _, call := range l.calls {
		leaving.Go(func() {
			if call.End() == nil {
				select {
				case <-call.Done():
				case <-time.After(endTime):
				}
			}
			call.Leave()
		})
	}
	leaving.Wait()
}
