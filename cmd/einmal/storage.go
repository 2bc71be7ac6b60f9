package main

import "einmal/rooms"

// parseStorage says whether rooms are to be kept in memory: file systems that copy on write, and disks that move blocks,
// keep what a program overwrites.
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
			return nil, problem{"memory-unusable", "Rooms cannot be kept in memory: " + err.Error() + "."}
		}
		return store, nil
	}
	store, err := rooms.Open(c.data)
	if err != nil {
		return nil, storeProblem(c.data, err)
	}
	return store, nil
}

// storedIn says where rooms are, for announce.
func (c config) storedIn() string {
	if c.memory {
		return "in memory: rooms end with this process"
	}
	return c.data
}
