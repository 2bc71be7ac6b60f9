package main

import (
	"errors"

	"einmal/internal/links"
	"einmal/internal/peer"
)

// endings are the ways in which a call ends other than by leaving: the code and what it means to
// people.
var endings = map[string]string{
	"denied":           "The host did not let you in.",
	"removed":          "The host took you out of the call.",
	"replaced":         "The server says that you have entered this call somewhere else.",
	"room-gone":        "This room is over, or there never was one.",
	"room-exists":      "This room was created already.",
	"lobby-full":       "Too many people wait for this room.",
	"create-forbidden": "This server does not let you create rooms.",
	"server-full":      "This server has no place for another room at the moment; try again later.",
	"bad-origin":       "The server answers under another address than the one given.",
	"too-many":         "The server gets too many connections from here; try again later.",
	"bad-server":       "The server does not speak this version of the protocol.",
}

// explain turns any error into one for people.
func explain(err error) problem {
	var p problem
	var refused peer.ServerError
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, links.ErrIncomplete):
		return problem{"link-incomplete", "The end of the link is missing; copy all of it, up to " +
			"its last letter."}
	case errors.Is(err, links.ErrUnknown):
		return problem{"link-unknown", "This is no link of a room, or it is damaged; copy all of " +
			"it again."}
	case errors.Is(err, links.ErrSeveral):
		return problem{"link-several", "There are several links in this text; give one of them."}
	case errors.As(err, &refused):
		return endingProblem(refused.Code)
	}
	return problem{"failed", err.Error() + "."}
}

func endingProblem(code string) problem {
	if sentence, ok := endings[code]; ok {
		return problem{code, sentence}
	}
	return problem{code, "The server ended it."}
}

// overError gives the error that the end of a call stands for, or nil.
func overError(code string) error {
	if code == "ended" || code == "left" {
		return nil
	}
	return endingProblem(code)
}
