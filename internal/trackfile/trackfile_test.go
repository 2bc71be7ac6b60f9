package trackfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
	"github.com/pion/webrtc/v4/pkg/media/oggreader"
)

// voice is an Opus packet of 20 ms that is not the one that gaps are filled with.
var voice = []byte{0xf8, 0xff, 0xfd}

const step = 20 * time.Millisecond

// stream is one sender's; its packets come on time.
type stream struct {
	id     uint32
	number uint16
	stamp  uint32
}

func (s *stream) sound(arrived time.Duration) packet {
	s.number++
	s.stamp += frame
	return packet{stream: s.id, number: s.number, stamp: s.stamp, payload: voice, arrived: arrived}
}

// picture is a frame in one packet.
func (s *stream) picture(arrived time.Duration, isKey bool) packet {
	s.number++
	s.stamp = uint32(arrived.Milliseconds() * 90)
	payload := []byte{0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	if isKey {
		payload = []byte{0x10, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0, 7}
	}
	return packet{stream: s.id, number: s.number, stamp: s.stamp, marker: true, payload: payload,
		arrived: arrived}
}

// write makes a file of packets as a track does.
func write(t testing.TB, kind Kind, end time.Duration, packets []packet,
	askKey func()) (path string) {
	path = filepath.Join(t.TempDir(), "file")
	out := &lazyFile{path: path}
	var w writer = newSound(out)
	if kind == Picture {
		w = newPicture(out, askKey)
	}
	var order reorder
	for _, p := range packets {
		for _, ready := range order.put(p) {
			if err := w.write(ready); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, ready := range order.flush() {
		if err := w.write(ready); err != nil {
			t.Fatal(err)
		}
	}
	if out.file != nil {
		if err := errors.Join(w.finish(end), out.file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// readSound gives for each 20 ms whether there is a voice, and fails for what is no Ogg.
func readSound(t testing.TB, path string) (voices []bool) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, _, err := oggreader.NewWith(bytes.NewReader(file)) // checks each page's sum
	if err != nil {
		t.Fatal(err)
	}
	for {
		payload, page, err := reader.ParseNextPage()
		if errors.Is(err, io.EOF) {
			return voices
		}
		if err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(payload, []byte("OpusTags")) {
			continue
		}
		voices = append(voices, bytes.Equal(payload, voice))
		if page.GranulePosition != uint64(len(voices)*frame) {
			t.Fatalf("page %d ends at sample %d", len(voices), page.GranulePosition)
		}
	}
}

func countVoices(voices []bool) (n int) {
	for _, is := range voices {
		if is {
			n++
		}
	}
	return n
}

func TestWhoComesLaterOrWasAwayIsSilentForAsLong(t *testing.T) {
	early, later := stream{id: 1, number: 65530}, stream{id: 2}
	var packets []packet
	for i := range 50 { // the second second
		packets = append(packets, early.sound(time.Second+time.Duration(i)*step))
	}
	for i := range 50 { // and the fifth, on another connection
		packets = append(packets, later.sound(4*time.Second+time.Duration(i)*step))
	}
	voices := readSound(t, write(t, Sound, 6*time.Second, packets, nil))
	if len(voices) != 300 || countVoices(voices) != 100 {
		t.Fatalf("%d frames, %d with a voice", len(voices), countVoices(voices))
	}
	for second, want := range []bool{false, true, false, false, true, false} {
		for i := range 50 {
			if voices[second*50+i] != want {
				t.Fatalf("second %d, frame %d: %v", second, i, !want)
			}
		}
	}
}

func TestLostPacketsAreSilentAndWhatComesOutOfOrderIsNot(t *testing.T) {
	one := stream{id: 1}
	var packets []packet
	for i := range 100 {
		p := one.sound(time.Duration(i) * step)
		switch {
		case i >= 40 && i < 45: // lost
		case i == 60:
			packets = append(packets, p, p) // twice
		case i == 71: // before the 70th
			last := len(packets) - 1
			packets = append(packets[:last], p, packets[last])
		default:
			packets = append(packets, p)
		}
	}
	voices := readSound(t, write(t, Sound, 2*time.Second, packets, nil))
	for i, is := range voices {
		if want := i < 40 || i >= 45; is != want {
			t.Errorf("frame %d: a voice %v", i, is)
		}
	}
	if len(voices) != 100 {
		t.Errorf("%d frames", len(voices))
	}
}

// TestClocksThatDriftAreKeptInStep: a sender's clock that is half a promille fast is 300 ms ahead
// after ten minutes.
func TestClocksThatDriftAreKeptInStep(t *testing.T) {
	for _, pace := range []time.Duration{19_990 * time.Microsecond, 20_010 * time.Microsecond} {
		one, c := stream{id: 1}, clock{rate: opusRate}
		var last int64
		var p packet
		for i := range 30_000 {
			delay := time.Duration(i%7) * time.Millisecond
			p = one.sound(time.Duration(i)*pace + delay)
			last = c.placeOf(p)
		}
		off := time.Duration(c.ticks(p.arrived)-last) * time.Second / opusRate
		if off.Abs() > 60*time.Millisecond {
			t.Errorf("a packet each %s is %s off after ten minutes", pace, off)
		}
	}
}

func TestAClockThatJumpsIsNotBelieved(t *testing.T) {
	one := stream{id: 1}
	var packets []packet
	for i := range 100 {
		if i == 50 {
			one.stamp += 3_000_000_000
		}
		packets = append(packets, one.sound(time.Duration(i)*step))
	}
	voices := readSound(t, write(t, Sound, 2*time.Second, packets, nil))
	if len(voices) != 100 || countVoices(voices) < 99 {
		t.Errorf("%d frames, %d voices", len(voices), countVoices(voices))
	}
}

func readPicture(t testing.TB, path string) (times []uint64, head *ivfreader.IVFFileHeader) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, head, err := ivfreader.NewWith(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for {
		_, one, err := reader.ParseNextFrame()
		if err != nil {
			return times, head
		}
		times = append(times, one.Timestamp/1000) // it multiplies by the rate
	}
}

func TestAPictureBeginsWithAKeyFrameAndAfterALossGoesOnWithOne(t *testing.T) {
	one, asked := stream{id: 1}, 0
	var packets []packet
	add := func(at int, isKey, isLost bool) {
		p := one.picture(time.Duration(at)*time.Millisecond, isKey)
		if !isLost {
			packets = append(packets, p)
		}
	}
	add(100, false, false) // cannot be decoded
	add(200, true, false)
	add(300, false, false)
	add(400, false, true)
	for at := 500; at < 2000; at += 100 { // cannot be decoded either
		add(at, false, false)
	}
	add(2000, true, false)
	add(2100, false, false)
	times, head := readPicture(t, write(t, Picture, 3*time.Second, packets, func() { asked++ }))
	if want := []uint64{200, 300, 2000, 2100}; !equal(times, want) {
		t.Errorf("frames at %v, not %v", times, want)
	}
	if head.Width != 320 || head.Height != 180 || head.NumFrames != 4 ||
		head.TimebaseDenominator != 1000 {
		t.Errorf("%+v", head)
	}
	if asked < 2 || asked > 4 {
		t.Errorf("a key frame was asked for %d times", asked)
	}
}

func equal(a, b []uint64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
