// Package discreet keeps what a function handled from staying behind on the stack. Any package may use it, like one of the
// standard library; it knows nothing of anybody.
//
// It stands on runtime/secret, which builds with GOEXPERIMENT=runtimesecret have on linux/amd64 and linux/arm64: those of the
// Makefile. Elsewhere it does nothing, and what a call leaves on a stack stays there until that is used again.
package discreet
