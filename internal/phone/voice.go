package phone

import (
	"slices"
	"sync"

	"einmal/internal/phone/sound"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// farJump is more than any pause between two packets of one clock: ten seconds of samples.
const farJump = 10 * sound.Rate

// voice is what a telephone says, on its way to everybody in the call. It is safe for concurrent
// use.
type voice struct {
	mu     sync.Mutex
	track  *webrtc.TrackLocalStaticRTP // nil before the room
	muted  bool
	packet rtp.Packet
	last   uint32 // the telephone's time of the last packet
	spoke  bool
}

func (v *voice) sendTo(track *webrtc.TrackLocalStaticRTP) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.track = track
}

func (v *voice) mute(on bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.muted = on
}

// say passes on µ-law codes of the telephone's time. A pause stays a pause, and another clock
// becomes the next packet of ours.
func (v *voice) say(time uint32, codes []byte, starts bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	passed := int32(time - v.last) //nolint:gosec // it wraps around
	if !v.spoke || passed < -farJump || passed > farJump {
		passed = int32(len(codes)) //nolint:gosec // a packet is short
	}
	v.last, v.spoke = time, true
	v.packet.Timestamp += uint32(passed) //nolint:gosec // one that was overtaken goes back
	if v.track == nil || v.muted {
		return
	}
	v.packet.Version, v.packet.Marker = 2, starts
	v.packet.SequenceNumber++
	v.packet.Payload = slices.Clone(codes)
	_ = v.track.WriteRTP(&v.packet) // fails for those who are leaving
}
