// Package wipe keeps what a function handled from staying behind on the stack, and in timers
// that were stopped. Any package may use it, like one of the standard library; it knows nothing of
// anybody.
//
// What it does about stacks stands on runtime/secret, which builds with GOEXPERIMENT=runtimesecret
// have on linux/amd64 and linux/arm64: those of the Makefile. Elsewhere that does nothing, and what
// a call leaves on a stack stays there until it is used again.
package wipe
