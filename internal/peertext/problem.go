package peertext

import (
	"errors"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
)

// endings says why a call was refused or ended, by code.
var endings = map[string]string{
	"denied":            "The host did not let you in.",
	"removed":           "The host took you out of the call.",
	"replaced":          "The server says that you have entered this call somewhere else.",
	"room-gone":         "This room is over, or there never was one.",
	"ended-by-operator": "The operator of the server has ended this call, and the room is erased.",
	"too-long":          "This server keeps no room for so long.",
	"room-exists":       "This room was created already.",
	"lobby-full":        "Too many people are waiting for this room.",
	"create-forbidden":  "This server does not let you create rooms.",
	"server-full":       "This server can hold no more rooms at the moment; try again later.",
	"bad-origin":        "The server answers under another address than the one given.",
	"too-many":          "The server gets too many connections from here; try again later.",
	"bad-server":        "The server does not speak this version of the protocol.",
}

// Explain turns any error into a [cli.Problem]. Its code may come from the server, so it is made
// printable.
func Explain(err error) error {
	var p cli.Problem
	var refused peer.ServerError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
	case errors.Is(err, links.ErrIncomplete):
		p = cli.Problem{Code: "link-incomplete",
			Sentence: "The end of the link is missing; copy all of it, up to its last letter."}
	case errors.Is(err, links.ErrUnknown):
		p = cli.Problem{Code: "link-unknown",
			Sentence: "This is no link of a room, or it is damaged; copy all of it again."}
	case errors.Is(err, links.ErrSeveral):
		p = cli.Problem{Code: "link-several",
			Sentence: "There are several links in this text; give one of them."}
	case errors.As(err, &refused):
		p = EndingProblem(refused.Code)
	default:
		p = cli.Problem{Code: "failed", Sentence: err.Error() + "."}
	}
	p.Code, p.Sentence = Printable(p.Code), Printable(p.Sentence)
	return p
}

// ErrorSentence gives only the sentence of [Explain].
func ErrorSentence(err error) string {
	var p cli.Problem
	errors.As(Explain(err), &p)
	return p.Sentence
}

// EndingProblem explains the code with which a call ended or the server refused.
func EndingProblem(code string) cli.Problem {
	if sentence, ok := endings[code]; ok {
		return cli.Problem{Code: code, Sentence: sentence}
	}
	return cli.Problem{Code: code, Sentence: "The server ended it."}
}

// OverError is EndingProblem for the end of a call; nil if that was intended.
func OverError(code string) error {
	if code == "ended" || code == "left" {
		return nil
	}
	return EndingProblem(code)
}
