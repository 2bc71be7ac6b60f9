//go:build !goexperiment.runtimesecret

package signal

// discreetly runs f. Built without GOEXPERIMENT=runtimesecret the program clears its own buffers, but copies of a room id
// may stay in freed memory until that is used again.
func discreetly(f func()) { f() }

// wipeStack does nothing without GOEXPERIMENT=runtimesecret, which the Makefile's builds have.
func wipeStack() {}
