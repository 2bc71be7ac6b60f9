//go:build goexperiment.runtimesecret

package signal

import "runtime/secret"

// discreetly runs f, which handles a room id, and leaves nothing of what f had on the stack or in registers; what it had on
// the heap is overwritten when the garbage collector frees it. Clearing by hand cannot reach the copies that the hash
// functions and the runtime itself make.
func discreetly(f func()) { secret.Do(f) }

// wipeStack overwrites what calls that have returned left below on this goroutine's stack.
func wipeStack() { secret.Do(func() {}) }
