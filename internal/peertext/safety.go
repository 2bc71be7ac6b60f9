package peertext

import (
	"fmt"
	"strings"

	"einmal/internal/peer"
)

// SafetySentence gives the safety code of a member, to be read aloud.
func SafetySentence(m peer.Safety) string {
	name := Printable(m.Name)
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
		"is the same, it is practically certain that nobody is in between.",
		name, strings.Join(words, ", "), m.Code.Digits[:3], m.Code.Digits[3:])
}
