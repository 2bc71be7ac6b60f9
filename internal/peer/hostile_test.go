package peer

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/webrtc/v4"
)

// each does something to the way to everybody else, on the call's goroutine.
func (p *person) each(do func(c *connection)) {
	p.do(func() {
		for _, pair := range p.pairs {
			do(pair.conn)
		}
	})
}

// hostileCall has three people in it, who are all connected: the host, Anna and Mallory.
func hostileCall(t *testing.T, s *server) (host, anna, mallory *person) {
	t.Helper()
	link := s.room(Audio, 3)
	host = s.join(link, Options{Name: "Host", Admit: letAllIn})
	host.until(Joined)
	anna = s.join(link.Guest(), Options{Name: "Anna"})
	anna.until(Safe)
	mallory = s.join(link.Guest(), Options{Name: "Mallory"})
	for range 2 {
		mallory.until(Safe)
	}
	return host, anna, mallory
}

func TestAMemberWhoDoesWhatIsNotInTheProtocolIsCutOffAndTheOthersGoOn(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	for name, c := range map[string]struct {
		code string
		do   func(c *connection)
	}{
		"floods with short texts": {"too-much", func(c *connection) {
			for range 3000 {
				c.say(&chatMessage{"!"})
			}
		}},
		"floods with candidates": {"too-much", func(c *connection) {
			for range 3000 {
				c.say(&candidateMessage{"candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host",
					"0"})
			}
		}},
		"floods with words in the host's name": {"too-much", func(c *connection) {
			for range 3000 {
				c.say(&endMessage{})
			}
		}},
		"opens more channels": {"another-channel", func(c *connection) {
			if _, err := c.pc.CreateDataChannel("more", nil); err != nil {
				t.Error(err)
			}
		}},
		"sends a picture in an audio call": {"description", func(c *connection) {
			if _, err := c.pc.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo); err != nil {
				t.Error(err)
			}
			c.negotiator.offerAnew(false)
		}},
		"sends a second sound": {"description", func(c *connection) {
			if _, err := c.pc.AddTransceiverFromKind(webrtc.RTPCodecTypeAudio); err != nil {
				t.Error(err)
			}
			c.negotiator.offerAnew(false)
		}},
		"names another certificate in the call": {"description", func(c *connection) {
			own := c.pc.LocalDescription().SDP
			shown, _ := fingerprintOf(own)
			shown[0]++
			var other []string
			for line := range strings.Lines(own) {
				if strings.HasPrefix(line, "a=fingerprint:") {
					line = "a=fingerprint:sha-256 " +
						strings.TrimSuffix(strings.ReplaceAll(fmt.Sprintf("% X ", shown[:]), " ",
							":"), ":") + "\r\n"
				}
				other = append(other, line)
			}
			c.say(&descriptionMessage{"offer", strings.Join(other, "")})
		}},
		"says what nobody knows": {"bad-message",
			func(c *connection) { _ = c.channel.SendText(`{"kind":"unmute"}`) }},
		"proves itself anew": {"bad-message", func(c *connection) { c.say(&authMessage{}) }},
	} {
		t.Run(name, func(t *testing.T) {
			host, anna, mallory := hostileCall(t, s.in(t))
			mallory.each(c.do)
			for _, p := range []*person{host, anna} {
				p.untilThat("the alarm", func(e Event) bool {
					return e.Kind == Alarm && e.Name == "Mallory" && e.Code == c.code
				})
			}
			if err := anna.Say("Just us."); err != nil {
				t.Fatal(err)
			}
			host.untilThat("Anna", func(e Event) bool { return e.Kind == Said && e.Name == "Anna" })
		})
	}
}

func TestAnOldListIsNotFollowed(t *testing.T) {
	host, anna, mallory := hostileCall(t, startServer(t))
	var old, newest *rosterMessage
	anna.do(func() { newest = anna.roster })
	host.do(func() {
		members := host.desk.members()
		old = signRoster(host.link.Host, host.room, members[:2], nil) // the host and Anna
		old.Epoch = newest.Epoch - 1
		old.Signature = sign(host.link.Host, rosterText(host.room, old.Epoch, old.Members))
	})
	for _, p := range []*person{anna, mallory} {
		p.do(func() { p.receive(old) })
		p.do(func() {
			if p.over || p.roster == nil || p.roster.Epoch != newest.Epoch || len(p.pairs) != 2 {
				t.Errorf("%s follows an old list", p.name)
			}
		})
	}
}

func TestNobodyGetsAnotherNameInTheCall(t *testing.T) {
	host, anna, mallory := hostileCall(t, startServer(t))
	mallory.each(func(c *connection) {
		c.say(&helloMessage{Name: "Host"})
		c.say(&chatMessage{"It is me."})
	})
	for _, p := range []*person{host, anna} {
		if e := p.until(Said); e.Name != "Mallory" {
			t.Errorf("%s hears it from %s", p.name, e.Name)
		}
	}
}

func TestAPathIsOpenedAnewAsOftenAsALineIsLostAndRemembersTheLast(t *testing.T) {
	later, earlier := ring(t)
	for n := range maxAttempts + 50 {
		later.reset()
		later.connect()
		mustPass(t, later, earlier)
		if later.open != n+1 || earlier.open != n+1 {
			t.Fatalf("after %d losses it was opened %d and %d times", n+1, later.open, earlier.open)
		}
	}
	for _, e := range []*end{later, earlier} {
		kept := len(e.hashes) == maxAttempts && len(e.order) == maxAttempts &&
			len(e.seen) <= maxAttempts
		if !kept || e.hash(e.bound) == nil {
			t.Errorf("%d hashes and %d first messages are kept", len(e.hashes), len(e.seen))
		}
	}
}

func TestAttemptsWithoutEndLeaveOneTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pair{call: &Call{box: newMailbox()}}
		for range 1000 {
			p.after(maxSilence, func() error { return nil })
		}
		time.Sleep(2 * maxSilence)
		if due := len(p.call.box.take()); due != 1 {
			t.Errorf("%d timers ran", due)
		}
	})
}

func TestAFloodIsCountedBeforeItIsReadAndEndsThePairOnce(t *testing.T) {
	w := newWire(t, nil)
	w.untilUsable()
	began := time.Now()
	for range 5000 {
		if err := w.polite.channel.SendText(`{"kind":"chat","text":"!"}`); err != nil {
			t.Fatal(err)
		}
	}
	w.until("end", func() bool {
		return (w.attacked > 0 || len(w.texts) == 5000) && w.polite.channel.BufferedAmount() == 0
	})
	if most := 128 + int(16*time.Since(began).Seconds()) + 1; w.attacked != 1 ||
		len(w.texts) > most {
		t.Errorf("%d attacks, %d texts of which %d may pass", w.attacked, len(w.texts), most)
	}
}

func TestThePaceIsForPeopleAndStopsAFlood(t *testing.T) {
	now := time.Now()
	p := newPace(now)
	for range 3600 { // an hour of long lines
		for range 5 {
			if !p.allows(4000, now) {
				t.Fatal("a line a fifth of a second is too much")
			}
		}
		now = now.Add(time.Second)
	}
	text := string(make([]byte, 60))
	for range 10_000 { // a file that is piped in
		if !p.allows(len(text), now) {
			t.Fatal("whoever waits as long as it should is stopped")
		}
		now = now.Add(SayingTime(text))
	}
	passed := 0
	for p.allows(len(text), now) {
		passed++
	}
	if passed < 100 || passed > 140 {
		t.Errorf("%d lines pass at once", passed)
	}
}
