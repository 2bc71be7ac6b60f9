package phone

import (
	"net"
	"strings"
	"testing"
	"time"

	"einmal/internal/peer"
	"einmal/internal/phone/sipline"
)

func TestATelephoneIsAGuestWhoIsHeardAndHears(t *testing.T) {
	g := openGateway(t, nil)
	var host voiceOf
	call, link := g.room(host.media(t, 440, 6000))
	p := newTelephone(t, g.line.Own(), "+4930555123")
	if line := p.invite(); line != "SIP/2.0 200 OK" {
		t.Fatal(line)
	}
	p.say(9000)
	p.press("12*") // a star begins again
	p.press(g.pin(link))
	knock := until(t, call, "knock", isKind(peer.Knocked))
	if knock.Name != "Phone …123" || !knock.Phone {
		t.Errorf("knocked as %+v", knock)
	}
	until(t, call, "connection", isKind(peer.Connected))
	eventually(t, "the host hears 1,004 Hz at its level",
		func() bool { return isNear(host.levelOf(1004), 9000) })
	eventually(t, "the telephone hears 440 Hz at its level",
		func() bool { return isNear(p.levelOf(440), 6000) })
	if own := p.levelOf(1004); own > -50 {
		t.Errorf("the telephone hears itself at %.1f dB", own)
	}

	p.press("*9")
	until(t, call, "hand", func(e peer.Event) bool { return e.Kind == peer.Switched && e.Hand > 0 })
	p.press("*6")
	until(t, call, "muted", func(e peer.Event) bool {
		return e.Kind == peer.Switched && !e.Microphone && e.Hand > 0
	})
	host.mu.Lock()
	before := len(host.heard)
	host.mu.Unlock()
	p.say(9000)
	p.press("*6")
	until(t, call, "heard again", func(e peer.Event) bool { return e.Kind == peer.Switched && e.Microphone })
	eventually(t, "the host hears it again", func() bool {
		host.mu.Lock()
		defer host.mu.Unlock()
		return len(host.heard) > before+3200
	})

	p.number++
	p.request("INVITE", p.number, "Content-Type: application/sdp\r\n", p.offer("sendonly"))
	if line, all := p.answer(); line != "SIP/2.0 200 OK" || !strings.Contains(all, "a=recvonly") {
		t.Errorf("a hold is answered with %q", line)
	}
	p.request("ACK", p.number, "", "")
	held := p.got.Load()
	time.Sleep(300 * time.Millisecond)
	if now := p.got.Load(); now > held+2 {
		t.Errorf("%d packets while it is on hold", now-held)
	}
	p.number++
	p.request("INVITE", p.number, "Content-Type: application/sdp\r\n", p.offer("sendrecv"))
	p.answer()
	p.request("ACK", p.number, "", "")
	eventually(t, "sound after the hold", func() bool { return p.got.Load() > held+10 })

	p.hangUp()
	until(t, call, "good-bye", isKind(peer.Gone))
	eventually(t, "the call is over", func() bool { return g.line.Stats().Calls == 0 })
}

func TestThreeAreAddedUpForATelephone(t *testing.T) {
	g := openGateway(t, nil)
	var one, two voiceOf
	host, link := g.room(one.media(t, 440, 5000))
	until(t, host, "host", isKind(peer.Joined))
	g.join(link.Guest(), "Anna", two.media(t, 660, 4000))
	until(t, host, "Anna", isKind(peer.Connected))
	p := newTelephone(t, g.line.Own(), "anonymous")
	p.invite()
	p.press(g.pin(link))
	if e := until(t, host, "knock", isKind(peer.Knocked)); e.Name != "Phone" {
		t.Errorf("somebody without a number is %q", e.Name)
	}
	eventually(t, "both are heard at their levels",
		func() bool { return isNear(p.levelOf(440), 5000) && isNear(p.levelOf(660), 4000) })
	if err := host.Remove(removedSID(host)); err != nil {
		t.Fatal(err)
	}
	p.untilHungUp()
}

// removedSID is that of the telephone.
func removedSID(host *peer.Call) string {
	for _, one := range host.Safety() {
		if one.Client == "phone" {
			return one.SID
		}
	}
	return ""
}

func TestTheEndOfARoomIsTheEndOfItsPIN(t *testing.T) {
	g := openGateway(t, nil)
	host, link := g.room(peer.Media{})
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	pin := g.pin(link)
	p.press(pin)
	until(t, host, "connection", isKind(peer.Connected))
	if err := host.End(); err != nil {
		t.Fatal(err)
	}
	p.untilHungUp()
	if _, ok := g.door.LinkOf(pin, time.Now()); ok {
		t.Error("its PIN still holds")
	}
}

