package signal

import (
	"testing"

	"einmal/internal/protocol"
)

func TestTheHubCountsPeopleAndErrorsWithoutNames(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	p.call(1)
	p.knock()
	stranger := r.uncreatedRoom()
	c := r.connect()
	c.send(stranger.joinMessage(c, false))
	if e := expect[*protocol.Error](c); e.Code != protocol.CodeRoomGone {
		t.Errorf("a stranger is told %s", e.Code)
	}

	got := r.hub.Stats()
	if got.Rooms != 1 || got.Members != 2 || got.Waiting != 1 {
		t.Errorf("got %+v", got)
	}
	if got.Errors["room-gone"] != 1 || len(got.Errors) != len(protocol.Codes()) {
		t.Errorf("errors %v", got.Errors)
	}
}
