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
	"einmal/internal/peertext"
)

// output prints what happens, in sentences or as JSON. It is safe for concurrent use and writes
// whole lines.
type output struct {
	mu     sync.Mutex
	w      io.Writer
	asJSON bool
	// recorders has a sentence for each who records at this moment, by sid.
	recorders map[string]string
}

// printLinks prints the links of a host's new room.
func (o *output) printLinks(l peer.Link) error {
	if o.asJSON {
		return o.printObject(struct {
			Event string `json:"event"`
			Guest string `json:"guest"`
			Host  string `json:"host"`
		}{"link", l.Guest().String(), l.String()})
	}
	return o.printLine("For guests:                    %s\nFor the host, never to be mailed: %s",
		l.Guest(), l)
}

func (o *output) printEvent(e peer.Event) error {
	if o.asJSON {
		return o.printObject(e)
	}
	text := peertext.EventSentence(e)
	o.noteRecorder(e, text)
	if text != "" {
		return o.printLine("%s", text)
	}
	return nil
}

func (o *output) printObject(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return o.printLine("%s", escapeJSON(string(text)))
}

// printLine writes text that may come from others: no character of it controls the terminal.
func (o *output) printLine(format string, args ...any) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var clean []string
	for _, line := range strings.Split(fmt.Sprintf(format, args...), "\n") {
		clean = append(clean, peertext.Printable(line))
	}
	if len(o.recorders) > 0 {
		clean[0] = recordingMark + clean[0]
	}
	_, err := io.WriteString(o.w, strings.Join(clean, "\n")+"\n")
	return err
}

// escapeJSON escapes what printLine would drop. In JSON, such characters stand in strings only.
func escapeJSON(text string) string {
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

// printSafety prints the safety code of each member, or that there is none yet.
func (o *output) printSafety(members []peer.Safety) error {
	for _, m := range members {
		if o.asJSON {
			if err := o.printObject(peer.Event{Kind: peer.Safe, SID: m.SID, Name: m.Name,
				Safety: m.Code}); err != nil {
				return err
			}
		} else if err := o.printLine("%s", peertext.SafetySentence(m)); err != nil {
			return err
		}
	}
	if len(members) == 0 {
		return peer.ErrNotNow
	}
	return nil
}

// printFailure says that something typed had no effect.
func (o *output) printFailure(err error) {
	if o.asJSON {
		o.printObject(peer.Event{Kind: peer.Problem, Code: "not-done", Text: err.Error()})
	} else {
		o.printLine("Not done: %v.", err)
	}
}
