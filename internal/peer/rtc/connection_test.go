package rtc

import (
	"errors"
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
	t              *testing.T
	tasks          *taskqueue.Queue
	offerer, other *Connection
	opened         int
	attacked       int
	texts          []string
	docs           [][]byte
	tamper         func(*protocol.Description)
}

// newWire starts both; what tamper changes is what the offerer says.
func newWire(t *testing.T, tamper func(*protocol.Description)) *wire {
	t.Helper()
	w := &wire{t: t, tasks: taskqueue.New(), offerer: &Connection{}, other: &Connection{},
		tamper: tamper}
	w.connect(w.offerer, w.other, true)
	w.connect(w.other, w.offerer, false)
	if err := w.offerer.StartNegotiation(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.offerer.Close()
		w.other.Close()
	})
	return w
}

func (w *wire) connect(from, to *Connection, offers bool) {
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
	from.OnDocOpen = func() {}
	from.OnDoc = func(kind byte, payload []byte) {
		w.docs = append(w.docs, append([]byte{kind}, payload...))
	}
	signal := func(m protocol.Message) {
		w.tasks.Enqueue(func() {
			if d, ok := m.(*protocol.Description); ok && offers && w.tamper != nil {
				w.tamper(d)
			}
			if err := to.HandleNegotiation(m); err != nil {
				w.attacked++
			}
		})
	}
	if err := from.SetUp(s, nil, offers, signal); err != nil {
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
		return w.opened == 2 && w.offerer.IsUsable() &&
			w.other.IsUsable()
	})
}

func (w *wire) mustTalk(text string) {
	w.t.Helper()
	w.texts = nil
	w.offerer.SendMessage(&protocol.Chat{Text: text})
	w.other.SendMessage(&protocol.Chat{Text: text})
	w.runUntil("text", func() bool { return len(w.texts) == 2 })
}

func TestAConnectionFindsAnotherWay(t *testing.T) {
	for name, restart := range map[string]func(w *wire){
		"when the one who offers restarts":     func(w *wire) { w.offerer.RestartICE() },
		"when the one who answers asks for it": func(w *wire) { w.other.RestartICE() },
		"when both notice at once": func(w *wire) {
			w.offerer.RestartICE()
			w.other.RestartICE()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, nil)
			w.untilUsable()
			w.mustTalk("before")
			before := w.offerer.PC.LocalDescription().SDP
			restart(w)
			w.runUntil("loss", func() bool { return !w.offerer.IsUsable() || !w.other.IsUsable() })
			w.untilUsable()
			w.mustTalk("after")
			if protocol.UfragOf(before) == protocol.UfragOf(w.offerer.PC.LocalDescription().SDP) {
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

func TestOneSideMakesAllOffersAndTheOtherAsks(t *testing.T) {
	w := newWire(t, nil)
	w.untilUsable()
	w.mustTalk("before")
	offers := 0
	send := w.offerer.negotiator.send
	w.offerer.negotiator.send = func(m protocol.Message) {
		if d, ok := m.(*protocol.Description); ok && d.Type == "offer" {
			offers++
		}
		send(m)
	}
	for range 100 {
		w.other.RestartICE()
	}
	w.runUntil("loss", func() bool { return !w.offerer.IsUsable() })
	w.untilUsable()
	w.mustTalk("after")
	if offers != 1 || w.attacked > 0 {
		t.Errorf("%d offers, %d attacks after 100 requests at once", offers, w.attacked)
	}
	offer := &protocol.Description{Type: "offer", SDP: w.other.PC.LocalDescription().SDP}
	if err := w.offerer.HandleNegotiation(offer); !errors.Is(err, errDescription) {
		t.Errorf("an offer by who answers: %v", err)
	}
	answer := &protocol.Description{Type: "answer", SDP: w.offerer.PC.LocalDescription().SDP}
	if err := w.other.HandleNegotiation(answer); !errors.Is(err, errDescription) {
		t.Errorf("an answer by who offers: %v", err)
	}
	if err := w.other.HandleNegotiation(&protocol.Restart{}); !errors.Is(err, errDescription) {
		t.Errorf("a request by who offers: %v", err)
	}
}

func TestWhatComesLateOfAGenerationThatIsOverIsDropped(t *testing.T) {
	w := newWire(t, nil)
	w.untilUsable()
	first := w.offerer.PC.LocalDescription().SDP
	w.offerer.RestartICE()
	w.runUntil("loss", func() bool { return !w.offerer.IsUsable() })
	w.untilUsable()
	before := w.other.PC.RemoteDescription().SDP
	if err := w.other.HandleNegotiation(&protocol.Description{Type: "offer",
		SDP: first}); err != nil {
		t.Fatal(err)
	}
	if w.other.PC.RemoteDescription().SDP != before {
		t.Error("an offer of an earlier generation was applied")
	}
	w.mustTalk("after")
}
