package main

import (
	"fmt"
	"strings"

	"einmal/internal/peer"
)

// safety prints the safety code of each member, or that there is none yet.
func (o *output) safety(members []peer.Safety) error {
	for _, m := range members {
		if o.asJSON {
			if err := o.object(peer.Event{Kind: peer.Safe, SID: m.SID, Name: m.Name,
				Safety: m.Code}); err != nil {
				return err
			}
		} else if err := o.line("%s", safetySentence(m)); err != nil {
			return err
		}
	}
	if len(members) == 0 {
		return peer.ErrNotNow
	}
	return nil
}

func safetySentence(m peer.Safety) string {
	name := printable(m.Name)
	if name == "" {
		name = "Somebody"
	}
	if m.Code == nil {
		return "There is no safety code with " + name + " yet; until there is, the connection is " +
			"not checked."
	}
	var words []string
	for i, picture := range m.Code.Emoji {
		words = append(words, picture+" "+m.Code.Names[i])
	}
	return fmt.Sprintf("The safety code with %s: %s, %s %s. Read it aloud to each other: if it "+
		"is the same, it is as good as certain that nobody is in between.",
		name, strings.Join(words, ", "), m.Code.Digits[:3], m.Code.Digits[3:])
}
