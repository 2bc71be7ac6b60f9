package trackfile

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtp/codecs"
)

const (
	pictureRate90k = 90000
	// maxFrame is larger than any that a call sends.
	maxFrame = 2 << 20
	// askPause is how often a key frame is asked for.
	askPause = time.Second
	// keyHead is how long a key frame's header is, with its size (RFC 6386, section 9.1).
	keyHead     = 10
	ivfHead     = 32
	countOffset = 24 // in the header
)

// picture writes IVF with times in ms. It begins with a key frame, and after a loss goes on with
// one: what lies between cannot be decoded.
type picture struct {
	out      *lazyFile
	askKey   func()
	asked    time.Duration
	clock    clock
	frame    []byte
	stamp    uint32
	isWhole  bool // the frame so far
	needsKey bool
	frames   uint32
	last     uint64 // time, in ms
}

func newPicture(out *lazyFile, askKey func()) *picture {
	return &picture{out: out, askKey: askKey, asked: -askPause, needsKey: true,
		clock: clock{rate: pictureRate90k}}
}

func (w *picture) write(p packet) error {
	if len(p.payload) == 0 {
		return nil // padding
	}
	if p.afterGap {
		w.lose()
	}
	var vp8 codecs.VP8Packet
	if _, err := vp8.Unmarshal(p.payload); err != nil {
		w.lose()
	} else {
		w.join(p, vp8)
	}
	if w.needsKey && p.arrived-w.asked >= askPause {
		w.asked = p.arrived
		w.askKey()
	}
	if !p.marker || !w.isWhole || p.stamp != w.stamp {
		return nil
	}
	w.isWhole = false
	return w.writeFrame(p)
}

func (w *picture) lose() { w.isWhole, w.needsKey = false, true }

// join adds a packet to its frame.
func (w *picture) join(p packet, vp8 codecs.VP8Packet) {
	if vp8.S == 1 && vp8.PID == 0 {
		w.frame, w.stamp, w.isWhole = w.frame[:0], p.stamp, true
	}
	switch {
	case p.stamp != w.stamp, len(w.frame)+len(vp8.Payload) > maxFrame:
		w.lose()
	case w.isWhole:
		w.frame = append(w.frame, vp8.Payload...)
	}
}

// writeFrame writes a whole frame, in one piece.
func (w *picture) writeFrame(p packet) error {
	place := w.clock.placeOf(p)
	isKey := len(w.frame) >= keyHead && w.frame[0]&1 == 0 &&
		string(w.frame[3:6]) == "\x9d\x01\x2a"
	if w.needsKey && !isKey || len(w.frame) == 0 {
		return nil
	}
	w.needsKey = false
	at := uint64(max(0, place)) * 1000 / pictureRate90k
	if w.frames > 0 && at <= w.last {
		at = w.last + 1
	}
	var text []byte
	if w.frames == 0 {
		text = w.head()
	}
	text = binary.LittleEndian.AppendUint32(text, uint32(len(w.frame)))
	text = binary.LittleEndian.AppendUint64(text, at)
	w.last = at
	w.frames++
	_, err := w.out.Write(append(text, w.frame...))
	return err
}

// head is the file's header, with the size of the first picture; later ones say their own.
func (w *picture) head() []byte {
	text := append([]byte("DKIF"), 0, 0, ivfHead, 0)
	text = append(text, "VP80"...)
	for _, at := range []int{6, 8} {
		size := binary.LittleEndian.Uint16(w.frame[at:]) & 0x3fff
		text = binary.LittleEndian.AppendUint16(text, size)
	}
	text = binary.LittleEndian.AppendUint32(text, 1000) // ticks a second
	text = binary.LittleEndian.AppendUint32(text, 1)
	return append(text, make([]byte, ivfHead-len(text))...)
}

// finish says in the header how many frames there are.
func (w *picture) finish(time.Duration) error {
	_, err := w.out.WriteAt(binary.LittleEndian.AppendUint32(nil, w.frames), countOffset)
	return err
}
