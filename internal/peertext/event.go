// Package peertext puts what happens in a call into sentences for people at a terminal.
package peertext

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"einmal/internal/peer"
)

// EventSentence gives an event in words; empty if there is nothing to say.
func EventSentence(e peer.Event) string {
	name := Printable(e.Name)
	if name == "" {
		name = "Somebody"
	}
	switch e.Kind {
	case peer.Waiting:
		if e.SID == "" {
			return "Waiting. The host is not connected at the moment."
		}
		return "Knocking. The host decides who comes in."
	case peer.Knocked:
		if e.Phone {
			return fmt.Sprintf("%s knocks by phone, not encrypted to the end (%s).", name, e.SID)
		}
		return fmt.Sprintf("%s knocks (%s).", name, e.SID)
	case peer.Admitted:
		if e.Code != "" {
			return name + " came back."
		}
		return name + " was let in."
	case peer.Joined:
		return "You are in the call."
	case peer.Met:
		if e.Topic != "" {
			return fmt.Sprintf("%s is here. The call is about: %s", name, Printable(e.Topic))
		}
		return name + " is here."
	case peer.Connected:
		return fmt.Sprintf("%s is connected, %s.", name, RouteNames[e.Route])
	case peer.Reconnecting:
		return "The connection to " + name + " broke; trying to reconnect."
	case peer.Unchecked:
		return name + "'s part of the safety code has not come for ten seconds. This connection " +
			"is not checked."
	case peer.Notes:
		return fmt.Sprintf("Notes, as %s has them:\n%s", name, e.Text)
	case peer.Said:
		return name + ": " + Printable(e.Text)
	case peer.Polled:
		return PollSentence(*e.Poll)
	case peer.Questioned:
		return QuestionSentence(*e.Question) + " /questions shows all."
	case peer.RecordingAsked:
		return askedSentence(name, e)
	case peer.Recording:
		return recordingSentence(name, e.Code)
	case peer.RecordingOver:
		return "No recording by " + name + " any more (" + Printable(e.Code) + ")."
	case peer.Grouped:
		switch {
		case e.Code == "over":
			return "All are together again."
		case e.Text == "":
			return "There are groups. You are in the main room."
		}
		return "You are in the group " + Printable(e.Text) + "."
	case peer.Told:
		return name + " says to all: " + Printable(e.Text)
	case peer.RecordAnswered:
		return answerSentences[e.Code](name)
	case peer.RecordingBegan:
		return "RECORDING: you record this call. /stop ends it."
	case peer.RecordingEnded:
		return ownEndSentences[e.Code]
	case peer.Hosts:
		return name + " is the host now."
	case peer.Noted:
		return "The host writes: " + Printable(e.Text)
	case peer.Offered, peer.Received, peer.Delivered, peer.NotSent:
		return fileSentence(name, e)
	case peer.Full:
		return "No seat is free at the moment."
	case peer.Locked:
		return "The host lets nobody knock at the moment."
	case peer.Gone:
		return name + " is gone."
	case peer.Alarm:
		return "ALARM: somebody tampered with the connection to " + name + ", or the program " +
			"there breaks the rules; it was cut (" + Printable(e.Code) + ")."
	case peer.Problem:
		return "There is a problem: " + Printable(e.Code) + "."
	case peer.Watched:
		if e.Text == "" {
			return "The server no longer writes down more than usual."
		}
		return "The operator is looking for a fault, and the server writes down more than usual: " +
			Printable(e.Text)
	case peer.Arranged:
		if e.When == 0 {
			return "There is no appointment any more."
		}
		return "The appointment is at " +
			time.Unix(e.When, 0).Format("15:04 on Monday, 2 January 2006 (UTC-07:00)") + "."
	case peer.Known:
		return string(e.Knows)
	case peer.ServerLost:
		if e.Code == "too-many" {
			return "The server gets too many connections from here, and is tried again later; " +
				"those who are connected directly stay connected."
		}
		if e.Code == "room-gone" || e.Code == "ended-by-operator" {
			return endings[e.Code] + " Those who are connected directly stay connected; nobody " +
				"else can come in."
		}
		return "The server cannot be reached; those who are connected directly stay connected."
	case peer.ServerBack:
		return "The server is back."
	case peer.Over:
		return "The call is over."
	}
	return ""
}

// RouteNames says by which route two people are connected.
var RouteNames = map[peer.Route]string{
	peer.Direct:   "directly",
	peer.RelayUDP: "through the relay over UDP",
	peer.RelayTCP: "through the relay over TCP",
	peer.RelayTLS: "through the relay over TLS",
	"":            "by an unknown route",
}

// Printable drops whatever would control the terminal, such as a cursor or a colour: others wrote
// it.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
}
