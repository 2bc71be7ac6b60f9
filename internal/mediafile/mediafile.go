// Package mediafile reads short IVF and Ogg files and plays them, over and over, as the camera or
// microphone of a participant. It decodes nothing: frames and packets go out as they are.
package mediafile

import (
	"context"
	_ "embed"
	"errors"
	"strings"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// tone is one second of 440 Hz in Opus, 20 ms a packet, cut out of the middle of a longer one so
// that it can be repeated without a gap. There is no Opus encoder in plain Go: Chromium's
// AudioEncoder made it, 48 kHz, mono, 24 kbit/s.
//
//go:embed tone.ogg
var tone []byte

// ToneRate is how many packets a second the tone has.
const ToneRate = 50

// Clip is what a file holds, ready to be sent.
type Clip struct {
	IsVideo bool
	samples []media.Sample
}

// ErrFormat means that a file cannot be played.
var ErrFormat = errors.New("neither an IVF file with VP8 nor an Ogg file with Opus")

// ParseClip reads either kind of file. The error wraps [ErrFormat] if it is neither.
func ParseClip(file []byte) (Clip, error) {
	var c Clip
	var err error
	switch {
	case strings.HasPrefix(string(file[:min(4, len(file))]), "DKIF"):
		c.IsVideo = true
		c.samples, err = readIVF(file)
	case strings.HasPrefix(string(file[:min(4, len(file))]), "OggS"):
		c.samples, err = readOgg(file)
	default:
		err = ErrFormat
	}
	if err == nil && len(c.samples) == 0 {
		err = ErrFormat
	}
	return c, err
}

// ToneClip gives a tone of 440 Hz.
func ToneClip() (Clip, error) { return ParseClip(tone) }

// StartTrack gives a track that plays the clip again and again until ctx ends.
func (c Clip) StartTrack(ctx context.Context,
	codec webrtc.RTPCodecCapability) (*webrtc.TrackLocalStaticSample, error) {
	id := "audio"
	if c.IsVideo {
		id = "video"
	}
	track, err := webrtc.NewTrackLocalStaticSample(codec, id, "einmal")
	if err != nil {
		return nil, err
	}
	go c.playInto(ctx, track)
	return track, nil
}

// playInto sends the clip at its own pace.
func (c Clip) playInto(ctx context.Context, track *webrtc.TrackLocalStaticSample) {
	due := time.Now()
	for {
		for _, sample := range c.samples {
			due = due.Add(sample.Duration)
			_ = track.WriteSample(sample) // fails only for a peer that is leaving
			select {
			case <-time.After(time.Until(due)):
			case <-ctx.Done():
				return
			}
		}
	}
}
