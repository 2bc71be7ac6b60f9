package peer

import (
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"einmal/internal/links"
)

// end is one side of a sealed path; what it sends waits in out.
type end struct {
	*sealedPath
	key  ed25519.PrivateKey
	due  []func() error // what the path wants to do after its silences
	out  [][]byte
	got  []string
	open int
}

// ring gives the two sides of a path: the first comes later in the roster.
func ring(t *testing.T) (later, earlier *end) {
	t.Helper()
	link, err := links.New("http://localhost", Chat)
	if err != nil {
		t.Fatal(err)
	}
	make := func(self, peer SID, isLater bool) *end {
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		e := &end{key: key}
		e.sealedPath = &sealedPath{
			ends:     ends{psk: link.NoisePSK(), room: roomID(link.RoomID()), self: self, peer: peer},
			later:    isLater,
			send:     func(body []byte) { e.out = append(e.out, body) },
			prove:    func(h []byte) *authMessage { return proof(h, e.key, nil) },
			opened:   func(*authMessage) { e.open++ },
			received: func(m message) { e.got = append(e.got, m.(*chatMessage).Text) },
			after:    func(_ time.Duration, f func() error) { e.due = append(e.due, f) },
		}
		return e
	}
	later, earlier = make(SID{1}, SID{2}, true), make(SID{2}, SID{1}, false)
	later.check = func(h []byte, m *authMessage) bool {
		key := publicOf(earlier.key)
		return expectation{own: publicOf(later.key), key: &key}.proves(h, m)
	}
	earlier.check = func(h []byte, m *authMessage) bool {
		key := publicOf(later.key)
		return expectation{own: publicOf(earlier.key), key: &key}.proves(h, m)
	}
	return later, earlier
}

