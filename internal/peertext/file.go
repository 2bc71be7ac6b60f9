package peertext

import (
	"fmt"

	"einmal/internal/peer"
)

// fileSentence says to people what became of a file that goes to or comes from somebody.
func fileSentence(name string, e peer.Event) string {
	file := Printable(e.File.Name)
	switch {
	case e.Kind == peer.Received:
		return fmt.Sprintf("The file from %s is there: %s.", name, Printable(e.File.Saved))
	case e.Kind == peer.Delivered:
		return fmt.Sprintf("%s has the file %s.", name, file)
	case e.Kind == peer.NotSent:
		return fmt.Sprintf("The file %s, to or from %s, came to nothing: %s.", file, name,
			fileEnds[e.Code])
	case e.Code == "declined":
		return fmt.Sprintf("%s offered the file %s; it was declined, because there is no place "+
			"for it (-files).", name, file)
	}
	return fmt.Sprintf("%s sends the file %s, %d bytes.", name, file, e.File.Size)
}

// fileEnds are the ways in which a file comes to nothing.
var fileEnds = map[string]string{
	"declined":   "it was not taken",
	"withdrawn":  "it was taken back",
	"cut-off":    "the connection ended before it was whole",
	"damaged":    "it is not what was announced, and was thrown away",
	"disk":       "it cannot be saved here",
	"unreadable": "it cannot be read any more",
	"too-many":   "too many files are under way already",
}
