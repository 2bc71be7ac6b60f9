package peer

import (
	"strings"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
)

// wire is two connections and what passes between them, without signalling.
type wire struct {
	t             *testing.T
	box           *mailbox
	polite, other *connection
	opened        int
	attacked      int
	texts         []string
	tamper        func(*descriptionMessage)
}

// newWire starts both; what tamper changes is what the polite side says.
func newWire(t *testing.T, tamper func(*descriptionMessage)) *wire {
	t.Helper()
	w := &wire{t: t, box: newMailbox(), polite: &connection{}, other: &connection{}, tamper: tamper}
	w.open(w.polite, w.other, true)
	w.open(w.other, w.polite, false)
	if err := w.polite.negotiator.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.polite.close()
		w.other.close()
	})
	return w
}

func (w *wire) open(from, to *connection, polite bool) {
	w.t.Helper()
	s, err := newSettings(Link{Origin: "http://localhost", Kind: Audio},
		Options{LoopbackOnly: true})
	if err != nil {
		w.t.Fatal(err)
	}
	from.post = w.box.post
	from.opened = func() { w.opened++ }
	from.text = func(text []byte) { w.texts = append(w.texts, string(text)) }
	from.changed = func(webrtc.PeerConnectionState) {}
	from.mayOffer = func() bool { return true }
	from.attack = func(string) { w.attacked++ }
	from.pumpFiles, from.filesCut = func() {}, func() {}
	signal := func(m message) {
		w.box.post(func() {
			switch m := m.(type) {
			case *descriptionMessage:
				if polite && w.tamper != nil {
					w.tamper(m)
				}
				if err := to.negotiator.describe(m); err != nil {
					w.attacked++
				}
			case *candidateMessage:
				to.negotiator.candidate(m)
			}
		})
	}
	if err := from.open(s, nil, polite, signal); err != nil {
		w.t.Fatal(err)
	}
}

// until works the mailbox off until something holds.
func (w *wire) until(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case <-w.box.wake:
			for _, f := range w.box.take() {
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
	w.until("way", func() bool {
		return w.opened == 2 && w.polite.isUsable() &&
			w.other.isUsable()
	})
}

func (w *wire) mustTalk(text string) {
	w.t.Helper()
	w.texts = nil
	w.polite.say(&chatMessage{text})
	w.other.say(&chatMessage{text})
	w.until("text", func() bool { return len(w.texts) == 2 })
}

func TestAConnectionFindsAnotherWay(t *testing.T) {
	for name, restart := range map[string]func(w *wire){
		"when the polite side restarts": func(w *wire) { w.polite.restart() },
		"when the other side restarts":  func(w *wire) { w.other.restart() },
		"when both restart at once": func(w *wire) {
			w.polite.restart()
			w.other.restart()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, nil)
			w.untilUsable()
			w.mustTalk("before")
			before := w.polite.pc.LocalDescription().SDP
			restart(w)
			w.until("loss", func() bool { return !w.polite.isUsable() || !w.other.isUsable() })
			w.untilUsable()
			w.mustTalk("after")
			if ufragOf(before) == ufragOf(w.polite.pc.LocalDescription().SDP) {
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
			w := newWire(t, func(m *descriptionMessage) {
				for line := range strings.Lines(m.SDP) {
					if line = strings.TrimRight(line, "\r\n"); strings.HasPrefix(line,
						"a=fingerprint:") {
						m.SDP = strings.ReplaceAll(m.SDP, line, tamper(line))
						return
					}
				}
				t.Error("the offer has no fingerprint to tamper with")
			})
			w.until("attack", func() bool { return w.attacked > 0 })
			if w.opened > 0 || w.other.isOpen() {
				t.Error("the data channel opened all the same")
			}
		})
	}
}
