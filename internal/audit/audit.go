// Package audit shows whether a server forgets. It holds calls on it, ends them, and searches the
// server's data, logs and memory for what is left of them (docs/erasure.md).
package audit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"einmal/internal/links"
	"einmal/internal/residue"
)

// memoryPatience is how long the server's memory may still hold traces of a call that has ended
// (docs/erasure.md).
const memoryPatience = 30 * time.Second

// Config is what an audit needs.
type Config struct {
	// NewLink gives the link of a new room on the server.
	NewLink func() (links.Link, error)
	Places  Places
	Rounds  int // each with one call per route
}

// Run holds calls on a running server and looks for what is left of them.
func Run(ctx context.Context, c Config) (Report, error) {
	a := newAudit(c)
	calls, err := a.holdCalls(ctx)
	if err != nil {
		return a.report, err
	}
	err = a.searchAfterEnd(ctx, calls)
	return a.report, err
}

type audit struct {
	Config
	patience time.Duration // from the end of the calls to the last look
	report   Report
}

func newAudit(c Config) *audit { return &audit{Config: c, patience: memoryPatience} }

// holdCalls starts all calls of all rounds, which then go on at the same time. Unless it fails,
// searchAfterEnd must follow.
func (a *audit) holdCalls(ctx context.Context) ([]*heldCall, error) {
	var calls []*heldCall
	for range a.Rounds {
		for _, route := range routesOfRound {
			call, err := holdCall(ctx, a.NewLink, route)
			if err != nil {
				hangUpAll(calls)
				return nil, fmt.Errorf("hold a call: %w", err)
			}
			calls = append(calls, call)
			a.report.Calls = append(a.report.Calls, string(call.route))
		}
	}
	return calls, nil
}

// searchAfterEnd ends the calls and searches for what is left of them.
func (a *audit) searchAfterEnd(ctx context.Context, calls []*heldCall) error {
	defer func() { hangUpAll(calls) }()
	markers := a.markersOf(calls)
	a.report.countMarkers(markers, a.patience)
	if err := a.checkControls(markers); err != nil {
		return err
	}
	if err := endAll(calls); err != nil {
		return err
	}
	calls = nil
	return a.searchUntilClean(ctx, residue.NewSearch(markers))
}

// markersOf gives everything that could be left of the calls.
func (a *audit) markersOf(calls []*heldCall) (all []residue.Marker) {
	for _, c := range calls {
		all = append(all, c.markers()...)
	}
	return append(all, a.Places.roomKeys(calls)...)
}

func endAll(calls []*heldCall) error {
	for _, c := range calls {
		if err := c.endCall(); err != nil {
			return err
		}
	}
	return nil
}

func hangUpAll(calls []*heldCall) {
	for _, c := range calls {
		c.leaveAndEnd()
	}
}

// checkControls shows, while the calls run, that the search finds what is there.
func (a *audit) checkControls(markers []residue.Marker) error {
	during, err := a.Places.searchPlaces(residue.NewSearch(markers))
	if err != nil {
		return err
	}
	a.report.addControl("room ids in the server's memory during the calls", during.memory.Finds,
		markerRoom)
	if a.Places.serverKey != nil {
		a.report.addControl("the rooms' keys in the data directory during the calls",
			during.data.Finds, markerKey)
		if slices.ContainsFunc(markers, func(m residue.Marker) bool { return m.Name == markerPiece }) {
			a.report.addControl("pieces of what was left, in the data directory during the calls",
				during.data.Finds, markerPiece)
		}
	}
	planted, finds, err := a.Places.plantMark()
	if err != nil {
		return err
	}
	a.report.addControl("a mark that was put into a file", finds, planted)
	return nil
}

// searchUntilClean searches again and again until nothing is found or patience ends.
func (a *audit) searchUntilClean(ctx context.Context, s *residue.Search) error {
	start := time.Now()
	for {
		after, err := a.Places.searchPlaces(s)
		if err != nil {
			return err
		}
		elapsed := time.Since(start)
		a.report.addSightings(after, elapsed)
		if a.report.Clean || elapsed >= a.patience {
			return nil
		}
		select {
		case <-time.After(min(time.Second, a.patience-elapsed)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
