package doctor

import (
	"testing"

	"einmal/internal/freeport"
	"einmal/internal/origin"
	"einmal/internal/server/servertest"
)

var portOutsideFaults = []fault{
	{"outside-port", "people come to another port than 443", func(t *testing.T) []Finding {
		data := t.TempDir()
		m := wellMachine(t)
		m.Via = origin.New("https", "other.test", "")
		flags := public("-data", data, "-public-url", "https://call.test:8443", "-listen",
			freeport.Address(t))
		servertest.StartOn(t, data, flags...)
		return examine(t, checkOutside, m, flags...)
	}},
}

// TestNobodyIsAskedUnlessItIsSaid: without -via, of a server that does not run, and of one on this
// machine alone.
func TestNobodyIsAskedUnlessItIsSaid(t *testing.T) {
	data := t.TempDir()
	s := servertest.StartOn(t, data)
	m := wellMachine(t)
	for name, look := range map[string]func() []Finding{
		"nobody is named": func() []Finding {
			return examine(t, checkOutside, m, public("-data", data)...)
		},
		"it does not run": func() []Finding {
			m.Via = origin.New("http", "localhost", "1")
			return examine(t, checkOutside, m, public()...)
		},
		"it is local": func() []Finding {
			m.Via = origin.New("http", "localhost", "1")
			return examine(t, checkOutside, m, "-data", data, "-listen", s.Address)
		},
	} {
		if all := look(); len(all) > 0 {
			t.Errorf("%s: %q", name, codesOf(all))
		}
	}
}
