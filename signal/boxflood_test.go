package signal

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"

	"einmal/internal/protocol"

	"github.com/gorilla/websocket"
)

// TestHalfBoxesHoldLittleMemory: eight sources hold all places, each with a whole piece and half of
// another, and a hundred more ask for one; a call begins meanwhile.
func TestHalfBoxesHoldLittleMemory(t *testing.T) {
	r := newTestServer(t)
	type upload struct {
		room *testRoom
		box  *left
		conn *client
	}
	var all []upload
	for i := range mostTransfers {
		r.claim = fmt.Sprintf("203.0.113.%d:9", i/2+1)
		p := r.newRoom(3)
		all = append(all, upload{p, p.newBox(8), r.connect()})
	}
	late := r.newRoom(3)
	heap := func() int64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // it fits
	}
	before := heap()
	half := make([]byte, 14+protocol.PieceSize/2) // of a masked binary frame (RFC 6455, 5.2)
	half[0], half[1] = 0x80|websocket.BinaryMessage, 0x80|127
	binary.BigEndian.PutUint64(half[2:], protocol.PieceSize)
	for _, u := range all {
		u.room.announce(u.conn, u.box)
		expect[*protocol.Send](u.conn)
		u.conn.sendRaw(websocket.BinaryMessage, u.box.pieces[0])
		if _, err := u.conn.ws.NetConn().Write(half); err != nil {
			t.Fatal(err)
		}
	}
	each := (heap() - before) / mostTransfers
	if n := r.hub.transfers.Load(); n != mostTransfers {
		t.Fatalf("%d are under way", n)
	}
	refused := 0
	for i := range 100 {
		r.claim = fmt.Sprintf("198.51.100.%d:9", i+1)
		c := r.connect()
		late.announce(c, late.newBox(8))
		c.expectEnd(protocol.CodeTooMany)
		refused++
	}
	r.claim = "192.0.2.1:9"
	late.host()
	late.knock()
	t.Logf("%d uploads that stand still hold %d KiB each; %d more were refused", mostTransfers,
		each>>10, refused)
	if each > 256<<10 {
		t.Errorf("each holds %d bytes", each)
	}
	for _, u := range all {
		u.conn.lose()
	}
	r.until(func() bool { n, size := r.store.CountBoxes(); return n == 0 && size == 0 })
}
