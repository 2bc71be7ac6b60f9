package roomstate

import (
	"bytes"
	"testing"

	"einmal/internal/protocol"
)

// FuzzFrame: whatever a knocker, a guest or a stranger sends as a frame, it comes to nobody whom
// the sender may not reach, under no sid but the sender's, with not a byte of its body changed.
func FuzzFrame(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte{1, 2, 3}, uint8(1))
	f.Add(make([]byte, 20), uint8(2))
	f.Fuzz(func(t *testing.T, frame []byte, who uint8) {
		s := newRoomDriver(t)
		host, guest, knocker := s.enter(1, true), s.enter(2, false), s.enter(3, false)
		s.install(host, guest)
		peers := []*peer{host, guest, knocker}
		from := peers[int(who)%3]
		if len(frame) < protocol.FrameHeaderSize {
			return // refused before (signal/frame.go)
		}
		if who >= 128 { // to somebody who is there
			frame = append(bytes.Clone(peers[int(who)/3%3].sid[:]),
				frame[protocol.FrameHeaderSize:]...)
		}
		to, body := protocol.SID(frame), bytes.Clone(frame[protocol.FrameHeaderSize:])
		socket, code := s.room.RouteFrame(from.connID, frame)
		if code != "" {
			if socket != 0 {
				t.Error("it was refused and goes somewhere")
			}
			return
		}
		receiver := s.room.peerAt(socket)
		allowed := from.isMember && receiver.isMember || from == host && receiver.isKnocker() ||
			from.isKnocker() && receiver == host
		if receiver.sid != to || receiver == from || !allowed {
			t.Error("it came to somebody else")
		}
		if protocol.SID(frame) != from.sid || !bytes.Equal(frame[protocol.FrameHeaderSize:], body) {
			t.Error("it was changed")
		}
	})
}
