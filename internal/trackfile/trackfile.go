// Package trackfile writes what one person sends on one line into a file that any player opens: Ogg
// with Opus (RFC 7845) or IVF with VP8. It decodes nothing.
//
// All files of a recording have the same beginning: whoever came later, or was away for a while, is
// silent in the file for as long, and a picture's times count from there. So the files lie side by
// side in an editor, and stay in step however the clocks of the senders run.
//
// [Track.Take] never waits. A file is written by a goroutine of its own, behind a queue that drops
// what has no room; what was written is whole at each moment, also if the program is killed.
package trackfile

import (
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

// Kind is what a file holds.
type Kind int

const (
	Sound   Kind = iota // Opus
	Picture             // VP8
)

const (
	// queueLength is how many packets wait for the disk: half a second of the largest picture.
	queueLength = 1024
	// maxPacket is longer than any packet of a browser.
	maxPacket = 1500
	// How many bytes a second one line is taken in with, and at once: many times what a browser
	// sends, so that nobody fills the disk of somebody else quickly.
	soundRate, pictureRate = 64 << 10, 1 << 20
	burstTime              = 4 // seconds of it
)

// packet is what is kept of one of RTP.
type packet struct {
	stream   uint32 // SSRC
	number   uint16
	stamp    uint32
	marker   bool
	afterGap bool // what was before it is missing
	payload  []byte
	arrived  time.Duration // since the recording began
}

// writer makes a file of packets that come in order. write fails only for the disk.
type writer interface {
	write(packet) error
	// finish ends the file well, at this time of the recording.
	finish(at time.Duration) error
}

// Track is one file that grows. It is safe for concurrent use.
type Track struct {
	mu       sync.Mutex
	isClosed bool
	room     float64 // bytes that may come at this moment
	counted  time.Duration
	rate     float64
	began    time.Time
	queue    chan packet
	lost     atomic.Int64
	askKey   atomic.Pointer[func()]
	end      time.Duration
	done     chan struct{}
	err      error
	isFile   bool
}

// Open begins a track; its file comes into being with what is first written to it. Nothing that is
// there already is overwritten. failed is called, once, if the disk takes no more.
func Open(path string, kind Kind, began time.Time, failed func(error)) *Track {
	t := &Track{began: began, queue: make(chan packet, queueLength), done: make(chan struct{}),
		rate: soundRate}
	out := &lazyFile{path: path}
	var w writer = newSound(out)
	if kind == Picture {
		t.rate, w = pictureRate, newPicture(out, t.requestKeyFrame)
	}
	t.room = t.rate * burstTime
	go t.run(out, w, failed)
	return t
}

// Attach says how a key frame is asked for from now on: there is a new connection.
func (t *Track) Attach(askKey func()) { t.askKey.Store(&askKey) }

func (t *Track) requestKeyFrame() {
	if ask := t.askKey.Load(); ask != nil {
		(*ask)()
	}
}

// Take takes a packet in, unless the track is closed; it keeps a copy.
func (t *Track) Take(p *rtp.Packet) {
	if len(p.Payload) > maxPacket {
		t.lost.Add(1)
		return
	}
	one := packet{stream: p.SSRC, number: p.SequenceNumber, stamp: p.Timestamp, marker: p.Marker,
		payload: append([]byte(nil), p.Payload...), arrived: time.Since(t.began)}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.isClosed {
		return
	}
	t.room = min(t.rate*burstTime, t.room+(one.arrived-t.counted).Seconds()*t.rate)
	t.counted = one.arrived
	if t.room < float64(len(one.payload)) {
		t.lost.Add(1)
		return
	}
	select {
	case t.queue <- one:
		t.room -= float64(len(one.payload))
	default:
		t.lost.Add(1)
	}
}

// run writes what comes until the track is closed, and nothing more once the disk has failed.
func (t *Track) run(out *lazyFile, w writer, failed func(error)) {
	defer close(t.done)
	var order reorder
	write := func(ready []packet) {
		for _, one := range ready {
			if t.err != nil {
				return
			}
			if t.err = w.write(one); t.err != nil {
				failed(t.err)
			}
		}
	}
	for one := range t.queue {
		write(order.put(one))
	}
	write(order.flush())
	if out.file == nil {
		return
	}
	t.isFile = true
	if err := w.finish(t.end); t.err == nil {
		t.err = err
	}
	if err := out.file.Close(); t.err == nil {
		t.err = err
	}
}

// Close ends the file at this time and waits until it is written. isFile is false if nothing came.
func (t *Track) Close(at time.Time) (isFile bool, err error) {
	t.mu.Lock()
	if !t.isClosed {
		t.isClosed, t.end = true, at.Sub(t.began)
		close(t.queue)
	}
	t.mu.Unlock()
	<-t.done
	return t.isFile, t.err
}

// Lost counts packets that came and were not taken in: too much at once, or a disk too slow.
func (t *Track) Lost() int64 { return t.lost.Load() }

// lazyFile is a file that comes into being with its first byte.
type lazyFile struct {
	path string
	file *os.File
	err  error // the first
}

func (f *lazyFile) open() error {
	if f.file == nil && f.err == nil {
		f.file, f.err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	}
	return f.err
}

func (f *lazyFile) Write(b []byte) (n int, err error) {
	if err := f.open(); err != nil {
		return 0, err
	}
	if n, err = f.file.Write(b); err != nil {
		f.err = err
	}
	return n, err
}

// Seek and WriteAt are for what is only known at the end.
func (f *lazyFile) Seek(offset int64, whence int) (int64, error) {
	if err := f.open(); err != nil {
		return 0, err
	}
	return f.file.Seek(offset, whence)
}

func (f *lazyFile) WriteAt(b []byte, offset int64) (int, error) {
	if f.file == nil {
		return 0, io.ErrClosedPipe
	}
	return f.file.WriteAt(b, offset)
}
