package peertext

import (
	"fmt"

	"einmal/internal/peer"
)

// fileSentence says what became of a file that goes to or comes from somebody.
func fileSentence(name string, e peer.Event) string {
	file := Printable(e.File.Name)
	switch {
	case e.Kind == peer.Received:
		return fmt.Sprintf("The file from %s has arrived: %s.", name, Printable(e.File.Saved))
	case e.Kind == peer.Delivered:
		return fmt.Sprintf("%s has the file %s.", name, file)
	case e.Kind == peer.NotSent:
		return fmt.Sprintf("The file %s, to or from %s, was not transferred: %s.", file, name,
			fileEnds[e.Code])
	case e.Code == "declined":
		return fmt.Sprintf("%s offered the file %s; it was declined, because there is no place "+
			"for it (-files).", name, file)
	}
	return fmt.Sprintf("%s sends the file %s, %d bytes.", name, file, e.File.Size)
}

// fileEnds says why a file was not transferred, by code.
var fileEnds = map[string]string{
	"declined":   "it was declined",
	"withdrawn":  "it was withdrawn",
	"cut-off":    "the connection ended too early",
	"damaged":    "it is not what was announced, and was deleted",
	"disk":       "it cannot be saved here",
	"unreadable": "it can no longer be read",
	"too-many":   "too many files are being transferred already",
}
