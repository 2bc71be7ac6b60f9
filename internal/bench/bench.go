// Package bench finds out how many calls a machine carries: [Run] starts a server of its own on
// loopback, measures for some seconds what signalling and relaying take of it, and reckons from
// that. scripts/benchsignal and scripts/relaybench, which compare servers, load them with the same
// sockets and allocations.
package bench

import (
	"context"
	"os"
	"time"

	"einmal/internal/cli"
)

// The bounds of [Options.Duration]: the relay lets a trial go on for a minute.
const (
	ShortestDuration = 100 * time.Millisecond
	LongestDuration  = 30 * time.Second
)

// Options are what a run needs.
type Options struct {
	Program  string        // einmal, which is started as a server
	Duration time.Duration // of setting up calls, and of relaying
}

// Measured is what was measured, of the server's process alone.
type Measured struct {
	Seconds float64 `json:"seconds"` // of each measurement

	Calls           int     `json:"calls"` // that were set up
	SetUpMillis     float64 `json:"setUpMilliseconds"`
	SocketBytes     float64 `json:"socketBytes"`                // of memory, for each that waits
	WaitingMillis   float64 `json:"waitingMillisecondsAMinute"` // for each socket that waits
	AllocationBytes float64 `json:"allocationBytes"`

	Packets      int     `json:"packets"` // that were relayed
	PacketsLost  int     `json:"packetsLost"`
	PacketMicros float64 `json:"packetMicroseconds"`
}

// Run measures, and reckons. It takes some seconds more than twice the duration. Errors are for people.
func Run(ctx context.Context, o Options) (Report, error) {
	machine, err := thisMachine()
	if err != nil {
		return Report{}, cli.Problemf("not-available", "This needs what Linux says of processes "+
			"in /proc: %v.", err)
	}
	dir, err := os.MkdirTemp("", "einmal-bench-")
	if err != nil {
		return Report{}, cli.Problemf("directory-unusable", "There is no temporary directory: %v.",
			err)
	}
	defer os.RemoveAll(dir)
	s, err := startServer(ctx, o.Program, dir)
	if err != nil {
		return Report{}, err
	}
	defer s.stop()
	m := Measured{Seconds: o.Duration.Seconds()}
	// before the sockets leave memory behind that allocations would take
	err = s.measureRelay(ctx, o.Duration, &m)
	if err == nil {
		err = s.measureSignalling(ctx, o.Duration, &m)
	}
	switch {
	case ctx.Err() != nil:
		return Report{}, cli.Problemf("stopped", "Stopped before all was measured.")
	case err != nil:
		return Report{}, cli.Problemf("not-measured", "The measurement failed: %v.", err)
	}
	return Report{Machine: machine, Measured: m, Reckoned: reckon(machine, m)}, nil
}

// pause waits, and says why it was cut short.
func pause(ctx context.Context, length time.Duration) error {
	select {
	case <-time.After(length):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
