package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"os"
	"strings"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	"einmal/internal/cli"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
)

// tone is one second of 440 Hz in Opus, 20 ms a packet, cut out of the middle of a longer one so
// that it can be repeated without a gap. There is no Opus encoder in plain Go: Chromium's
// AudioEncoder made it, 48 kHz, mono, 24 kbit/s.
//
//go:embed tone.ogg
var tone []byte

// largestFile is how much of a media file is held in memory.
const largestFile = 256 << 20

// clip is what a file holds, ready to be sent.
type clip struct {
	isVideo bool
	samples []media.Sample
}

var errMedia = errors.New("neither an IVF file with VP8 nor an Ogg file with Opus")

// readClip reads either kind of file. The error wraps errMedia if it is neither.
func readClip(file []byte) (clip, error) {
	var c clip
	var err error
	switch {
	case strings.HasPrefix(string(file[:min(4, len(file))]), "DKIF"):
		c.isVideo = true
		c.samples, err = readIVF(file)
	case strings.HasPrefix(string(file[:min(4, len(file))]), "OggS"):
		c.samples, err = readOgg(file)
	default:
		err = errMedia
	}
	if err == nil && len(c.samples) == 0 {
		err = errMedia
	}
	return c, err
}

// play sends the clip again and again until ctx ends, at its own pace.
func (c clip) play(ctx context.Context, track *webrtc.TrackLocalStaticSample) {
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

// mediaFlags say what a participant sends.
type mediaFlags struct {
	tone  bool
	files []string
}

func (f *mediaFlags) add(set *flag.FlagSet) {
	set.BoolVar(&f.tone, "tone", false, "send a tone of 440 Hz as the microphone")
	set.Func("media",
		"loop this `FILE`: IVF with VP8 as camera, Ogg with Opus as microphone; up to two",
		func(name string) error {
			f.files = append(f.files, name)
			return nil
		})
}

// open starts to play until ctx ends. Errors are for people.
func (f *mediaFlags) open(ctx context.Context, kind peer.Kind) (peer.Media, error) {
	var m peer.Media
	var clips []clip
	if f.tone {
		c, err := readClip(tone)
		if err != nil {
			return m, err
		}
		clips = append(clips, c)
	}
	for _, name := range f.files {
		c, err := readFile(name)
		if err != nil {
			return m, err
		}
		clips = append(clips, c)
	}
	for _, c := range clips {
		to, codec, name := &m.Audio, rtc.AudioCodec, "audio"
		if c.isVideo {
			to, codec, name = &m.Video, rtc.VideoCodec, "video"
		}
		if *to != nil {
			return m, cli.Usage("There is more than one source for %s.", name)
		}
		if kind == peer.Chat || kind == peer.Audio && c.isVideo {
			return m, cli.Usage("This is a call without %s.", name)
		}
		track, err := webrtc.NewTrackLocalStaticSample(codec, name, "einmal")
		if err != nil {
			return m, err
		}
		*to = track
		go c.play(ctx, track)
	}
	return m, nil
}

func readFile(name string) (clip, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > largestFile {
		return clip{}, cli.Usage("%s is larger than 256 MB.", name)
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return clip{}, cli.Usage("The media file cannot be read: %v.", err)
	}
	c, err := readClip(file)
	if err != nil {
		return clip{}, cli.Usage("%s is %v.", name, errMedia)
	}
	return c, nil
}
