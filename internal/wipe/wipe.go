// Package wipe removes what calls leave behind in memory: on stacks, in timers that were stopped,
// and on the heap ([Scrubber]). Any package may use it, like one of the standard library.
//
// Stacks are wiped by runtime/secret, which builds with GOEXPERIMENT=runtimesecret have on
// linux/amd64 and linux/arm64; those of the Makefile do. In other builds, what a call leaves on a
// stack stays there until the stack is used again.
package wipe
