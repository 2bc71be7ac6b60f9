package server

import (
	"log/slog"
	"net/netip"

	"einmal/internal/gate"
)

// File descriptors are what runs out first. Some are kept back for what is no connection of a
// client: the sockets of the server itself, the store, the counts and the control socket.
const (
	kept = 64
	// connections, however many descriptors there are: some 20 KB of memory each
	mostOpen = 32 << 10
	// of these that have said nothing of use yet, or nothing for the moment; with TLS some 40 KB
	// each
	mostLoose  = 2048
	mostCounts = 8 // connections of those who read the counts
)

// usualDescriptors is the least that systems usually allow.
const usualDescriptors = 256

// newGate counts the connections of clients.
func newGate(proxy netip.Prefix, log *slog.Logger) *gate.Gate {
	most := MostConnections(descriptors())
	return gate.New(gate.Config{Most: most, MostLoose: min(most, mostLoose), Exempt: proxy,
		Log: log})
}

// MostConnections is how many connections of clients a server accepts that may have so many files
// open.
func MostConnections(descriptors int) int { return max(min(descriptors-kept, mostOpen), 1) }
