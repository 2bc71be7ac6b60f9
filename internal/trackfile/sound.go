package trackfile

import (
	"time"

	"einmal/internal/mediafile"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4/pkg/media/oggwriter"
)

const (
	opusRate = 48000
	// frame is the length of one frame of silence, in samples.
	frame = opusRate / 50
)

// silence is 20 ms of nothing in Opus.
var silence = []byte{0xf8, 0xff, 0xfe}

// sound writes Ogg, each packet in a page of its own, so that a file that is cut off has lost
// nothing. It holds a sample for each moment since the beginning.
type sound struct {
	out     *lazyFile
	writer  *oggwriter.Writer
	track   *oggwriter.Track
	clock   clock
	written int64 // samples
}

func newSound(out *lazyFile) *sound { return &sound{out: out, clock: clock{rate: opusRate}} }

func (s *sound) write(p packet) error {
	length := int64(mediafile.OpusDuration(p.payload) * opusRate / time.Second)
	if length == 0 || length > 6*frame { // nothing, or nothing that Opus has
		return nil
	}
	place := s.clock.placeOf(p)
	if err := s.fillUntil(place); err != nil {
		return err
	}
	if s.written-place >= frame { // this moment is written already
		return nil
	}
	return s.add(p.payload, length)
}

// fillUntil adds silence up to a place.
func (s *sound) fillUntil(place int64) error {
	for place-s.written >= frame {
		if err := s.add(silence, frame); err != nil {
			return err
		}
	}
	return nil
}

func (s *sound) add(payload []byte, length int64) error {
	if s.track == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	s.written += length
	err := s.track.WriteRTP(&rtp.Packet{Payload: payload})
	if s.out.err != nil {
		return s.out.err
	}
	if err != nil { // the writer finds it to be no Opus: that moment is silent
		s.written -= length
	}
	return nil
}

func (s *sound) begin() (err error) {
	if s.writer, err = oggwriter.NewWriter(keepOpen{s.out},
		oggwriter.WithSeekableOutput(s.out), oggwriter.WithVendor("einmal")); err != nil {
		return err
	}
	s.track, err = s.writer.NewTrack(0)
	return err
}

func (s *sound) finish(at time.Duration) error {
	if s.track == nil {
		return nil
	}
	err := s.fillUntil(s.clock.ticks(at))
	if closing := s.writer.Close(); err == nil {
		err = closing
	}
	return err
}

// keepOpen leaves it to the track to close the file.
type keepOpen struct{ to *lazyFile }

func (k keepOpen) Write(b []byte) (int, error) { return k.to.Write(b) }
