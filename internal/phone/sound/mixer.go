package sound

import (
	"math"
	"sync"
)

// maxVoices is more than a room has seats, and each has a voice and the sound of a screen.
const maxVoices = 16

// Mixer adds up what one telephone hears: the voices of the others, and the tones of this program.
// It is safe for concurrent use. The zero value is ready.
type Mixer struct {
	mu     sync.Mutex
	voices []*Voice
	tones  []Tone
	at     int // samples into the first tone
	phase  [2]float64
}

// AddVoice adds somebody; remove takes them out again. With too many it is a voice that nobody
// hears.
func (m *Mixer) AddVoice() (v *Voice, remove func()) {
	v = &Voice{}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.voices) < maxVoices {
		m.voices = append(m.voices, v)
	}
	return v, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		for i, one := range m.voices {
			if one == v {
				m.voices = append(m.voices[:i:i], m.voices[i+1:]...)
				return
			}
		}
	}
}

// Play plays tones, one after the other, in place of those that are playing.
func (m *Mixer) Play(tones []Tone) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tones, m.at, m.phase = tones, 0, [2]float64{}
}

// IsPlaying says whether a tone is under way.
func (m *Mixer) IsPlaying() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.tones) > 0
}

// NextFrame gives the next 20 ms. What is too loud is clipped.
func (m *Mixer) NextFrame(out *Frame) {
	var sum [FrameLength]int32
	m.mu.Lock()
	voices := append([]*Voice(nil), m.voices...)
	m.addTones(&sum)
	m.mu.Unlock()
	for _, v := range voices {
		v.addTo(&sum)
	}
	for i, s := range sum {
		out[i] = int16(max(math.MinInt16, min(math.MaxInt16, s))) //nolint:gosec // now it fits
	}
}

func (m *Mixer) addTones(sum *[FrameLength]int32) {
	for i := range sum {
		for len(m.tones) > 0 && m.at >= m.tones[0].length() {
			m.tones, m.at = m.tones[1:], 0
		}
		if len(m.tones) == 0 {
			return
		}
		for k, frequency := range m.tones[0].Hz {
			if frequency > 0 {
				sum[i] += int32(toneLevel * math.Sin(m.phase[k]))
				m.phase[k] += 2 * math.Pi * frequency / Rate
			}
		}
		m.at++
	}
}
