// Package reexec restarts the server's process, so that the runtime overwrites freed memory. Only
// cmd/einmal imports it; whoever else did would restart as well.
//
// Go initializes packages by their dependencies (Go specification, package initialization). This
// one depends on nothing but syscall, so that it comes before nearly all others: what they would
// have done until main is not done twice.
package reexec

// Err says why the process did not restart though a server should; nil if it did, or need not.
var Err = restart()
