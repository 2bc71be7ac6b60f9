package phone

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"einmal/internal/peer"
	"einmal/internal/phone/sipline"
)

// TestAFloodOfCallsIsRefused, and a call that is there goes on.
func TestAFloodOfCallsIsRefused(t *testing.T) {
	g := openGateway(t, func(c *sipline.Config, _ *Options) { c.MostCalls = 1 })
	host, link := g.room(peer.Media{})
	p := newTelephone(t, g.line.Own(), "100")
	p.invite()
	p.press(g.pin(link))
	until(t, host, "connection", isKind(peer.Connected))
	evil := newTelephone(t, g.line.Own(), "666")
	for n := range 150 {
		evil.id = fmt.Sprintf("flood%d", n)
		evil.request("INVITE", 1, "Content-Type: application/sdp\r\n", evil.offer("sendrecv"))
	}
	for {
		line, all := evil.answer()
		if line == "SIP/2.0 503 Service Unavailable" {
			if headerOf(all, "Retry-After") == "" {
				t.Error("it is not said when to come again")
			}
			break
		}
		if line != "SIP/2.0 486 Busy Here" {
			t.Fatal(line)
		}
	}
	eventually(t, "all are counted", func() bool { return g.line.Stats().Flood > 50 })
	if s := g.line.Stats(); s.Busy < 20 || s.Busy > 80 || s.Calls != 1 {
		t.Errorf("%+v", s)
	}
	before := p.got.Load()
	eventually(t, "the call goes on", func() bool { return p.got.Load() > before+20 })
}

// TestWhatIsCountedIsWhatHasBeen: the counts of a call, of PINs and of what was refused.
func TestWhatIsCountedIsWhatHasBeen(t *testing.T) {
	g := openGateway(t, nil)
	host, link := g.room(peer.Media{})
	p := newTelephone(t, g.line.Own(), "100")
	p.request("INVITE", 1, "Content-Type: application/sdp\r\n",
		strings.Replace(p.offer("sendrecv"), "RTP/AVP 0 ", "RTP/AVP 3 ", 1))
	p.answer()
	p = newTelephone(t, g.line.Own(), "100")
	p.invite()
	right := g.pin(link)
	p.press(notThis(right) + right)
	until(t, host, "connection", isKind(peer.Connected))
	p.hangUp()
	eventually(t, "the call is over", func() bool { return g.desk.Totals().Calls == 1 })
	all := g.desk.Totals()
	if all.LetIn != 1 || all.WrongPIN != 1 || all.Limited != 0 || all.Received == 0 || all.Sent == 0 {
		t.Errorf("%+v", all)
	}
	if s := g.line.Stats(); s.Taken != 1 || s.Unfit != 1 || s.Calls != 0 || s.Flood != 0 {
		t.Errorf("%+v", s)
	}
	for range wrongPerHour {
		g.desk.tryPIN("200", notThis(right), time.Now())
	}
	g.desk.tryPIN("200", right, time.Now())
	if all := g.desk.Totals(); all.Limited != 1 || all.WrongPIN != 1+wrongPerHour {
		t.Errorf("%+v", all)
	}
}
