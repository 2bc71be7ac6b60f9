package mediafile

import (
	"os"
	"testing"
	"time"
)

func TestTheToneIsOneSecondThatCanBeRepeated(t *testing.T) {
	c, err := ToneClip()
	if err != nil {
		t.Fatal(err)
	}
	var length time.Duration
	for _, sample := range c.samples {
		length += sample.Duration
	}
	if c.IsVideo || len(c.samples) != ToneRate || length != time.Second {
		t.Errorf("%d packets in %s", len(c.samples), length)
	}
}

func TestAnIVFFileGivesItsFrames(t *testing.T) {
	file, err := os.ReadFile("testdata/square.ivf")
	if err != nil {
		t.Fatal(err)
	}
	c, err := ParseClip(file)
	if err != nil || !c.IsVideo || len(c.samples) != 30 ||
		c.samples[0].Duration.Milliseconds() != 66 {
		t.Errorf("%d frames, %v", len(c.samples), err)
	}
	if c, err = ParseClip(file[:len(file)-1]); err != nil || len(c.samples) != 29 {
		t.Errorf("cut off: %d frames, %v", len(c.samples), err)
	}
}

func TestAPageOfManyPacketsIsTakenApart(t *testing.T) {
	page := func(lacing []byte, content []byte) []byte {
		return append(append(append([]byte("OggS"), make([]byte, 22)...), byte(len(lacing))),
			append(lacing, content...)...)
	}
	long := make([]byte, 300)
	long[0] = 0xf8
	file := page([]byte{8}, []byte("OpusHead"))
	file = append(file, page([]byte{8}, []byte("OpusTags"))...)
	file = append(file, page([]byte{3, 3, 255},
		append([]byte{0xf8, 1, 2, 0xf8, 3, 4}, long[:255]...))...)
	file = append(file, page([]byte{45, 2}, append(long[255:], 0x0b, 0x83))...)
	c, err := ParseClip(file)
	if err != nil || len(c.samples) != 4 {
		t.Fatalf("%d packets, %v", len(c.samples), err)
	}
	if n := len(c.samples[2].Data); n != 300 {
		t.Errorf("a packet over two pages has %d bytes", n)
	}
	if d := c.samples[3].Duration; d != 3*20*time.Millisecond {
		t.Errorf("three SILK frames take %s", d)
	}
}

func FuzzParseClip(f *testing.F) {
	f.Add(tone)
	f.Add([]byte("DKIF"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := ParseClip(file)
		if (err == nil) != (len(c.samples) > 0) && err == nil {
			t.Error("nothing to play, and no error")
		}
	})
}
