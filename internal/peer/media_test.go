package peer

import (
	"context"
	"strings"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// silence is a valid Opus packet of 20 ms without a sound.
var silence = media.Sample{Data: []byte{0xf8, 0xff, 0xfe}, Duration: 20 * time.Millisecond}

// keyFrame begins like a VP8 key frame of 16 by 16 pixels (RFC 6386, section 9.1); nobody here
// decodes it.
var keyFrame = media.Sample{Data: []byte{0x10, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0, 0, 0},
	Duration: 66 * time.Millisecond}

// sending returns media that is sent until the test ends.
func sending(t *testing.T) (m rtc.Media) {
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	send := func(codec webrtc.RTPCodecCapability, name string,
		sample media.Sample) webrtc.TrackLocal {
		track, err := webrtc.NewTrackLocalStaticSample(codec, name, "test")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for ctx.Err() == nil {
				_ = track.WriteSample(sample)
				time.Sleep(sample.Duration)
			}
		}()
		return track
	}
	m.Audio, m.Video = send(rtc.AudioCodec, "audio", silence), send(rtc.VideoCodec, "video",
		keyFrame)
	return m
}

func (p *person) untilStats(what string, holds func(Stats) bool) {
	p.t.Helper()
	var last []Stats
	for end := time.Now().Add(
		time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if last = p.Stats(); len(last) == 1 && holds(last[0]) {
			return
		}
	}
	p.t.Fatalf("%s: no %s: %+v", p.name, what, last)
}

func TestMediaGoesBothWaysAndComesBackFromAnEcho(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	for _, c := range []struct {
		name  string
		kind  Kind
		relay bool
		video bool
	}{
		{"a video call", Video, false, true},
		{"a video call through the relay", Video, true, true},
		{"an audio call", Audio, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := s.in(t)
			link := s.room(c.kind, 2)
			host := s.join(link, Options{Name: "Host", Admit: letAllIn, Media: sending(t),
				RelayOnly: c.relay})
			host.until(Joined)
			echo := s.join(link.Guest(), Options{Name: "Echo", Media: rtc.Media{Echo: true},
				RelayOnly: c.relay})
			host.until(Connected)
			for _, p := range []*person{echo, host} {
				p.untilStats("media", func(s Stats) bool {
					return s.AudioPackets > 20 && (s.VideoPackets > 5) == c.video &&
						(s.VideoPackets > 0) == c.video
				})
			}
		})
	}
}

func TestWhoShowsNoPictureIsSentNone(t *testing.T) {
	s := startServer(t)
	_, guest := pairOf(t, s, Video, Options{Media: sending(t)})
	guest.until(Connected)
	guest.untilStats("picture", func(s Stats) bool { return s.VideoPackets > 5 })
	want := func(height uint16) {
		guest.each(func(c *rtc.Connection) {
			c.SendMessage(&protocol.Want{Line: protocol.LineCamera, Height: height, Rank: 1})
		})
	}
	want(0)
	time.Sleep(500 * time.Millisecond)
	before := guest.Stats()[0]
	time.Sleep(time.Second)
	hidden := guest.Stats()[0]
	if hidden.VideoPackets != before.VideoPackets {
		t.Errorf("%d packets of a picture that is not shown",
			hidden.VideoPackets-before.VideoPackets)
	}
	if hidden.AudioPackets < before.AudioPackets+20 {
		t.Error("the sound stopped with the picture")
	}
	want(180)
	guest.untilStats("picture again",
		func(s Stats) bool { return s.VideoPackets > hidden.VideoPackets+5 })
}

func TestAChatOffersNoMedia(t *testing.T) {
	s := startServer(t)
	host, guest := pairOf(t, s, Chat, Options{Media: sending(t)})
	host.until(Connected)
	guest.until(Connected)
	for _, p := range []*person{host, guest} {
		p.runAndWait(func() {
			for _, pair := range p.pairs {
				if sdp := pair.Conn.PC.LocalDescription().SDP; strings.Count(sdp,
					"m=") != strings.Count(sdp, "m=application") {
					t.Errorf("%s has more than a data channel", p.name)
				}
			}
		})
	}
}
