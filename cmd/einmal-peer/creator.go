package main

import (
	"os"

	"einmal/internal/peer"
)

// creatorFlag is for the commands that create rooms.
func creatorFlag(c *command) *string {
	return c.String("creator", "", "`FILE` with the creator link that servers ask for which are "+
		"not open to everybody; "+
		"a file, because arguments show up in the list of processes")
}

// byCreator adds what is in the file, if there is one, to a room's link.
func byCreator(link peer.Link, file string) (peer.Link, error) {
	if file == "" {
		return link, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return link, usage("-creator: %v.", err)
	}
	if link, err = link.ByCreator(string(text)); err != nil {
		return link, usage("-creator: the file %s has no creator link of this server in it.", file)
	}
	return link, nil
}
