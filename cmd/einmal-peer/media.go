package main

import (
	"context"
	"flag"
	"os"

	"einmal/internal/cli"
	"einmal/internal/mediafile"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
)

// largestFile bounds a media file, which is held in memory.
const largestFile = 256 << 20

// mediaFlags name what a participant sends.
type mediaFlags struct {
	tone  bool
	files []string
}

func (f *mediaFlags) register(set *flag.FlagSet) {
	set.BoolVar(&f.tone, "tone", false, "send a tone of 440 Hz as the microphone")
	set.Func("media",
		"loop this `FILE`: IVF with VP8 as camera, Ogg with Opus as microphone; up to two",
		func(name string) error {
			f.files = append(f.files, name)
			return nil
		})
}

// startMedia starts tracks that play until ctx ends. Its errors are for people.
func (f *mediaFlags) startMedia(ctx context.Context, kind peer.Kind) (peer.Media, error) {
	var m peer.Media
	var clips []mediafile.Clip
	if f.tone {
		c, err := mediafile.ToneClip()
		if err != nil {
			return m, err
		}
		clips = append(clips, c)
	}
	for _, name := range f.files {
		c, err := readClip(name)
		if err != nil {
			return m, err
		}
		clips = append(clips, c)
	}
	for _, c := range clips {
		to, codec, name := &m.Audio, rtc.AudioCodec, "audio"
		if c.IsVideo {
			to, codec, name = &m.Video, rtc.VideoCodec, "video"
		}
		if *to != nil {
			return m, cli.Usage("There is more than one source for %s.", name)
		}
		if kind == peer.Chat || kind == peer.Audio && c.IsVideo {
			return m, cli.Usage("This is a call without %s.", name)
		}
		track, err := c.StartTrack(ctx, codec)
		if err != nil {
			return m, err
		}
		*to = track
	}
	return m, nil
}

func readClip(name string) (mediafile.Clip, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > largestFile {
		return mediafile.Clip{}, cli.Usage("%s is larger than 256 MB.", name)
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return mediafile.Clip{}, cli.Usage("The media file cannot be read: %v.", err)
	}
	c, err := mediafile.ParseClip(file)
	if err != nil {
		return mediafile.Clip{}, cli.Usage("%s is %v.", name, mediafile.ErrFormat)
	}
	return c, nil
}
