package doctor

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/pebble"
	"einmal/internal/server/servertest"
)

func askAuthority(t *testing.T, directory, root string) []Finding {
	t.Helper()
	return examine(t, checkAuthority, wellMachine(t), public("-acme=true", "-acme-directory",
		directory, "-acme-root", root)...)
}

var authorityFaults = []fault{
	{"acme-unreachable", "the authority (pebble) is stopped", func(t *testing.T) []Finding {
		a := pebble.Start(t, pebble.Options{})
		if all := askAuthority(t, a.Directory, a.Root); len(all) > 0 {
			t.Errorf("while it runs: %q", codesOf(all))
		}
		a.Stop()
		return askAuthority(t, a.Directory, a.Root)
	}},
	{"acme-untrusted", "the authority (pebble) has another root", func(t *testing.T) []Finding {
		a := pebble.Start(t, pebble.Options{})
		return askAuthority(t, a.Directory, servertest.RootFile(t))
	}},
	{"clock-wrong", "the authority's clock is two hours ahead", func(t *testing.T) []Finding {
		s := httptest.NewTLSServer(http.HandlerFunc(
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", time.Now().Add(2*time.Hour).UTC().Format(http.TimeFormat))
			}))
		defer s.Close()
		root := t.TempDir()
		write(t, root, "root.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE",
			Bytes: s.Certificate().Raw})))
		return askAuthority(t, s.URL, filepath.Join(root, "root.pem"))
	}},
	{"clock-unsynchronised", "the kernel says that nobody sets the clock",
		func(t *testing.T) []Finding {
			return examine(t, checkClock, with(wellMachine(t), func(m *Machine) {
				m.Clock = ClockLeft
			}))
		}},
}

func TestTheClockOfAContainerIsTheHosts(t *testing.T) {
	m := with(wellMachine(t), func(m *Machine) { m.Clock = ClockLeft })
	write(t, m.Root, "run/systemd/container", "lxc\n")
	if all := examine(t, checkClock, m); len(all) > 0 {
		t.Errorf("%q", codesOf(all))
	}
}
