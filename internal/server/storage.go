package server

import (
	"errors"
	"time"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/rooms"
)

func openRooms(c config.Config) (*rooms.Store, error) {
	if c.InMemory {
		store, err := rooms.OpenInMemory()
		if err != nil {
			return nil, cli.Problemf("memory-unusable", "Rooms cannot be kept in memory: %v.",
				err)
		}
		store.LimitRooms(c.MaxRooms)
		store.LimitBoxes(c.MaxBoxes)
		return store, nil
	}
	store, err := rooms.Open(c.DataDir)
	if err != nil {
		return nil, config.DataProblem(c.DataDir, err)
	}
	store.LimitRooms(c.MaxRooms)
	store.LimitBoxes(c.MaxBoxes)
	now := time.Now()
	if c.ClockIsRight {
		err = store.AcceptClock(now)
	} else if ahead, n := store.ClockLeap(now); n > 0 {
		err = cli.Problemf("clock-ahead", "The clock of this machine is %d days ahead of when the "+
			"data in %s was last in use, and %d rooms would be erased as expired. If the clock is "+
			"right, start once with -accept-clock.", ahead/(24*time.Hour), c.DataDir, n)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// endWithStore ends the server with its store: whoever runs it starts it again, and only a new
// process can open the file again.
func (s *Server) endWithStore(broken <-chan struct{}) {
	ended := make(chan struct{})
	s.closers = append(s.closers, func() error {
		close(ended)
		return nil
	})
	go func() {
		select {
		case <-broken:
			s.endWithError(cli.Problemf("store-broken", "The room store broke off while it was in "+
				"use; the server ends, so that it can be started again."))
		case <-ended:
		}
	}()
}
