// Package ratelimit has token buckets in tables of fixed size, which hold no address and cannot
// grow.
package ratelimit

import (
	"hash/maphash"
	"net/netip"
	"sync/atomic"
	"time"
)

// Limit is how much a bucket gains in a second, and how much it holds, as the time it takes to
// fill.
type Limit struct {
	Rate  int64
	Holds time.Duration
}

// Bucket is a token bucket. It is one number, so that every packet can look at it without a lock.
type Bucket struct {
	full atomic.Int64 // when the bucket is full again, in the caller's ns
}

// TryTake takes so much from the bucket if it can. Now is in ns, since any time that stays the
// same.
func (b *Bucket) TryTake(size int, l Limit, now int64) bool {
	cost := int64(size) * int64(time.Second) / l.Rate
	for {
		full := b.full.Load()
		next := max(full, now) + cost
		if next-now > int64(l.Holds) {
			return false
		}
		if b.full.CompareAndSwap(full, next) {
			return true
		}
	}
}

// Buckets are those of rooms, members and sources. The table has a fixed size, so nobody gets a
// full bucket by leaving and coming back. A hash under a random seed picks the bucket; two may
// share one, which is rare and does little harm.
type Buckets struct {
	seed maphash.Seed
	all  [1 << 16]Bucket
}

func NewBuckets() *Buckets { return &Buckets{seed: maphash.MakeSeed()} }

// BucketFor returns the bucket of a member, or of a room where the peer is empty; the kind tells
// several of the same apart.
func (b *Buckets) BucketFor(kind, room, peer string) *Bucket {
	return &b.all[maphash.Comparable(b.seed, [...]string{kind, room, peer})%uint64(len(b.all))]
}

// SourceBucket returns the bucket of a source.
func (b *Buckets) SourceBucket(from netip.Addr) *Bucket {
	return &b.all[maphash.Comparable(b.seed, SourceOf(from))%uint64(len(b.all))]
}