func TestWrongPINsAreCountedAndEndTheCall(t *testing.T) {
	g := openGateway(t, nil)
	_, link := g.room(peer.Media{})
	right := g.pin(link)
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	for range wrongInCall {
		p.press(wrong)
	}
	p.untilHungUp()
	now := time.Now()
	for range wrongPerHour - wrongInCall {
		g.desk.tryPIN("100", wrong, now)
	}
	if _, ok := g.desk.tryPIN("100", right, now); ok {
		t.Error("a caller who was wrong ten times gets in")
	}
	if _, ok := g.desk.tryPIN("101", right, now); !ok {
		t.Error("another caller does not")
	}
	for n := range wrongInAll {
		g.desk.tryPIN(string(rune('a'+n)), wrong, now)
	}
	if _, ok := g.desk.tryPIN("102", right, now); ok {
		t.Error("somebody gets in after sixty wrong ones")
	}
	if _, ok := g.desk.tryPIN("100", right, now.Add(time.Hour)); !ok {
		t.Error("an hour later nobody gets in")
	}
}

func TestSilenceAndAServerThatIsGoneEndACall(t *testing.T) {
	g := openGateway(t, func(_ *sipline.Config, o *Options) { o.Quiet = time.Millisecond })
	host, link := g.room(peer.Media{})
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.press(g.pin(link))
	until(t, host, "knock", isKind(peer.Knocked))
	p.untilHungUp() // something comes every 20 ms, and that is not enough
}

func TestStrangersAndTooManyAreRefused(t *testing.T) {
	g := openGateway(t, func(c *sipline.Config, _ *Options) { c.MostCalls, c.PerCaller = 3, 2 })
	stranger, err := net.DialUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 2)},
		net.UDPAddrFromAddrPort(g.line.Own()))
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	friend := newTelephone(t, g.line.Own(), "100")
	for range 20 {
		stranger.Write([]byte("OPTIONS sip:phone@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP " +
			stranger.LocalAddr().String() + ";branch=z9hG4bK1\r\nFrom: <sip:x@y>;tag=1\r\n" +
			"To: <sip:phone@z>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"))
	}
	if line := friend.invite(); line != "SIP/2.0 200 OK" {
		t.Error(line)
	}
	stranger.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if n, err := stranger.Read(make([]byte, 1000)); err == nil {
		t.Errorf("a stranger gets %d bytes", n)
	}
	for n, want := range []string{"200 OK", "486 Busy Here"} {
		if line := newTelephone(t, g.line.Own(), "100").invite(); line != "SIP/2.0 "+want {
			t.Errorf("call %d of one caller: %s", n+2, line)
		}
	}
	for n, want := range []string{"200 OK", "486 Busy Here"} {
		if line := newTelephone(t, g.line.Own(), "101").invite(); line != "SIP/2.0 "+want {
			t.Errorf("call %d of another: %s", n+1, line)
		}
	}
	friend.hangUp()
}

func TestNoiseDoesNotEndOtherCalls(t *testing.T) {
	g := openGateway(t, nil)
	host, link := g.room(peer.Media{})
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.press(g.pin(link))
	until(t, host, "connection", isKind(peer.Connected))
	evil := newTelephone(t, g.line.Own(), "666")
	for _, text := range []string{"", "\x00\x00", "INVITE", strings.Repeat("A", 20_000),
		"INVITE sip:a@b SIP/2.0\r\n\r\n", "INVITE sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n",
		"SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n", "\r\n\r\n",
		"INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP [::1\r\nFrom: <\r\nTo: <\r\nCall-ID: \r\nCSeq: x\r\n\r\n"} {
		evil.sip.Write([]byte(text))
		evil.sip.Write([]byte(text))
	}
	for range 1000 { // more than a source may send
		evil.request("OPTIONS", 1, "", "")
	}
	evil.request("BYE", 2, "", "") // of no call
	evil.request("CANCEL", 2, "", "")
	before := p.got.Load()
	eventually(t, "the call goes on", func() bool { return p.got.Load() > before+20 })
	if n := g.line.Stats().Calls; n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestACancelledCallIsNeverAnswered(t *testing.T) {
	g := openGateway(t, func(c *sipline.Config, _ *Options) { c.Ring = time.Hour })
	p := newTelephone(t, g.line.Own(), "100")
	p.number++
	p.request("INVITE", p.number, "Content-Type: application/sdp\r\n", p.offer("sendrecv"))
	eventually(t, "it rings", func() bool { return g.line.Stats().Calls == 1 })
	p.request("CANCEL", p.number, "", "")
	for _, want := range []string{"SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"} {
		if line, _ := p.answer(); line != want {
			t.Errorf("%q, want %q", line, want)
		}
	}
	eventually(t, "the call is over", func() bool { return g.line.Stats().Calls == 0 })
}

func TestADescriptionWithoutSoundIsRefused(t *testing.T) {
	g := openGateway(t, nil)
	p := newTelephone(t, g.line.Own(), "100")
	p.number++
	p.request("INVITE", p.number, "Content-Type: application/sdp\r\n",
		strings.Replace(p.offer("sendrecv"), "RTP/AVP 0 ", "RTP/AVP 3 ", 1))
	if line, _ := p.answer(); line != "SIP/2.0 488 Not Acceptable Here" {
		t.Error(line)
	}
}
