//go:build !goexperiment.runtimesecret

package turnserver

// wipeStack does nothing without GOEXPERIMENT=runtimesecret, which the Makefile's builds have.
func wipeStack() {}
