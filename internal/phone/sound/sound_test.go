package sound

import (
	"math"
	"testing"
)

// levelOf gives the level of a frequency, in dB of the loudest sine (Goertzel).
func levelOf(samples []int16, hz float64) float64 {
	var s1, s2 float64
	w := 2 * math.Cos(2*math.Pi*hz/Rate)
	for _, sample := range samples {
		s1, s2 = float64(sample)+w*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - w*s1*s2
	return 20 * math.Log10(2*math.Sqrt(power)/float64(len(samples))/32124)
}

// sineCodes are so many samples of a sine, in µ-law.
func sineCodes(hz, amplitude float64, from, count int) []byte {
	codes := make([]byte, count)
	for i := range codes {
		codes[i] = EncodeMu(int16(amplitude * math.Sin(2*math.Pi*hz*float64(from+i)/Rate)))
	}
	return codes
}

func TestCodesAreThoseOfTheRecommendation(t *testing.T) {
	for code, sample := range map[byte]int16{0xff: 0, 0x7f: 0, 0x80: 32124, 0x00: -32124,
		0xfe: 8, 0x7e: -8, 0xef: 132, 0x8f: 16764} {
		if got := DecodeMu(code); got != sample {
			t.Errorf("µ-law %#x is %d, not %d", code, got, sample)
		}
	}
	for code, sample := range map[byte]int16{0xd5: 8, 0x55: -8, 0xaa: 32256, 0x2a: -32256,
		0xc5: 264} {
		if got := expandA(code); got != sample {
			t.Errorf("A-law %#x is %d, not %d", code, got, sample)
		}
	}
	for code := range 256 {
		c := byte(code)
		if back := EncodeMu(DecodeMu(c)); back != c && c != 0x7f { // there are two of zero
			t.Errorf("µ-law %#x came back as %#x", c, back)
		}
		if back := compressA(expandA(c)); back != c {
			t.Errorf("A-law %#x came back as %#x", c, back)
		}
	}
	for sample := math.MinInt16; sample <= math.MaxInt16; sample++ {
		s := int16(sample)
		for name, back := range map[string]int16{"µ": DecodeMu(EncodeMu(s)),
			"A": expandA(compressA(s))} {
			if miss := math.Abs(float64(back) - float64(s)); miss > 16+math.Abs(float64(s))/24 &&
				math.Abs(float64(s)) < muClip {
				t.Fatalf("%s-law: %d became %d", name, s, back)
			}
		}
	}
}

func TestAToneKeepsItsLevelThroughBothLaws(t *testing.T) {
	for _, amplitude := range []float64{300, 3000, 10000, 20000} {
		codes := sineCodes(1000, amplitude, 0, Rate)
		want := 20 * math.Log10(amplitude/32124)
		for round := range 3 {
			samples := make([]int16, len(codes))
			for i, c := range codes {
				samples[i] = DecodeMu(c)
			}
			if got := levelOf(samples, 1000); math.Abs(got-want) > 0.2 {
				t.Errorf("after %d rounds: %.2f dB, want %.2f", round, got, want)
			}
			AFromMu(codes)
			MuFromA(codes)
		}
	}
}

// play gives so many frames of a mixer.
func play(m *Mixer, frames int) (samples []int16) {
	var f Frame
	for range frames {
		m.NextFrame(&f)
		samples = append(samples, f[:]...)
	}
	return samples
}

func TestVoicesAreAddedUpAndClipped(t *testing.T) {
	var m Mixer
	for _, hz := range []float64{440, 660} {
		v, _ := m.AddVoice()
		for at := 0; at < 9*FrameLength; at += FrameLength {
			v.PutPacket(uint32(at), sineCodes(hz, 8000, at, FrameLength))
		}
	}
	samples := play(&m, 12)[delay:] // what came before the first packet is silence
	for _, hz := range []float64{440, 660} {
		if got := levelOf(samples[:1200], hz); math.Abs(got-20*math.Log10(8000.0/32124)) > 0.3 {
			t.Errorf("%v Hz has %.2f dB", hz, got)
		}
	}
	m = Mixer{}
	loud := make([]byte, FrameLength)
	for i := range loud {
		loud[i] = 0x80
	}
	var remove func()
	for range 2 {
		var v *Voice
		v, remove = m.AddVoice()
		v.PutPacket(0, loud)
	}
	if samples = play(&m, 4); samples[delay] != math.MaxInt16 {
		t.Errorf("two loud ones give %d", samples[delay])
	}
	remove()
	if len(m.voices) != 1 {
		t.Errorf("%d voices after one has gone", len(m.voices))
	}
	for range 2 * maxVoices {
		m.AddVoice()
	}
	if len(m.voices) != maxVoices {
		t.Errorf("%d voices at once", len(m.voices))
	}
}

func TestPacketsAreSortedAndLateOnesDropped(t *testing.T) {
	var m Mixer
	v, _ := m.AddVoice()
	order := []int{0, 2, 1, 3, 5, 4, 7, 6} // of frames
	start := uint32(math.MaxUint32 - 300)  // the clock wraps on the way
	for _, n := range order {
		v.PutPacket(start+uint32(n*FrameLength), sineCodes(500, 8000, n*FrameLength, FrameLength))
	}
	samples := play(&m, 11)[delay:]
	if got := levelOf(samples, 500); math.Abs(got-20*math.Log10(8000.0/32124)) > 0.2 {
		t.Errorf("out of order: %.2f dB", got)
	}
	v.PutPacket(start, sineCodes(500, 8000, 0, FrameLength))
	if loudest(play(&m, 11)) != 0 || v.Counts.Late != 1 {
		t.Errorf("a late packet is heard: %+v", v.Counts)
	}
}

func loudest(samples []int16) (most int16) {
	for _, s := range samples {
		most = max(most, s, -s)
	}
	return most
}

func TestAVoiceRecoversFromAnyClock(t *testing.T) {
	for _, c := range []struct {
		name string
		jump uint32
	}{{"forward", 1 << 20}, {"back", 1<<32 - 1<<20}, {"a little back", 1<<32 - 900}} {
		t.Run(c.name, func(t *testing.T) {
			var m Mixer
			v, _ := m.AddVoice()
			heard := 0
			for n := range 100 {
				at := uint32(n * FrameLength)
				if n >= 20 {
					at += c.jump
				}
				v.PutPacket(at, sineCodes(500, 8000, 0, FrameLength))
				if loudest(play(&m, 1)) > 7000 {
					heard++
				}
			}
			if heard < 85 {
				t.Errorf("%d of 100 frames are heard: %+v", heard, v.Counts)
			}
		})
	}
	t.Run("faster than ours", func(t *testing.T) {
		var m Mixer
		v, _ := m.AddVoice()
		at := uint32(0)
		for n := range 2000 {
			v.PutPacket(at, sineCodes(500, 8000, 0, FrameLength))
			if at += FrameLength; n%50 > 0 { // one frame in 50 is not played in time
				play(&m, 1)
			}
			if ahead := v.end - v.next; ahead > most+2*FrameLength {
				t.Fatalf("%d samples ahead", ahead)
			}
		}
	})
	t.Run("a pause", func(t *testing.T) {
		var m Mixer
		v, _ := m.AddVoice()
		v.PutPacket(0, sineCodes(500, 8000, 0, FrameLength))
		play(&m, 100)
		v.PutPacket(100, sineCodes(500, 8000, 0, FrameLength)) // a clock that stood still
		if loudest(play(&m, 4)) < 7000 {
			t.Error("nothing is heard after a pause")
		}
	})
}

func TestTonesPlayOnceAndReplaceEachOther(t *testing.T) {
	var m Mixer
	m.Play([]Tone{beep(440, 100), pause(100), beep(660, 100)})
	samples := play(&m, 20)
	for _, c := range []struct {
		from  int
		hz    float64
		heard bool
	}{{0, 440, true}, {800, 440, false}, {1600, 660, true}, {2400, 660, false}} {
		if got := levelOf(samples[c.from:c.from+800], c.hz) > -25; got != c.heard {
			t.Errorf("%v Hz from sample %d: heard %v", c.hz, c.from, got)
		}
	}
	if m.IsPlaying() {
		t.Error("it plays on")
	}
	m.Play(Ringing)
	m.Play(LetIn)
	if level := levelOf(play(&m, 5), 523); level < -25 {
		t.Errorf("the later tone has %.1f dB", level)
	}
	if Duration(Ringing) != 5000 {
		t.Errorf("ringing takes %d ms", Duration(Ringing))
	}
}

func FuzzVoice(f *testing.F) {
	f.Add(uint32(0), uint32(160), uint32(1<<31), []byte{0xff, 0})
	f.Fuzz(func(t *testing.T, a, b, c uint32, codes []byte) {
		var m Mixer
		v, _ := m.AddVoice()
		for _, at := range []uint32{a, b, c, a} {
			v.PutPacket(at, codes)
			play(&m, 2)
			if ahead := int64(int32(v.end - v.next)); v.started && (ahead > ringLength || ahead < -2*quiet) {
				t.Fatalf("%d samples ahead", ahead)
			}
		}
	})
}
