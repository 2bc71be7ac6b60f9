package rtc

import (
	"strings"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/taskqueue"

	"github.com/pion/webrtc/v4"
)

// wire is two connections and what passes between them, without signalling.
type wire struct {
	t             *testing.T
	tasks         *taskqueue.Queue
	polite, other *Connection
	opened        int
	attacked      int
	texts         []string
	tamper        func(*protocol.Description)
}

// newWire starts both; what tamper changes is what the polite side says.
func newWire(t *testing.T, tamper func(*protocol.Description)) *wire {
	t.Helper()
	w := &wire{t: t, tasks: taskqueue.New(), polite: &Connection{}, other: &Connection{},
		tamper: tamper}
	w.connect(w.polite, w.other, true)
	w.connect(w.other, w.polite, false)
	if err := w.polite.StartNegotiation(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.polite.Close()
		w.other.Close()
	})
	return w
}

func (w *wire) connect(from, to *Connection, polite bool) {
	w.t.Helper()
	s, err := NewSettings(Config{Kind: links.Audio, LoopbackOnly: true,
		UsesLoopback: true})
	if err != nil {
		w.t.Fatal(err)
	}
	from.Post = w.tasks.Enqueue
	from.OnOpen = func() { w.opened++ }
	from.OnText = func(text []byte) { w.texts = append(w.texts, string(text)) }
	from.OnStateChange = func(webrtc.PeerConnectionState) {}
	from.MayOffer = func() bool { return true }
	from.OnAttack = func(string) { w.attacked++ }
	from.OnFilesWritable, from.OnFilesClosed = func() {}, func() {}
	signal := func(m protocol.Message) {
		w.tasks.Enqueue(func() {
			switch m := m.(type) {
			case *protocol.Description:
				if polite && w.tamper != nil {
					w.tamper(m)
				}
				if err := to.negotiator.applyDescription(m); err != nil {
					w.attacked++
				}
			case *protocol.Candidate:
				to.negotiator.addPeerCandidate(m)
			}
		})
	}
	if err := from.SetUp(s, nil, polite, signal); err != nil {
		w.t.Fatal(err)
	}
}

// runUntil works the queue off until something holds.
func (w *wire) runUntil(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case <-w.tasks.Wake:
			for _, f := range w.tasks.TakeAll() {
				f()
			}
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			w.t.Fatalf("no %s: %d opened, %d attacks", what, w.opened, w.attacked)
		}
	}
}

func (w *wire) untilUsable() {
	w.t.Helper()
	w.runUntil("way", func() bool {
		return w.opened == 2 && w.polite.IsUsable() &&
			w.other.IsUsable()
	})
}

func (w *wire) mustTalk(text string) {
	w.t.Helper()
	w.texts = nil
	w.polite.SendMessage(&protocol.Chat{Text: text})
	w.other.SendMessage(&protocol.Chat{Text: text})
	w.runUntil("text", func() bool { return len(w.texts) == 2 })
}

func TestAConnectionFindsAnotherWay(t *testing.T) {
	for name, restart := range map[string]func(w *wire){
		"when the polite side restarts": func(w *wire) { w.polite.RestartICE() },
		"when the other side restarts":  func(w *wire) { w.other.RestartICE() },
		"when both restart at once": func(w *wire) {
			w.polite.RestartICE()
			w.other.RestartICE()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, nil)
			w.untilUsable()
			w.mustTalk("before")
			before := w.polite.PC.LocalDescription().SDP
			restart(w)
			w.runUntil("loss", func() bool { return !w.polite.IsUsable() || !w.other.IsUsable() })
			w.untilUsable()
			w.mustTalk("after")
			if protocol.UfragOf(before) == protocol.UfragOf(w.polite.PC.LocalDescription().SDP) {
				t.Error("ICE did not restart")
			}
			if w.attacked > 0 {
				t.Error("a restart was taken for an attack")
			}
		})
	}
}

func TestAnotherCertificateThanAnnouncedIsRefused(t *testing.T) {
	const other = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"
	for name, tamper := range map[string]func(line string) string{
		"another fingerprint": func(string) string {
			return "a=fingerprint:sha-256 " +
				other
		},
		"a second fingerprint": func(line string) string {
			return line +
				"\r\na=fingerprint:sha-256 " + other
		},
		"no fingerprint": func(string) string { return "a=x" },
		"another hash": func(line string) string {
			return strings.Replace(line,
				"sha-256", "sha-1", 1)
		},
		"a second hash": func(line string) string {
			return line +
				"\r\na=fingerprint:sha-1 00:11"
		},
		"a fingerprint that is cut": func(line string) string { return line[:len(line)-3] },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, func(m *protocol.Description) {
				for line := range strings.Lines(m.SDP) {
					if line = strings.TrimRight(line, "\r\n"); strings.HasPrefix(line,
						"a=fingerprint:") {
						m.SDP = strings.ReplaceAll(m.SDP, line, tamper(line))
						return
					}
				}
				t.Error("the offer has no fingerprint to tamper with")
			})
			w.runUntil("attack", func() bool { return w.attacked > 0 })
			if w.opened > 0 || w.other.isOpen() {
				t.Error("the data channel opened all the same")
			}
		})
	}
}
