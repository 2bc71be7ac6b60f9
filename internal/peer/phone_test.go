package peer

import (
	"sync/atomic"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// phoneMedia sends PCMU until the test ends, and counts what comes by payload type.
func phoneMedia(t *testing.T, heard *[128]atomic.Int64) rtc.Media {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticRTP(rtc.PhoneCodec, "audio", "phone")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for n := uint16(0); t.Context().Err() == nil; n++ {
			_ = track.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: n,
				Timestamp: uint32(n) * 160}, Payload: make([]byte, 160)})
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return rtc.Media{Telephone: true, Audio: track, Hear: func() (func(*rtp.Packet), func()) {
		return func(p *rtp.Packet) { heard[p.PayloadType].Add(1) }, func() {}
	}}
}

func TestATelephoneSaysWhatItIsAndSpeaksG711(t *testing.T) {
	s := startServer(t)
	link := s.room(Video, 3)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn, Media: sending(t)})
	host.until(Joined)
	var heard [128]atomic.Int64
	one := Options{Name: "Phone …123", Phone: true, Media: phoneMedia(t, &heard)}
	phone := s.join(link.Guest(), one)
	if e := host.until(Knocked); !e.Phone {
		t.Error("the host is not told at the knock")
	}
	phone.until(Connected)
	host.untilStats("sound of the telephone", func(s Stats) bool { return s.AudioPackets > 5 })
	if clients := host.Safety(); len(clients) != 1 || clients[0].Client != protocol.ClientPhone {
		t.Errorf("it runs %+v", clients)
	}
	if err := phone.SetHand(true); err != nil {
		t.Fatal(err)
	}
	host.untilThat("a hand", func(e Event) bool { return e.Kind == Switched && e.Hand == 1 })
	// Its first words are that it wants no picture: the host has stopped, if it ever began.
	before := phone.Stats()[0].VideoPackets
	other := s.join(link.Guest(), Options{Name: "Phone", Phone: true, Media: phoneMedia(t,
		new([128]atomic.Int64))})
	other.until(Connected)
	for end := time.Now().Add(time.Minute); heard[0].Load() < 10; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("two telephones do not hear each other")
		}
	}
	for payload := range heard {
		if n := heard[payload].Load(); n > 0 && payload != 0 {
			t.Errorf("%d packets of sound of type %d", n, payload)
		}
	}
	for _, one := range phone.Stats() {
		if one.Name == "Host" && one.VideoPackets > before+30 {
			t.Errorf("%d packets of a picture", one.VideoPackets)
		}
	}
	// A host who sends Opus alone is silent to it, and still connected.
	host.runAndWait(func() {
		for _, p := range host.pairs {
			if p.IsMember && !p.IsReachable() {
				t.Errorf("%s is not reached", p.Name)
			}
		}
	})
}
