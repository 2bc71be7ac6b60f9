package peertext

import "einmal/internal/peer"

// askedSentence says that somebody wants to record, and what is answered from here.
func askedSentence(name string, e peer.Event) string {
	text := name + " wants to record."
	if e.Text != "" {
		text = name + " wants to record, for: " + Printable(e.Text) + "."
	}
	if e.Code == "" {
		return text + " Type /agree, /agree-without-picture or /refuse. Without an answer of yours " +
			"nothing of you is recorded."
	}
	return text + " The answer from here: " + Printable(e.Code) + "."
}

// recordingSentence says that somebody records; code is our answer.
func recordingSentence(name, code string) string {
	switch code {
	case "yes":
		return "RECORDING: " + name + " records this call. /withdraw takes your yes back."
	case "yes-without-picture":
		return "RECORDING: " + name + " records this call, without your picture. /withdraw takes " +
			"your yes back."
	}
	return "RECORDING: " + name + " records this call, and gets neither your picture nor your " +
		"sound."
}

// answerSentences say what somebody answers to our asking.
var answerSentences = map[string]func(name string) string{
	"yes":                 func(name string) string { return name + " agrees to be recorded." },
	"yes-without-picture": func(name string) string { return name + " agrees, without a picture." },
	"no":                  func(name string) string { return name + " does not agree to be recorded." },
}

// ownEndSentences say how our recording has ended.
var ownEndSentences = map[string]string{
	"stopped":   "The recording is over.",
	"refused":   "Not everybody agrees. Nothing is recorded.",
	"withdrawn": "Somebody has taken their yes back. The recording is over.",
	"failed":    "The recording cannot be written any further. It is over.",
}
