package main

import (
	"errors"
	"fmt"
	"time"

	"einmal/rooms"
)

// parseStorage says whether rooms are to be kept in memory: file systems that copy on write, and
// disks that move blocks, keep what a program overwrites.
func parseStorage(text string) (memory bool, err error) {
	if text != "disk" && text != "memory" {
		return false, usage("-storage wants disk or memory, not %q.", text)
	}
	return text == "memory", nil
}

func (c config) openRooms() (*rooms.Store, error) {
	if c.memory {
		store, err := rooms.OpenInMemory()
		if err != nil {
			return nil, problem{"memory-unusable", "Rooms cannot be kept in memory: " +
				err.Error() + "."}
		}
		store.LimitRooms(c.rooms)
		return store, nil
	}
	store, err := rooms.Open(c.data)
	if err != nil {
		return nil, storeProblem(c.data, err)
	}
	store.LimitRooms(c.rooms)
	now := time.Now()
	if c.clock {
		err = store.AcceptClock(now)
	} else if ahead, n := store.ClockLeap(now); n > 0 {
		err = problem{"clock-ahead", fmt.Sprintf("The clock of this machine is %d days ahead of "+
			"when the data in %s was last in use, and "+
			"%d rooms would be erased as expired. If the clock is right, start once with "+
			"-accept-clock.", ahead/(24*time.Hour), c.data, n)}
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// watchStore ends the server with its store: whoever runs it starts it again, and only a new
// process can open the file again.
func (n *node) watchStore(broken <-chan struct{}) {
	ended := make(chan struct{})
	n.closes = append(n.closes, func() error {
		close(ended)
		return nil
	})
	go func() {
		select {
		case <-broken:
			n.fail(problem{"store-broken", "The room store broke off while it was in use; the " +
				"server ends, so that it can be started again."})
		case <-ended:
		}
	}()
}

// storedIn says where rooms are, for announce.
func (c config) storedIn() string {
	if c.memory {
		return "in memory: rooms end with this process"
	}
	return c.data
}
