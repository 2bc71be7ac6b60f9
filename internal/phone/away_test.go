package phone

import (
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/phone/sipline"
)

// TestATelephoneOutlivesItsServer: the server goes and comes back in the middle of a call.
func TestATelephoneOutlivesItsServer(t *testing.T) {
	g := openGateway(t, nil)
	var voice, late voiceOf
	host, link := g.room(voice.media(t, 440, 6000))
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.say(9000)
	p.press(g.pin(link))
	until(t, host, "connection", isKind(peer.Connected))
	hears := func(when string) {
		eventually(t, when+" both hear each other",
			func() bool { return isNear(voice.levelOf(1004), 9000) && isNear(p.levelOf(440), 6000) })
	}
	hears("with a server")
	startAgain := g.stopServer()
	p.hears("that the server is away", 350)
	hears("without it")
	startAgain()
	p.hears("that the server is back", 700)
	hears("afterwards")
	g.join(link.Guest(), "Anna", late.media(t, 660, 4000))
	eventually(t, "who comes later is heard", func() bool { return isNear(p.levelOf(660), 4000) })
	p.press("*9")
	until(t, host, "hand", func(e peer.Event) bool { return e.Kind == peer.Switched && e.Hand > 0 })
	p.hangUp()
	until(t, host, "good-bye", isKind(peer.Gone))
}

// TestWhoWaitsHearsThatTheServerIsAway, is let in if it comes back, and is not kept for ever.
func TestWhoWaitsHearsThatTheServerIsAway(t *testing.T) {
	g := openGateway(t, func(_ *sipline.Config, o *Options) { o.LostAtDoor = 10 * time.Second })
	link := g.emptyRoom()
	wait := func(user string) *telephone {
		p := newTelephone(t, g.line.Own(), user)
		p.invite()
		p.press(g.pin(link))
		p.hears("that it rings", 425)
		return p
	}
	p := wait("100")
	startAgain := g.stopServer()
	p.hears("that the server is away", 350)
	startAgain()
	p.hears("that it is back", 700)
	host := g.join(link, "Host", peer.Media{})
	until(t, host, "connection", isKind(peer.Connected))
	p.hangUp()
	if err := host.End(); err != nil {
		t.Fatal(err)
	}
	link = g.emptyRoom()
	p = wait("101")
	g.stopServer()
	p.untilHungUp()
}

// TestNoServerIsNotARefusal: whoever presses a PIN then hears that it is not the host who says no.
func TestNoServerIsNotARefusal(t *testing.T) {
	g := openGateway(t, nil)
	pin := g.pin(g.emptyRoom())
	g.stopServer()
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.press(pin)
	p.untilHungUp()
	if p.levelOf(350) < -30 || p.levelOf(425) > p.levelOf(350) {
		t.Errorf("350 Hz at %.1f dB, the engaged tone at %.1f dB", p.levelOf(350), p.levelOf(425))
	}
}

// TestAGatewayThatStopsSaysGoodBye to everybody: who talks, who presses keys, who rings.
func TestAGatewayThatStopsSaysGoodBye(t *testing.T) {
	g := openGateway(t, nil)
	host, link := g.room(peer.Media{})
	inCall, atPIN := newTelephone(t, g.line.Own(), "100"), newTelephone(t, g.line.Own(), "101")
	inCall.invite()
	atPIN.invite()
	inCall.press(g.pin(link))
	until(t, host, "connection", isKind(peer.Connected))
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		g.close()
	}()
	for _, p := range []*telephone{inCall, atPIN} {
		p.hears("that it is over", 350)
	}
	line := newTelephone(t, g.line.Own(), "102").invite()
	if line != "SIP/2.0 503 Service Unavailable" {
		t.Errorf("a call meanwhile: %s", line)
	}
	for _, p := range []*telephone{inCall, atPIN} {
		p.untilHungUp()
	}
	until(t, host, "good-bye", isKind(peer.Gone))
	<-closed
}

// TestACallerHearsWhatHappens: each step has a tone of its own.
func TestACallerHearsWhatHappens(t *testing.T) {
	g := openGateway(t, nil)
	link := g.emptyRoom()
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.hears("that a PIN is wanted", 880)
	right := g.pin(link)
	p.press(notThis(right))
	p.hears("that it is wrong", 220)
	p.press(right)
	p.hears("that it rings", 425)
	host := g.join(link, "Host", peer.Media{})
	until(t, host, "connection", isKind(peer.Connected))
	p.hears("that it is in", 784)
	for _, what := range []string{"off", "on"} {
		eventually(t, "silence", func() bool { return p.levelOf(600) < -60 })
		p.press("*6")
		p.hears("that the microphone is "+what, 600)
	}
	if err := host.End(); err != nil {
		t.Fatal(err)
	}
	p.hears("that the call is over", 392)
	p.untilHungUp()
}

func TestWhomTheHostTurnsAwayHearsTheEngagedTone(t *testing.T) {
	g := openGateway(t, nil)
	link := g.emptyRoom()
	host, err := peer.Join(t.Context(), link, peer.Options{Name: "Host", LoopbackOnly: true,
		Admit: func(string) peer.Decision { return peer.Deny }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(host.Leave)
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.press(g.pin(link))
	p.untilHungUp()
	if level := p.levelOf(425); level < -30 {
		t.Errorf("the engaged tone is at %.1f dB", level)
	}
}

// emptyRoom makes a room whose host is not there.
func (g *gateway) emptyRoom() links.Link {
	g.t.Helper()
	link, err := links.New(g.origin, links.Audio)
	if err != nil {
		g.t.Fatal(err)
	}
	if _, err := peer.Create(g.t.Context(), link, 4, time.Hour); err != nil {
		g.t.Fatal(err)
	}
	return link
}

// notThis is another PIN.
func notThis(pin string) string {
	if pin == "000000" {
		return "000001"
	}
	return "000000"
}
