package main

import (
	"flag"
	"os"

	"einmal/internal/cli"
	"einmal/internal/peer"
)

// addCreatorFlag is for the commands that create rooms.
func addCreatorFlag(set *flag.FlagSet) *string {
	return set.String("creator", "",
		"create rooms with the creator link in this `FILE`; everybody can see arguments")
}

// withCreator adds what is in the file, if there is one, to a room's link.
func withCreator(link peer.Link, file string) (peer.Link, error) {
	if file == "" {
		return link, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return link, cli.Usage("-creator: %v.", err)
	}
	if link, err = link.ByCreator(string(text)); err != nil {
		return link, cli.Usage("-creator: the file %s has no creator link of this server in it.",
			file)
	}
	return link, nil
}
