package signal

import (
	"net"
	"strings"
	"testing"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"
)

func TestFramesPassOnlyWhereTheProtocolAllows(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(2)
	one, two := p.knock(), p.knock()
	expect[*protocol.Knock](host)
	expect[*protocol.Knock](host)
	stranger := r.newRoom(2).knock() // of another room
	all := map[string]*client{
		"host": host, "guest": guests[0], "other guest": guests[1], "knocker": one,
		"other knocker": two, "stranger": stranger,
	}
	allowed := map[string]string{
		"host":          "guest, other guest, knocker, other knocker",
		"guest":         "host, other guest",
		"other guest":   "host, guest",
		"knocker":       "host",
		"other knocker": "host",
		"stranger":      "",
	}
	for from, sender := range all {
		for to, receiver := range all {
			sender.frame(receiver.sid, from)
			if contains(allowed[from], to) {
				if got := expect[gotFrame](receiver); got != (gotFrame{sender.sid, from}) {
					t.Errorf("from %s to %s came %+v", from, to, got)
				}
				continue
			}
			sender.send(&protocol.Ping{}) // so that something comes also if the frame was passed on
			sender.expectError(protocol.CodeUnknownPeer)
			expect[*protocol.Pong](sender)
			if sender != receiver {
				receiver.quiet()
			}
		}
	}
}

func contains(list, name string) bool {
	for item := range strings.SplitSeq(list, ", ") {
		if item == name {
			return true
		}
	}
	return false
}

func TestFramesOfEverySizeKeepTheirOrderAndTheirBytes(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	sizes := []int{0, 1, 255, 256, 1024, 65536, wsconn.MaxMessage - protocol.FrameHeaderSize}
	for i, size := range sizes {
		host.frame(guests[0].sid, strings.Repeat(string(rune('a'+i)), size))
	}
	for i, size := range sizes {
		if got := expect[gotFrame](guests[0]); got.body != strings.Repeat(string(rune('a'+i)),
			size) || got.from != host.sid {
			t.Fatalf("frame %d came with %d bytes, want %d", i, len(got.body), size)
		}
	}
}

func TestWhatTheReceiverDoesNotTakeAtOnceComesWholeAndInItsPlace(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host, guests := p.call(1)
	slow := r.stalledGuest(p, host, guests[0])
	r.hub.mu.Lock()
	for _, c := range r.hub.conns {
		c.conn.NetConn().(*net.TCPConn).SetWriteBuffer(4096)
	}
	r.hub.mu.Unlock()
	const frames, size = 4, 60000 // within what one may say at once, and more than the kernel takes
	for i := range frames {
		host.frame(slow.sid, strings.Repeat(string(rune('a'+i)), size))
		host.quiet() // is not held up
	}
	if r.written(slow.sid) {
		t.Fatal("the kernel has taken it all")
	}
	for i := range frames {
		slow.readOne()
		if got := (<-slow.in).(gotFrame); got.from != host.sid ||
			got.body != strings.Repeat(string(rune('a'+i)), size) {
			t.Fatalf("frame %d came with %d bytes", i, len(got.body))
		}
	}
}

// written says whether nothing waits for that client.
func (r *testServer) written(sid protocol.SID) bool {
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	for _, l := range r.hub.rooms {
		room := heldIn(l)
		if p := room.peerBySID(sid); p != nil {
			return r.hub.conns[p.connID].conn.Pending() == 0
		}
	}
	return true
}

func TestAFrameForALostSocketIsDropped(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	guests[0].lose()
	// The server may not have noticed yet; in both cases the frame goes nowhere and nobody
	// complains.
	host.frame(guests[0].sid, "lost")
	host.quiet()
	guest, _ := p.back(guests[0], false, nil)
	guest.quiet()
}
