// Package lazyregexp compiles regular expressions when they are first used. A program has them all
// compiled before main otherwise, whatever it was started for: that was a millisecond of a server's
// start.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New gives an expression (package regexp) to whoever asks for it. It panics then if it is none.
//
// It is not inlined, since its closures would be compiled once more for each expression.
//
//go:noinline
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
