package cli

import (
	"errors"
	"fmt"
	"io"
)

// Problem is an error for people: a stable code, on which scripts may rely, and a sentence.
type Problem struct {
	Code     string
	Sentence string
	Misuse   bool // the command was called wrongly, which is exit status 2
}

func (p Problem) Error() string { return p.Code + ": " + p.Sentence }

// Problemf gives a [Problem] whose sentence is formatted.
func Problemf(code, format string, args ...any) error {
	return Problem{Code: code, Sentence: fmt.Sprintf(format, args...)}
}

// Misusef gives the [Problem] of somebody who has called a command wrongly.
func Misusef(code, format string, args ...any) error {
	return Problem{Code: code, Sentence: fmt.Sprintf(format, args...), Misuse: true}
}

// Usage is [Misusef] with the code that most of these have.
func Usage(format string, args ...any) error { return Misusef("usage", format, args...) }

// CodeOf gives the code of the [Problem] that err is or wraps, or nothing.
func CodeOf(err error) string {
	var p Problem
	errors.As(err, &p)
	return p.Code
}

// Report writes what went wrong in one line and returns the exit status.
func Report(w io.Writer, program string, err error) int {
	if err == nil {
		return 0
	}
	var p Problem
	if !errors.As(err, &p) {
		p = Problem{Code: "internal", Sentence: err.Error()}
	}
	fmt.Fprintf(w, "%s: %v\n", program, p)
	if p.Misuse {
		return 2
	}
	return 1
}