// pass delivers all that waits, in turn, until nothing does.
func pass(a, b *end) error {
	for len(a.out)+len(b.out) > 0 {
		for _, way := range [][2]*end{{a, b}, {b, a}} {
			from, to := way[0], way[1]
			bodies := from.out
			from.out = nil
			for _, body := range bodies {
				if err := to.receive(body); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func mustPass(t *testing.T, a, b *end) {
	t.Helper()
	if err := pass(a, b); err != nil {
		t.Fatal(err)
	}
}

func mustSay(t *testing.T, from *end, text string) {
	t.Helper()
	if err := from.say(&chatMessage{text}); err != nil {
		t.Fatal(err)
	}
}

func TestAPathOpensWhoeverBegins(t *testing.T) {
	for name, begin := range map[string]func(later, earlier *end){
		"the later":   func(later, _ *end) { later.connect() },
		"the earlier": func(_, earlier *end) { earlier.connect() },
		"both, crossing": func(later, earlier *end) {
			later.connect()
			earlier.connect()
		},
		"the later, whose first message was lost": func(later, earlier *end) {
			later.connect()
			later.out = nil
			earlier.connect()
		},
		"the earlier, whose first message was lost": func(later, earlier *end) {
			earlier.connect()
			earlier.out = nil
			later.connect()
		},
	} {
		t.Run(name, func(t *testing.T) {
			later, earlier := ring(t)
			mustSay(t, later, "early") // waits
			later.out, later.current = nil, nil
			begin(later, earlier)
			mustPass(t, later, earlier)
			mustSay(t, earlier, "one")
			mustSay(t, later, "two")
			mustPass(t, later, earlier)
			if later.open != 1 || earlier.open != 1 {
				t.Errorf("opened %d and %d times", later.open, earlier.open)
			}
			if len(later.got) != 1 || len(earlier.got) != 2 || earlier.got[0] != "early" {
				t.Errorf("the later hears %q, the earlier %q", later.got, earlier.got)
			}
		})
	}
}

func TestAPathHealsAfterALossThatOnlyOneSideKnowsOf(t *testing.T) {
	later, earlier := ring(t)
	later.connect()
	mustPass(t, later, earlier)
	earlier.reset()
	mustSay(t, later, "lost") // meets nobody
	mustPass(t, later, earlier)
	mustSay(t, later, "heard")
	mustPass(t, later, earlier)
	if len(earlier.got) != 1 || earlier.got[0] != "heard" || later.open != 2 || earlier.open != 2 {
		t.Errorf("heard %q, opened %d and %d times", earlier.got, later.open, earlier.open)
	}
}

func TestAnAttackOnAPathIsNoticed(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(later, earlier *end, frame, first []byte) error
		want error
	}{
		{"a changed frame", func(_, earlier *end, frame, _ []byte) error {
			frame[len(frame)-1] ^= 1
			return earlier.receive(frame)
		}, errAttack},
		{"a replayed frame", func(_, earlier *end, frame, _ []byte) error {
			return errors.Join(earlier.receive(frame), earlier.receive(frame))
		}, errAttack},
		{"a frame sent back", func(later, _ *end, frame,
			_ []byte) error {
			return later.receive(frame)
		}, errAttack},
		{"a replayed first message", func(_, earlier *end, _,
			first []byte) error {
			return earlier.receive(first)
		}, errAttack},
		{"a cut frame", func(_, earlier *end, frame,
			_ []byte) error {
			return earlier.receive(frame[:bodyHeader])
		}, errAttack},
		{"an unknown type of this attempt", func(_, earlier *end, frame, _ []byte) error {
			frame[0] = 4
			return earlier.receive(frame)
		}, errAttack},
		{"a second answer", func(later, _ *end, frame, _ []byte) error {
			frame[0] = bodyMessage2
			return later.receive(frame)
		}, errAttack},
		{"a second proof", func(later, earlier *end, frame, _ []byte) error {
			if err := earlier.receive(frame); err != nil {
				return err
			}
			if err := later.say(proof(later.current.h, later.key, nil)); err != nil {
				return err
			}
			return earlier.receive(later.out[0])
		}, errBadMessage},
		{"another key than the roster's", func(later, earlier *end, _, _ []byte) error {
			_, later.key, _ = ed25519.GenerateKey(nil)
			later.reset()
			earlier.check = func(h []byte, m *authMessage) bool {
				return expectation{own: publicOf(earlier.key), key: &publicKey{7}}.proves(h, m)
			}
			later.connect()
			return pass(later, earlier)
		}, errAttack},
		{"another psk replaces nothing", func(later, earlier *end, frame, _ []byte) error {
			later.ends.psk = make([]byte, 32)
			later.reset()
			later.connect()
			return errors.Join(earlier.receive(later.out[0]), earlier.receive(frame))
		}, nil},
		{"a frame of an old attempt is dropped", func(later, earlier *end, frame, _ []byte) error {
			later.reset()
			later.connect()
			return errors.Join(pass(later, earlier), earlier.receive(frame))
		}, nil},
		{"a frame that names no attempt is dropped", func(_, earlier *end, frame, _ []byte) error {
			return errors.Join(earlier.receive(nil), earlier.receive(frame[:bodyHeader-1]))
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			later, earlier := ring(t)
			later.connect()
			first := later.out[0]
			mustPass(t, later, earlier)
			mustSay(t, later, "x")
			frame := later.out[0]
			later.out = nil
			if err := c.do(later, earlier, frame, first); !errors.Is(err, c.want) ||
				c.want == nil && err != nil {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

// TestWhateverIsLostThePathOpensAfterASilence loses all of the handshake from its n-th message on.
func TestWhateverIsLostThePathOpensAfterASilence(t *testing.T) {
	for lost := range 5 {
		later, earlier := ring(t)
		mustSay(t, later, "Hello")
		mustSay(t, earlier, "You too")
		later.out, earlier.out = later.out[:1], nil // as if the earlier had not begun
		earlier.reset()
		sent := 0
		for len(later.out)+len(earlier.out) > 0 {
			for _, way := range [][2]*end{{later, earlier}, {earlier, later}} {
				bodies := way[0].out
				way[0].out = nil
				for _, body := range bodies {
					if sent++; sent > lost {
						continue
					}
					if err := way[1].receive(body); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for _, e := range []*end{later, earlier} { // a silence later
			due := e.due
			e.due = nil
			for _, f := range due {
				if err := f(); err != nil {
					t.Fatal(err)
				}
			}
		}
		mustPass(t, later, earlier)
		if !later.proved || !earlier.proved {
			t.Errorf("with message %d lost the path is not open", lost)
		}
	}
}

func TestABodyThatIsNoAttemptsIsDroppedAndOneOfALostAttemptOpensAnother(t *testing.T) {
	for kind, begins := range map[byte]bool{0: false, bodyMessage2: true, bodyTransport: true,
		4: false, 255: false} {
		side, _ := ring(t)
		if err := side.receive(append([]byte{kind}, make([]byte, 60)...)); err != nil ||
			len(side.out) > 0 != begins {
			t.Errorf("type %d: %v, begins is %t", kind, err, len(side.out) > 0)
		}
	}
}
