// Package anew has the server's process start over, with freed memory being overwritten. cmd/einmal
// imports it; whoever else did would start over as well.
//
// Go initializes packages by their dependencies (Go specification, package initialization). This
// one depends on nothing but syscall, so that it comes before nearly all others: what they would
// have done until main is not done twice.
package anew

// Err says why the process did not start over though a server should; nil if it did, or need not.
var Err = startOver()
