package recorder

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/mediafile"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/recording"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// send has a line carry packets of a sound, each with a number of its own.
func send(take func(*rtp.Packet), from, to int) {
	for i := from; i < to; i++ {
		take(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(i), Timestamp: uint32(i) * 960},
			Payload: []byte{0xf8, 0xff, byte(i)}})
	}
}

func open(t *testing.T) (*Recorder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "podcast")
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r, dir
}

func finish(t *testing.T, r *Recorder) []string {
	t.Helper()
	now := uint64(time.Now().UnixMilli())
	names, err := r.Finish(recording.Proof{What: []string{"sound"}, Ended: now},
		func(*recording.Proof) {})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestEachPacketIsAskedWhetherItMay(t *testing.T) {
	r, dir := open(t)
	take, done := r.Track("anna", rtc.Sound, webrtc.MimeTypeOpus, nil)
	picture, _ := r.Track("anna", rtc.Picture, webrtc.MimeTypeVP8, nil)
	send(take, 1, 10) // before it begins
	r.Begin(time.Now())
	send(take, 10, 20) // before her yes
	r.May("anna", 1, peer.May{Sound: true})
	send(take, 20, 30)
	send(picture, 20, 30)
	r.May("anna", 1, peer.May{})
	send(take, 30, 40) // after her no
	done()
	if names := finish(t, r); len(names) != 1 || names[0] != "person-2-sound.ogg" {
		t.Fatalf("%v", names)
	}
	text, err := os.ReadFile(filepath.Join(dir, "person-2-sound.ogg"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < 40; i++ {
		is := bytes.Contains(text, []byte{0xf8, 0xff, byte(i)})
		if want := i >= 20 && i < 30; is != want {
			t.Errorf("packet %d is in it: %v (20 to 29 may be, 30 and on are after a no)", i, is)
		}
	}
	if _, err := mediafile.ParseClip(text); err != nil {
		t.Error(err)
	}
}

// TestWhoComesBackGoesOnInTheSameFile: on another connection, with other numbers.
func TestWhoComesBackGoesOnInTheSameFile(t *testing.T) {
	r, _ := open(t)
	r.May("anna", 1, peer.May{Sound: true})
	r.Begin(time.Now())
	for range 3 {
		take, done := r.Track("anna", rtc.Sound, webrtc.MimeTypeOpus, nil)
		send(take, 1, 5)
		done()
	}
	ben, _ := r.Track("ben", rtc.Sound, webrtc.MimeTypePCMU, nil) // no Opus
	r.May("ben", 2, peer.May{Sound: true})
	send(ben, 1, 5)
	if names := finish(t, r); len(names) != 1 {
		t.Errorf("%v", names)
	}
	late, _ := r.Track("carl", rtc.Sound, webrtc.MimeTypeOpus, nil)
	r.May("carl", 3, peer.May{Sound: true})
	send(late, 1, 5) // it is over: no file, and no harm
}

func TestAFolderIsNewOrEmptyAndGoneAgainIfNothingIsRecorded(t *testing.T) {
	r, dir := open(t)
	if _, err := Open(dir); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("a folder with something in it: %v", err)
	}
	r.Discard()
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("the folder is left")
	}
	empty := t.TempDir()
	r, err := Open(empty)
	if err != nil {
		t.Fatal(err)
	}
	r.Discard()
	if inside, err := os.ReadDir(empty); err != nil || len(inside) > 0 {
		t.Errorf("the folder that was there: %v, %v", inside, err)
	}
}
