package wipe

import (
	"runtime/metrics"
	"sync"
)

// maxStacks bounds the memory that [FreeStacks] takes for a moment, in bytes for each size of
// stack.
const maxStacks = 16 << 20

// FreeStacks overwrites the stacks of goroutines that have ended, and those that goroutines
// have outgrown. The runtime keeps them, up to 16 KiB each, in a pool that it neither clears nor
// returns while a stack beside is in use. So as many goroutines as could empty the pool are started
// for each size; each wipes the stack that it got. Run the garbage collector before, which puts all
// free stacks into the pool.
func FreeStacks() {
	for size, grow := range map[int]func(func()){2 << 10: growTo2K, 4 << 10: growTo4K,
		8 << 10:  growTo8K,
		16 << 10: growTo16K} {
		var ready, ended sync.WaitGroup
		release := make(chan struct{})
		for range min(stackBytes(), maxStacks) / size {
			ready.Add(1)
			ended.Go(func() {
				grow(func() {
					Stack()
					ready.Done()
					<-release // so that the next one gets another stack
				})
			})
		}
		ready.Wait()
		close(release)
		ended.Wait()
	}
}

// stackBytes is how much memory is there for stacks, used or free.
func stackBytes() int {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(sample)
	return int(sample[0].Value.Uint64()) //nolint:gosec // below the size of the memory
}

// A goroutine begins with 2 KiB. A function whose frame does not fit makes it grow to the power of
// two that holds it.

//go:noinline
func growTo2K(f func()) { f() }

//go:noinline
func growTo4K(f func()) {
	var room [2 << 10]byte
	f()
	keepAlive(room[:])
}

//go:noinline
func growTo8K(f func()) {
	var room [5 << 10]byte
	f()
	keepAlive(room[:])
}

//go:noinline
func growTo16K(f func()) {
	var room [11 << 10]byte
	f()
	keepAlive(room[:])
}

//go:noinline
func keepAlive(room []byte) { room[0] = 1 }
