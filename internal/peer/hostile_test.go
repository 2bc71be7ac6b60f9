package peer

import (
	"fmt"
	"strings"
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"

	"github.com/pion/webrtc/v4"
)

// each does something to the way to everybody else, on the call's goroutine.
func (p *person) each(do func(c *rtc.Connection)) {
	p.runAndWait(func() {
		for _, pair := range p.pairs {
			do(pair.Conn)
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
		do   func(c *rtc.Connection)
	}{
		"floods with short texts": {"too-much", func(c *rtc.Connection) {
			for range 3000 {
				c.SendMessage(&protocol.Chat{Text: "!"})
			}
		}},
		"floods with candidates": {"too-much", func(c *rtc.Connection) {
			for range 3000 {
				c.SendMessage(&protocol.Candidate{MID: "0",
					Candidate: "candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host"})
			}
		}},
		"floods with words in the host's name": {"too-much", func(c *rtc.Connection) {
			for range 3000 {
				c.SendMessage(&protocol.End{})
			}
		}},
		"wants another size without end": {"too-much", func(c *rtc.Connection) {
			for range 100 {
				c.SendMessage(&protocol.Want{Line: protocol.LineCamera, Height: 360})
			}
		}},
		"opens more channels": {"another-channel", func(c *rtc.Connection) {
			if _, err := c.PC.CreateDataChannel("more", nil); err != nil {
				t.Error(err)
			}
		}},
		"sends a picture in an audio call": {"description", func(c *rtc.Connection) {
			if _, err := c.PC.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo); err != nil {
				t.Error(err)
			}
			c.OfferAgain()
		}},
		"sends a second sound": {"description", func(c *rtc.Connection) {
			if _, err := c.PC.AddTransceiverFromKind(webrtc.RTPCodecTypeAudio); err != nil {
				t.Error(err)
			}
			c.OfferAgain()
		}},
		"names another certificate in the call": {"description", func(c *rtc.Connection) {
			own := c.PC.LocalDescription().SDP
			shown, _ := protocol.FingerprintOf(own)
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
			c.SendMessage(&protocol.Description{Type: "offer", SDP: strings.Join(other, "")})
		}},
		"says what nobody knows": {"bad-message",
			func(c *rtc.Connection) { _ = c.Channel.SendText(`{"kind":"unmute"}`) }},
		"proves itself anew": {"bad-message",
			func(c *rtc.Connection) { c.SendMessage(&protocol.Auth{}) }},
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
	var old, newest *protocol.Roster
	anna.runAndWait(func() { newest = anna.roster })
	host.runAndWait(func() {
		members := host.admission.members()
		old = seal.SignRoster(host.link.Host, host.room, members[:2], nil) // the host and Anna
		old.Epoch = newest.Epoch - 1
		old.Signature = seal.SignText(host.link.Host,
			seal.RosterText(host.room, old.Epoch, old.Members))
	})
	for _, p := range []*person{anna, mallory} {
		p.runAndWait(func() { p.handleServerMessage(old) })
		p.runAndWait(func() {
			if p.over || p.roster == nil || p.roster.Epoch != newest.Epoch || len(p.pairs) != 2 {
				t.Errorf("%s follows an old list", p.name)
			}
		})
	}
}

func TestNobodyGetsAnotherNameInTheCall(t *testing.T) {
	host, anna, mallory := hostileCall(t, startServer(t))
	mallory.each(func(c *rtc.Connection) {
		c.SendMessage(&protocol.Hello{Name: "Host"})
		c.SendMessage(&protocol.Chat{Text: "It is me."})
	})
	for _, p := range []*person{host, anna} {
		if e := p.until(Said); e.Name != "Mallory" {
			t.Errorf("%s hears it from %s", p.name, e.Name)
		}
	}
}
