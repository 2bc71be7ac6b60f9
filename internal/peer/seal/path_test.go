package seal

import (
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

// pathEnd is one side of a sealed path; what it sends waits in out.
type pathEnd struct {
	*Path
	key  ed25519.PrivateKey
	due  []func() error // what the path wants to do after its silences
	out  [][]byte
	got  []string
	open int
}

// newPathEnds returns the two sides of a path: the first comes later in the roster.
func newPathEnds(t *testing.T) (later, earlier *pathEnd) {
	t.Helper()
	link, err := links.New("http://localhost", links.Chat)
	if err != nil {
		t.Fatal(err)
	}
	make := func(self, peer protocol.SID, isLater bool) *pathEnd {
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		e := &pathEnd{key: key}
		e.Path = &Path{
			IDs: ChannelIDs{PSK: link.NoisePSK(), Room: protocol.RoomID(link.RoomID()), Self: self,
				Peer: peer},
			IsInitiator: isLater,
			SendBody:    func(body []byte) { e.out = append(e.out, body) },
			NewProof:    func(h []byte) *protocol.Auth { return NewAuth(h, e.key, nil) },
			Opened:      func(*protocol.Auth) { e.open++ },
			Received: func(m protocol.Message) {
				e.got = append(e.got,
					m.(*protocol.Chat).Text)
			},
			RunAfter: func(_ time.Duration, f func() error) { e.due = append(e.due, f) },
		}
		return e
	}
	later, earlier = make(protocol.SID{1}, protocol.SID{2}, true), make(protocol.SID{2},
		protocol.SID{1}, false)
	later.IsProof = func(h []byte, m *protocol.Auth) bool {
		key := PublicKeyOf(earlier.key)
		return Expectation{Own: PublicKeyOf(later.key), Key: &key}.IsMetBy(h, m)
	}
	earlier.IsProof = func(h []byte, m *protocol.Auth) bool {
		key := PublicKeyOf(later.key)
		return Expectation{Own: PublicKeyOf(earlier.key), Key: &key}.IsMetBy(h, m)
	}
	return later, earlier
}

// deliver delivers all that waits, in turn, until nothing does.
func deliver(a, b *pathEnd) error {
	for len(a.out)+len(b.out) > 0 {
		for _, way := range [][2]*pathEnd{{a, b}, {b, a}} {
			from, to := way[0], way[1]
			bodies := from.out
			from.out = nil
			for _, body := range bodies {
				if err := to.ReceiveBody(body); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func mustDeliver(t *testing.T, a, b *pathEnd) {
	t.Helper()
	if err := deliver(a, b); err != nil {
		t.Fatal(err)
	}
}

func mustSay(t *testing.T, from *pathEnd, text string) {
	t.Helper()
	if err := from.SendMessage(&protocol.Chat{Text: text}); err != nil {
		t.Fatal(err)
	}
}

func TestAPathOpensWhoeverBegins(t *testing.T) {
	for name, begin := range map[string]func(later, earlier *pathEnd){
		"the later":   func(later, _ *pathEnd) { later.Connect() },
		"the earlier": func(_, earlier *pathEnd) { earlier.Connect() },
		"both, crossing": func(later, earlier *pathEnd) {
			later.Connect()
			earlier.Connect()
		},
		"the later, whose first message was lost": func(later, earlier *pathEnd) {
			later.Connect()
			later.out = nil
			earlier.Connect()
		},
		"the earlier, whose first message was lost": func(later, earlier *pathEnd) {
			earlier.Connect()
			earlier.out = nil
			later.Connect()
		},
	} {
		t.Run(name, func(t *testing.T) {
			later, earlier := newPathEnds(t)
			mustSay(t, later, "early") // waits
			later.out, later.current = nil, nil
			begin(later, earlier)
			mustDeliver(t, later, earlier)
			mustSay(t, earlier, "one")
			mustSay(t, later, "two")
			mustDeliver(t, later, earlier)
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
	later, earlier := newPathEnds(t)
	later.Connect()
	mustDeliver(t, later, earlier)
	earlier.Reset()
	mustSay(t, later, "lost") // meets nobody
	mustDeliver(t, later, earlier)
	mustSay(t, later, "heard")
	mustDeliver(t, later, earlier)
	if len(earlier.got) != 1 || earlier.got[0] != "heard" || later.open != 2 || earlier.open != 2 {
		t.Errorf("heard %q, opened %d and %d times", earlier.got, later.open, earlier.open)
	}
}

func TestAnAttackOnAPathIsNoticed(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(later, earlier *pathEnd, frame, first []byte) error
		want error
	}{
		{"a changed frame", func(_, earlier *pathEnd, frame, _ []byte) error {
			frame[len(frame)-1] ^= 1
			return earlier.ReceiveBody(frame)
		}, errAttack},
		{"a replayed frame", func(_, earlier *pathEnd, frame, _ []byte) error {
			return errors.Join(earlier.ReceiveBody(frame), earlier.ReceiveBody(frame))
		}, errAttack},
		{"a frame sent back", func(later, _ *pathEnd, frame,
			_ []byte) error {
			return later.ReceiveBody(frame)
		}, errAttack},
		{"a replayed first message", func(_, earlier *pathEnd, _,
			first []byte) error {
			return earlier.ReceiveBody(first)
		}, errAttack},
		{"a cut frame", func(_, earlier *pathEnd, frame,
			_ []byte) error {
			return earlier.ReceiveBody(frame[:headerSize])
		}, errAttack},
		{"an unknown type of this attempt", func(_, earlier *pathEnd, frame, _ []byte) error {
			frame[0] = 4
			return earlier.ReceiveBody(frame)
		}, errAttack},
		{"a second answer", func(later, _ *pathEnd, frame, _ []byte) error {
			frame[0] = bodyMessage2
			return later.ReceiveBody(frame)
		}, errAttack},
		{"a second proof", func(later, earlier *pathEnd, frame, _ []byte) error {
			if err := earlier.ReceiveBody(frame); err != nil {
				return err
			}
			if err := later.SendMessage(NewAuth(later.current.h, later.key, nil)); err != nil {
				return err
			}
			return earlier.ReceiveBody(later.out[0])
		}, protocol.ErrBadMessage},
		{"another key than the roster's", func(later, earlier *pathEnd, _, _ []byte) error {
			_, later.key, _ = ed25519.GenerateKey(nil)
			later.Reset()
			earlier.IsProof = func(h []byte, m *protocol.Auth) bool {
				return Expectation{Own: PublicKeyOf(earlier.key),
					Key: &protocol.PublicKey{7}}.IsMetBy(h, m)
			}
			later.Connect()
			return deliver(later, earlier)
		}, errAttack},
		{"another psk replaces nothing", func(later, earlier *pathEnd, frame, _ []byte) error {
			later.IDs.PSK = make([]byte, 32)
			later.Reset()
			later.Connect()
			return errors.Join(earlier.ReceiveBody(later.out[0]), earlier.ReceiveBody(frame))
		}, nil},
		{"a frame of an old attempt is dropped",
			func(later, earlier *pathEnd, frame, _ []byte) error {
				later.Reset()
				later.Connect()
				return errors.Join(deliver(later, earlier), earlier.ReceiveBody(frame))
			}, nil},
		{"a frame that names no attempt is dropped",
			func(_, earlier *pathEnd, frame, _ []byte) error {
				return errors.Join(earlier.ReceiveBody(nil),
					earlier.ReceiveBody(frame[:headerSize-1]))
			}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			later, earlier := newPathEnds(t)
			later.Connect()
			first := later.out[0]
			mustDeliver(t, later, earlier)
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

func TestABodyThatIsNoAttemptsIsDroppedAndOneOfALostAttemptOpensAnother(t *testing.T) {
	for kind, begins := range map[byte]bool{0: false, bodyMessage2: true, BodyTransport: true,
		4: false, 255: false} {
		side, _ := newPathEnds(t)
		if err := side.ReceiveBody(append([]byte{kind}, make([]byte, 60)...)); err != nil ||
			len(side.out) > 0 != begins {
			t.Errorf("type %d: %v, begins is %t", kind, err, len(side.out) > 0)
		}
	}
}
