package signal

import (
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
)

// TestARoomInMemoryExpiresByTheWallClock, which may have been set, or gone on while the machine
// slept.
func TestARoomInMemoryExpiresByTheWallClock(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		p, inUse := r.newRoom(3), r.newRoom(3)
		host := inUse.host()
		knocker := p.knock() // keeps it in memory, and no longer
		r.hub.sweepOnce(time.Now().Add(30 * time.Hour))
		knocker.expectEnd(protocol.CodeRoomGone)
		if !p.gone() {
			t.Error("it is not erased")
		}
		host.quiet()
		late := r.newRoom(3)
		knocker = late.knock()
		r.hub.sweepOnce(time.Now().Add(30 * day)) // a clock that may be wrong
		synctest.Wait()
		knocker.quiet()
	})
}
