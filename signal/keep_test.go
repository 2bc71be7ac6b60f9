package signal

import (
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// TestThatARoomStaysIsSaidOnceItIsOnDisk: the plain end of the socket says so.
func TestThatARoomStaysIsSaidOnceItIsOnDisk(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, guests := p.call(1)
		p.use(host, guests[0])
		time.Sleep(time.Minute)
		limitFiles(t, 0)
		host.send(&protocol.Leave{Keep: true})
		expect[*protocol.Left](guests[0])
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if room, err := p.stored(); err != nil || !room.Used {
			t.Fatalf("stored %+v, %v: the disk is not full", room, err)
		}
		host.send(&protocol.Connected{}) // is nobody's
		select {
		case got := <-host.in:
			if _, isRelay := got.(*protocol.RelayAccess); !isRelay || len(host.in) > 0 {
				t.Fatalf("the host got %T %+v although the disk is full", got, got)
			}
		default:
		}
		limitFiles(t, noLimit)
		host.expectClosed(websocket.CloseNormalClosure)
		if room, err := p.stored(); err != nil || room.Used || room.Removal != p.epoch {
			t.Errorf("stored %+v, %v", room, err)
		}
	})
}
