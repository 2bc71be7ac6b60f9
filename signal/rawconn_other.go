//go:build !unix

package signal

// writeSocket takes nothing, which has it written in the usual way.
func writeSocket(uintptr, []byte) int { return 0 }
