package phone

import (
	"context"
	"math"
	"net/netip"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/phone/door"
	"einmal/internal/phone/sipline"
	"einmal/internal/phone/sound"
	"einmal/internal/server/servertest"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

var local = netip.MustParseAddr("127.0.0.1")

// gateway is a real one on the loopback, with a real server.
type gateway struct {
	t      *testing.T
	data   string
	server *servertest.Server
	origin string
	door   *door.Door
	desk   *Desk
	line   *sipline.Line
	close  func()
}

func openGateway(t *testing.T, change func(*sipline.Config, *Options)) *gateway {
	t.Helper()
	key, err := door.LoadKey(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{t: t, data: t.TempDir()}
	g.server = servertest.StartOn(t, g.data)
	g.origin = g.server.Public
	g.door = door.New(g.origin, "+49 30 1234", key)
	config := sipline.Config{Listen: netip.AddrPortFrom(local, 0), MostCalls: 4, PerCaller: 2,
		From: []netip.Prefix{netip.PrefixFrom(local, 32)}, Ring: 10 * time.Millisecond}
	o := Options{Name: "Phone", Digits: 3, LoopbackOnly: true, Quiet: time.Minute,
		HeldQuiet: time.Minute, Longest: time.Hour, LostAtDoor: time.Minute}
	if change != nil {
		change(&config, &o)
	}
	g.desk = NewDesk(o, g.door)
	if g.line, err = sipline.Open(t.Context(), config, g.desk.Answer); err != nil {
		t.Fatal(err)
	}
	g.close = sync.OnceFunc(g.line.Close)
	t.Cleanup(g.close)
	return g
}

// room makes one and lets its host in; who knocks is let in.
func (g *gateway) room(m peer.Media) (*peer.Call, links.Link) {
	g.t.Helper()
	link, err := links.New(g.origin, links.Audio)
	if err != nil {
		g.t.Fatal(err)
	}
	if _, err := peer.Create(g.t.Context(), link, 4, time.Hour); err != nil {
		g.t.Fatal(err)
	}
	return g.join(link, "Host", m), link
}

func (g *gateway) join(link links.Link, name string, m peer.Media) *peer.Call {
	g.t.Helper()
	call, err := peer.Join(g.t.Context(), link, peer.Options{Name: name, Media: m, LoopbackOnly: true,
		Admit: func(string) peer.Decision { return peer.Admit }})
	if err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(call.Leave)
	return call
}

// pin asks for a PIN as a host's page does.
func (g *gateway) pin(link links.Link) string {
	g.t.Helper()
	pin, err := g.door.Invite(link.Guest().String(), time.Now().Add(3*time.Hour))
	if err != nil {
		g.t.Fatal(err)
	}
	return pin
}

// stopServer has the server go away, and gives what brings it back with its rooms.
func (g *gateway) stopServer() (startAgain func()) {
	g.t.Helper()
	if err := g.server.Stop(); err != nil {
		g.t.Fatal(err)
	}
	return func() {
		g.server = servertest.StartOn(g.t, g.data, "-listen", g.server.Address)
	}
}

// until waits for an event.
func until(t *testing.T, c *peer.Call, what string, holds func(peer.Event) bool) peer.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		e, err := c.Next(ctx)
		if err != nil {
			t.Fatalf("no %s: %v", what, err)
		}
		if holds(e) {
			return e
		}
	}
}

func isKind(k peer.EventKind) func(peer.Event) bool {
	return func(e peer.Event) bool { return e.Kind == k }
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// voiceOf says a tone in G.711 until the test ends, and keeps what it hears.
type voiceOf struct {
	mu    sync.Mutex
	heard []int16
}

func (v *voiceOf) media(t *testing.T, hz, amplitude float64) peer.Media {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticRTP(rtc.PhoneCodec, "audio", "test")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		ticks := time.NewTicker(20 * time.Millisecond)
		defer ticks.Stop()
		for at := 0; t.Context().Err() == nil; at += 160 {
			<-ticks.C
			codes := make([]byte, 160)
			for i := range codes {
				codes[i] = sound.EncodeMu(int16(amplitude * math.Sin(2*math.Pi*hz*float64(at+i)/8000)))
			}
			_ = track.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, Timestamp: uint32(at),
				SequenceNumber: uint16(at / 160)}, Payload: codes})
		}
	}()
	return peer.Media{Audio: track, Hear: func() (func(*rtp.Packet), func()) {
		return func(p *rtp.Packet) {
			v.mu.Lock()
			defer v.mu.Unlock()
			for _, code := range p.Payload {
				v.heard = append(v.heard, sound.DecodeMu(code))
			}
		}, func() {}
	}}
}

func (v *voiceOf) levelOf(hz float64) float64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.heard) < 3200 {
		return math.Inf(-1)
	}
	return goertzel(v.heard[len(v.heard)-3200:], hz)
}

func isNear(level, amplitude float64) bool {
	return math.Abs(level-20*math.Log10(amplitude/32124)) < 0.5
}
