// Package protocol holds the messages of the signalling protocol (docs/protocol.md, 1, 3 and 5):
// their types, a decoder that takes nothing but them, the error codes, and the byte strings that
// are signed. It knows nothing of sockets or rooms, so the server and the programs that speak to it
// use the same one.
package protocol
