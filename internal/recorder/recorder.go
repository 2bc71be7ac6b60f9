// Package recorder keeps a recording of a call in a folder: one file for each person and line, and
// consent.json with what everybody has answered (docs/protocol.md, 4.15). No file is named after
// anybody: the number in a name is the person's place in consent.json, from 1 on.
package recorder

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/recording"
	"einmal/internal/trackfile"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// ErrNotEmpty means that something lies in the folder already.
var ErrNotEmpty = errors.New("the folder is not empty; a recording wants a new one, or an empty one")

const (
	// spareName is a file that keeps room for consent.json on a disk that fills up.
	spareName = ".spare"
	spareSize = 256 << 10
	// maxTracks are more than a call has people and lines; whoever comes and goes gets no more.
	maxTracks = 512
)

// Recorder implements [peer.Taker].
type Recorder struct {
	dir    string
	isOurs bool // the folder: we have made it
	failed chan error

	mu      sync.Mutex
	began   time.Time // zero before
	people  map[string]*person
	tracks  []*trackfile.Track
	names   []string // of the files of tracks
	isEnded bool
}

// person is what may be taken in of somebody. May changes it while packets come.
type person struct {
	may   atomic.Pointer[peer.May]
	place int
	lines map[rtc.Line]*trackfile.Track
}

// Open makes the folder, or takes an empty one.
func Open(dir string) (*Recorder, error) {
	r := &Recorder{dir: dir, failed: make(chan error, 1), people: map[string]*person{}}
	err := os.Mkdir(dir, 0o700)
	if r.isOurs = err == nil; errors.Is(err, os.ErrExist) {
		var inside []os.DirEntry
		if inside, err = os.ReadDir(dir); err == nil && len(inside) > 0 {
			err = ErrNotEmpty
		}
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, spareName), make([]byte, spareSize), 0o600)
	}
	return r, err
}

// Failed gets the first error of the disk.
func (r *Recorder) Failed() <-chan error { return r.failed }

// Begin implements [peer.Taker].
func (r *Recorder) Begin(since time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.began = since
}

// May implements [peer.Taker].
func (r *Recorder) May(sid string, place int, may peer.May) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.personOf(sid)
	p.place = place
	p.may.Store(&may)
}

func (r *Recorder) personOf(sid string) *person {
	p := r.people[sid]
	if p == nil {
		p = &person{lines: map[rtc.Line]*trackfile.Track{}}
		p.may.Store(&peer.May{})
		r.people[sid] = p
	}
	return p
}

// Track implements [peer.Taker].
func (r *Recorder) Track(sid string, line rtc.Line, codec string,
	askKey func()) (take func(*rtp.Packet), done func()) {
	if want, _ := kindOf(line); codec != want {
		return func(*rtp.Packet) {}, func() {} // a telephone's; it has agreed to nothing
	}
	r.mu.Lock()
	p := r.personOf(sid)
	r.mu.Unlock()
	var track *trackfile.Track
	take = func(packet *rtp.Packet) {
		if !isAllowed(*p.may.Load(), line) {
			return
		}
		if track == nil {
			if track = r.trackOf(p, line); track == nil {
				return
			}
			track.Attach(askKey)
		}
		track.Take(packet)
	}
	return take, func() {}
}

func isAllowed(may peer.May, line rtc.Line) bool {
	switch line {
	case rtc.Sound:
		return may.Sound
	case rtc.Picture:
		return may.Picture
	}
	return may.Screen
}

func kindOf(line rtc.Line) (codec string, kind trackfile.Kind) {
	if line == rtc.Picture || line == rtc.Screen {
		return webrtc.MimeTypeVP8, trackfile.Picture
	}
	return webrtc.MimeTypeOpus, trackfile.Sound
}

var fileNames = map[rtc.Line]string{rtc.Sound: "person-%d-sound.ogg",
	rtc.Picture: "person-%d-picture.ivf", rtc.Screen: "person-%d-screen.ivf",
	rtc.ScreenSound: "person-%d-screen-sound.ogg"}

// trackOf gives the track of a line, a new one if need be: whoever comes back on another connection
// goes on in the same file. Nil: there is none.
func (r *Recorder) trackOf(p *person, line rtc.Line) *trackfile.Track {
	r.mu.Lock()
	defer r.mu.Unlock()
	if track := p.lines[line]; track != nil || r.isEnded || r.began.IsZero() ||
		len(r.tracks) == maxTracks {
		return track
	}
	_, kind := kindOf(line)
	name := fmt.Sprintf(fileNames[line], p.place+1)
	track := trackfile.Open(filepath.Join(r.dir, name), kind, r.began, r.fail)
	p.lines[line] = track
	r.tracks, r.names = append(r.tracks, track), append(r.names, name)
	return track
}

func (r *Recorder) fail(err error) {
	select {
	case r.failed <- err:
	default:
	}
}

// WriteProof writes what is known so far: if the program is killed, that lies beside the files.
func (r *Recorder) WriteProof(p recording.Proof) error {
	path := filepath.Join(r.dir, recording.ProofName)
	if err := os.WriteFile(path+".new", p.Encode(), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// Finish ends all files well, and writes the proof with them in it, signed by sign. It returns the
// names of the files, also with the error of a disk that has failed.
func (r *Recorder) Finish(p recording.Proof, sign func(*recording.Proof)) ([]string, error) {
	r.mu.Lock()
	r.isEnded = true
	tracks, names := r.tracks, r.names
	r.mu.Unlock()
	end := time.UnixMilli(int64(p.Ended))
	var first error
	for i, track := range tracks {
		isFile, err := track.Close(end)
		if first == nil {
			first = err
		}
		if !isFile {
			continue
		}
		file, err := r.describe(names[i])
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, file)
	}
	slices.SortFunc(p.Files, func(a, b recording.File) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	sign(&p)
	if err := os.Remove(filepath.Join(r.dir, spareName)); err != nil {
		return nil, err
	}
	var written []string
	for _, file := range p.Files {
		written = append(written, file.Name)
	}
	if err := r.WriteProof(p); err != nil {
		return written, err
	}
	return written, first
}

func (r *Recorder) describe(name string) (f recording.File, err error) {
	file, err := os.Open(filepath.Join(r.dir, name))
	if err != nil {
		return f, err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	return recording.File{Name: name, Size: uint64(size), SHA256: recording.Digest(sum.Sum(nil))}, err
}

// Discard leaves no trace of a recording that has not begun.
func (r *Recorder) Discard() {
	_ = os.Remove(filepath.Join(r.dir, spareName))
	if r.isOurs {
		_ = os.Remove(r.dir) // fails if somebody has put something there
	}
}

// Lost counts packets that came and were not written.
func (r *Recorder) Lost() (lost int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, track := range r.tracks {
		lost += track.Lost()
	}
	return lost
}
