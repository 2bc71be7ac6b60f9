package turnserver

import (
	"cmp"
	"errors"
)

// Quotas limit what a peer, a room, a source address and all together may have. A field that is 0
// means its default. An allocation that its client does not use gives way to a new one of the same
// peer.
type Quotas struct {
	Peer, Room, Source, Total int // allocations at a time
	// bytes a second that a room may have relayed, headers included
	Bandwidth      int64
	TotalBandwidth int64 // the same for all rooms
	// bytes that all rooms may have relayed in a day, each at most a tenth of them; 0 is no limit
	Traffic int64
}

// The defaults. A browser makes an allocation per peer connection, network address and server URL,
// and keeps it: 5 others, 3 URLs (UDP, TCP, TLS) and a machine with 16 addresses (VPN, containers,
// IPv6) make 240, all of them new when everybody joins at once. When credentials are renewed, as
// many are made again beside the old ones, which give way only after they have been unused for a
// while: that makes 512. Six people may do so at once, so that nobody in a room can take another's
// place. An office behind one address may have a thousand, and it takes eight sources to fill the
// relay. 8,192 allocations take about 150 MB, and leave seven of eight virtual ports free, so that
// picking one at random is quick. Six people who send each other 2.5 Mbit/s of video make 90 Mbit/s
// with sound and headers; 100 leave some for a file. Ten such rooms fill the link that most servers
// have.
const (
	defaultPeer      = 512
	defaultRoom      = 6 * defaultPeer
	defaultSource    = 1024
	defaultTotal     = 8192
	defaultBandwidth = 100_000_000 / 8
	defaultTotalRate = 10 * defaultBandwidth
)

// MostAllocations is the highest Quotas.Total: beyond it free virtual ports would be hard to find.
const MostAllocations = 50_000

var errQuotas = errors.New("turnserver: a quota is out of bounds")

// DefaultQuotas are what New takes for fields that are 0.
func DefaultQuotas() Quotas {
	return Quotas{Peer: defaultPeer, Room: defaultRoom, Source: defaultSource, Total: defaultTotal,
		Bandwidth: defaultBandwidth, TotalBandwidth: defaultTotalRate}
}

// complete fills in the defaults.
func (q Quotas) complete() (Quotas, error) {
	usual := DefaultQuotas()
	q = Quotas{
		Peer: cmp.Or(q.Peer, usual.Peer), Room: cmp.Or(q.Room, usual.Room),
		Source: cmp.Or(q.Source, usual.Source),
		Total:  cmp.Or(q.Total, usual.Total), Bandwidth: cmp.Or(q.Bandwidth, usual.Bandwidth),
		TotalBandwidth: cmp.Or(q.TotalBandwidth, usual.TotalBandwidth), Traffic: q.Traffic,
	}
	if min(q.Peer, q.Room, q.Source, q.Total) < 0 || q.Total > MostAllocations ||
		min(q.Bandwidth, q.TotalBandwidth, q.Traffic) < 0 {
		return q, errQuotas
	}
	return q, nil
}
