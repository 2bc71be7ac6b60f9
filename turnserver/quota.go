package turnserver

import (
	"net/netip"
	"sync/atomic"
	"time"
)

// Quotas bound what a peer, a room, a source address and all together may have. A field that is 0 has its default.
type Quotas struct {
	Peer, Room, Source, Total int   // allocations at a time
	Bandwidth                 int64 // bytes of payload a second that a room may have relayed
}

// The defaults. A browser makes an allocation per peer connection, network interface and server URL: 5 others, 3 URLs (UDP,
// TCP, TLS), 4 addresses (IPv4 and IPv6 on two interfaces) make 60. Six people hardly all do so; 256 is four of them at their
// worst. An office behind one address may hold four such rooms, and it takes eight sources to fill the relay. 8,192
// allocations take about 150 MB, and leave seven of eight virtual ports free, so that picking one at random is quick.
// Six people who send each other 2.5 Mbit/s of video make 75 Mbit/s; 100 leave room for a file beside it.
const (
	defaultPeer      = 64
	defaultRoom      = 256
	defaultSource    = 1024
	defaultTotal     = 8192
	defaultBandwidth = 100_000_000 / 8
)

// orDefault fills in what is 0.
func (q Quotas) orDefault() Quotas {
	for _, one := range []struct {
		value *int
		usual int
	}{{&q.Peer, defaultPeer}, {&q.Room, defaultRoom}, {&q.Source, defaultSource}, {&q.Total, defaultTotal}} {
		if *one.value == 0 {
			*one.value = one.usual
		}
	}
	if q.Bandwidth == 0 {
		q.Bandwidth = defaultBandwidth
	}
	return q
}

// mayAllocate tells whether peer, room and source allow another allocation. The caller holds the lock.
func (x *exchange) mayAllocate(who identity, from netip.AddrPort) bool {
	return x.sources[sourceOf(from.Addr())] < x.quotas.Source &&
		(who.room == nil || who.room.allocations < x.quotas.Room) &&
		(who.member == nil || len(who.member.allocations) < x.quotas.Peer)
}

// budget is a token bucket that holds what may pass in a second. It is one number, so that every packet can look at it
// without a lock.
type budget struct {
	full atomic.Int64 // when the bucket is full again, in ns since the start of the exchange
}

// take tells whether so many bytes may pass at a time in ns since the start, at a rate of so many a second.
func (b *budget) take(size int, rate, now int64) bool {
	cost := int64(size) * int64(time.Second) / rate
	for {
		full := b.full.Load()
		next := max(full, now) + cost
		if next-now > int64(time.Second) {
			return false
		}
		if b.full.CompareAndSwap(full, next) {
			return true
		}
	}
}
