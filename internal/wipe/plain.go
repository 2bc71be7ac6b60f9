//go:build !goexperiment.runtimesecret

package wipe

// Do runs f.
func Do(f func()) { f() }

// Stack does nothing.
func Stack() {}
