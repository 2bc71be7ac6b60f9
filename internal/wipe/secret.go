//go:build goexperiment.runtimesecret

package wipe

import "runtime/secret"

// Do runs f and leaves nothing of what f had on the stack or in registers. Clearing by hand cannot
// reach the copies that hash functions and the runtime itself make.
func Do(f func()) { secret.Do(f) }

// Stack overwrites what calls that have returned left below on this goroutine's stack.
func Stack() { secret.Do(func() {}) }
