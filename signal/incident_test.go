package signal

import (
	"testing"

	"einmal/internal/protocol"
)

func TestAnIncidentIsToldToEverybodyInARoom(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host := p.host()
	outside := r.connect()
	want := protocol.Incident{Until: 1790000000, Reason: "Connections break after a minute"}

	r.hub.SetIncident(&want)
	if got := expect[*protocol.Incident](host); *got != want {
		t.Errorf("somebody who is there: %+v", got)
	}
	knocker := p.knock()
	if got := expect[*protocol.Incident](knocker); *got != want {
		t.Errorf("somebody who comes: %+v", got)
	}
	expect[*protocol.Knock](host)

	r.hub.SetIncident(nil)
	for _, c := range []*client{host, knocker} {
		if got := expect[*protocol.Incident](c); *got != (protocol.Incident{}) {
			t.Errorf("at the end: %+v", got)
		}
	}
	late := p.knock()
	expect[*protocol.Knock](host)
	late.quiet()
	outside.send(&protocol.Leave{})
	outside.expectEnd(protocol.CodeWrongState)
}
