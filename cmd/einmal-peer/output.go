package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"

	"einmal/internal/peer"
)

// output prints what happens, for people or as JSON. It is safe for concurrent use, and writes
// whole lines.
type output struct {
	mu     sync.Mutex
	w      io.Writer
	asJSON bool
}

// links prints what a host is there for.
func (o *output) links(l peer.Link) error {
	if o.asJSON {
		return o.object(struct {
			Event string `json:"event"`
			Guest string `json:"guest"`
			Host  string `json:"host"`
		}{"link", l.Guest().String(), l.String()})
	}
	return o.line("For guests:                    %s\nFor the host, never to be mailed: %s",
		l.Guest(), l)
}

func (o *output) event(e peer.Event) error {
	if o.asJSON {
		return o.object(e)
	}
	if text := sentence(e); text != "" {
		return o.line("%s", text)
	}
	return nil
}

func (o *output) object(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return o.line("%s", escaped(string(text)))
}

// line writes what may have come from others, in part: no character of it does anything to a
// terminal.
func (o *output) line(format string, args ...any) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var clean []string
	for _, line := range strings.Split(fmt.Sprintf(format, args...), "\n") {
		clean = append(clean, printable(line))
	}
	_, err := io.WriteString(o.w, strings.Join(clean, "\n")+"\n")
	return err
}

// sentence says an event to people; empty if there is nothing to say.
func sentence(e peer.Event) string {
	name := printable(e.Name)
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
		return fmt.Sprintf("%s knocks (%s).", name, e.SID)
	case peer.Admitted:
		return name + " was let in."
	case peer.Joined:
		return "You are in the call."
	case peer.Met:
		if e.Topic != "" {
			return fmt.Sprintf("%s is here. The call is about: %s", name, printable(e.Topic))
		}
		return name + " is here."
	case peer.Connected:
		return fmt.Sprintf("%s is connected, %s.", name, routes[e.Route])
	case peer.Reconnecting:
		return "The way to " + name + " broke; looking for another."
	case peer.Unchecked:
		return name + "'s part of the safety code has not come for ten seconds. This connection " +
			"is not checked."
	case peer.Said:
		return name + ": " + printable(e.Text)
	case peer.Noted:
		return "The host writes: " + printable(e.Text)
	case peer.Offered, peer.Received, peer.Delivered, peer.NotSent:
		return fileSentence(name, e)
	case peer.Full:
		return "No seat is free at the moment."
	case peer.Locked:
		return "The host lets nobody knock at the moment."
	case peer.Gone:
		return name + " is gone."
	case peer.Alarm:
		return "ALARM: somebody tampered with the way to " + name + ", or the program there " +
			"breaks the rules; it was cut (" + printable(e.Code) + ")."
	case peer.Problem:
		return "There is a problem: " + printable(e.Code) + "."
	case peer.Watched:
		if e.Text == "" {
			return "The server no longer writes down more than usual."
		}
		return "The operator looks for a fault, and the server writes down more than usual: " +
			printable(e.Text)
	case peer.Known:
		return string(e.Knows)
	case peer.ServerLost:
		if e.Code == "too-many" {
			return "The server gets too many connections from here; it is tried again, and who " +
				"is connected directly stays so."
		}
		return "The server is not reached; who is connected directly stays so."
	case peer.ServerBack:
		return "The server is back."
	case peer.Over:
		return "The call is over."
	}
	return ""
}

var routes = map[peer.Route]string{
	peer.Direct:   "directly",
	peer.RelayUDP: "through the relay over UDP",
	peer.RelayTCP: "through the relay over TCP",
	peer.RelayTLS: "through the relay over TLS",
	"":            "by an unknown way",
}

// printable takes out what would move the cursor or colour the terminal: others have written it.
func printable(text string) string {
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

// escaped is the same JSON without a character that printable takes out; such ones stand in strings
// only.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}
