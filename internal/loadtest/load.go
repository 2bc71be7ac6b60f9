// Package loadtest holds many calls on a server at once and measures how they go.
package loadtest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/mediafile"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/peertext"
)

// endTime is how long the server may take to confirm the end of a call.
const endTime = 5 * time.Second

// setUpTime is how long somebody may take to connect to everybody in a room.
const setUpTime = 60 * time.Second

// Config is what a load test needs.
type Config struct {
	// NewLink gives the link of a new room on the server.
	NewLink func() (links.Link, error)
	Kind    links.Kind   // Audio, where everybody sends a tone, or Chat
	Options peer.Options // of everybody
	Rooms   int          // at the same time
	Peers   int          // in each room
	AtOnce  int          // rooms that are set up at the same time
	Seconds int          // that all of them talk
}

// loadRun is a load test that runs.
type loadRun struct {
	Config

	mu    sync.Mutex // guards the rest
	calls []*peer.Call
	// from the join of a peer until it is connected to one that was there
	setUps   []time.Duration
	routes   map[peer.Route]int
	problems map[string]int
	leaving  bool // from then on nothing counts as a problem
}

// Run holds the calls and gives what it has measured.
func Run(ctx context.Context, c Config) (*Figures, error) {
	playing, stop := context.WithCancel(ctx)
	defer stop()
	if c.Kind == links.Audio {
		tone, err := mediafile.ToneClip()
		if err != nil {
			return nil, err
		}
		if c.Options.Media.Audio, err = tone.StartTrack(playing, rtc.AudioCodec); err != nil {
			return nil, err
		}
	}
	l := &loadRun{Config: c, routes: map[peer.Route]int{}, problems: map[string]int{}}
	start := time.Now()
	l.setUpRooms(ctx)
	figures := l.summarize(time.Since(start))
	before := takeSample(l.calls)
	select {
	case <-time.After(time.Duration(l.Seconds) * time.Second):
	case <-ctx.Done():
	}
	figures.addTalk(before, takeSample(l.calls))
	l.endRooms()
	return figures, nil
}

func (l *loadRun) setUpRooms(ctx context.Context) {
	var rooms sync.WaitGroup
	places := make(chan struct{}, l.AtOnce)
	for range l.Rooms {
		places <- struct{}{}
		rooms.Go(func() {
			defer func() { <-places }()
			if err := l.fillRoom(ctx); err != nil {
				l.countProblem(cli.CodeOf(peertext.Explain(err)))
			}
		})
	}
	rooms.Wait()
}

// fillRoom fills one room person by person: each connects to all who are there before the next
// comes.
func (l *loadRun) fillRoom(ctx context.Context) error {
	link, err := l.NewLink()
	if err != nil {
		return err
	}
	if _, err := peer.Create(ctx, link, l.Peers, time.Hour); err != nil {
		return err
	}
	for i := range l.Peers {
		o := l.Options
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
		if err := l.awaitConnections(ctx, call, start, i); err != nil {
			return err
		}
		link = link.Guest()
	}
	return nil
}

// awaitConnections waits until a call is connected to this many others.
func (l *loadRun) awaitConnections(ctx context.Context, call *peer.Call, start time.Time,
	others int) error {
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
			l.countProblem("alarm")
		case peer.Over:
			return peertext.EndingProblem(e.Code)
		}
	}
	go func() { // events that nobody reads would pile up
		for {
			e, err := call.Next(context.Background())
			if err != nil {
				return
			}
			if e.Kind == peer.Alarm || e.Kind == peer.Reconnecting || e.Kind == peer.ServerLost {
				l.countProblem(string(e.Kind))
			}
		}
	}()
	return nil
}

func (l *loadRun) countProblem(code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.leaving {
		l.problems[code]++
	}
}

// endRooms ends every room; of the calls in a room, the first is its host's.
func (l *loadRun) endRooms() {
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
