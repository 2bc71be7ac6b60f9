package signal

import "testing"

func TestAnIncidentIsToldToEverybodyInARoom(t *testing.T) {
	r := newRig(t)
	p := r.newParty(3)
	host := p.host()
	outside := r.connect()
	want := Incident{Until: 1790000000, Reason: "Connections break after a minute"}

	r.hub.SetIncident(&want)
	if got := expect[*Incident](host); *got != want {
		t.Errorf("somebody who is there: %+v", got)
	}
	knocker := p.knock()
	if got := expect[*Incident](knocker); *got != want {
		t.Errorf("somebody who comes: %+v", got)
	}
	expect[*Knock](host)

	r.hub.SetIncident(nil)
	for _, c := range []*client{host, knocker} {
		if got := expect[*Incident](c); *got != (Incident{}) {
			t.Errorf("at the end: %+v", got)
		}
	}
	late := p.knock()
	expect[*Knock](host)
	late.quiet()
	outside.send(&Leave{})
	outside.expectEnd(codeWrongState)
}
