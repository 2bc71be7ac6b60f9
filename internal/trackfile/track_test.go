package trackfile

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// TestWhatIsWrittenIsWholeAtEachMoment: a program that is killed closes nothing.
func TestWhatIsWrittenIsWholeAtEachMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.ogg")
	track := Open(path, Sound, time.Now(), func(err error) { t.Error(err) })
	for i := range uint16(20) {
		track.Take(&rtp.Packet{Header: rtp.Header{SequenceNumber: i, Timestamp: uint32(i) * frame},
			Payload: voice})
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if info, err := os.Stat(path); err == nil && info.Size() > 20*31 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("nothing is written")
		}
	}
	if voices := readSound(t, path); countVoices(voices) != 20 {
		t.Errorf("%d voices", countVoices(voices))
	}
	if isFile, err := track.Close(time.Now()); !isFile || err != nil {
		t.Errorf("%v, %v", isFile, err)
	}
	track.Take(&rtp.Packet{Payload: voice}) // too late, and no harm
}

// TestNobodyFillsTheDiskOfSomebodyElseQuickly: what is too much at once is dropped and counted.
func TestNobodyFillsTheDiskOfSomebodyElseQuickly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.ogg")
	track := Open(path, Sound, time.Now(), func(err error) { t.Error(err) })
	payload := append([]byte{0xf8}, make([]byte, 1200)...)
	start := time.Now()
	for i := range 5_000 { // six megabytes
		track.Take(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(i),
			Timestamp: uint32(i) * frame}, Payload: payload})
	}
	track.Take(&rtp.Packet{Payload: make([]byte, maxPacket+1)})
	if _, err := track.Close(time.Now()); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start).Seconds()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if most := (took + burstTime + 1) * soundRate * 1.1; float64(info.Size()) > most {
		t.Errorf("%d bytes in %.1f s", info.Size(), took)
	}
	if track.Lost() < 4_000 {
		t.Errorf("%d packets are counted as lost", track.Lost())
	}
}

func TestNothingIsOverwrittenAndWhoSendsNothingHasNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.ogg")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	track := Open(path, Sound, time.Now(), func(err error) { failed <- err })
	track.Take(&rtp.Packet{Payload: voice})
	if err := <-failed; !errors.Is(err, os.ErrExist) {
		t.Error(err)
	}
	if isFile, _ := track.Close(time.Now()); isFile {
		t.Error("somebody else's file counts as ours")
	}
	if text, _ := os.ReadFile(path); string(text) != "mine" {
		t.Errorf("%q", text)
	}
	silent := Open(filepath.Join(t.TempDir(), "none.ogg"), Sound, time.Now(), nil)
	if isFile, err := silent.Close(time.Now()); isFile || err != nil {
		t.Errorf("%v, %v", isFile, err)
	}
}

// FuzzTrack has a hostile sender write both kinds of files: whatever comes, they stay readable.
func FuzzTrack(f *testing.F) {
	f.Add([]byte{0, 1, 0, 20, 3, 0xf8, 0xff, 0xfe})
	f.Add([]byte{1, 1, 0, 20, 12, 0x10, 0, 0, 0, 0x9d, 1, 0x2a, 16, 0, 16, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var packets []packet
		var arrived time.Duration
		for len(data) >= 5 {
			size := min(int(data[4]), len(data)-5)
			arrived += time.Duration(data[3]) * time.Millisecond
			packets = append(packets, packet{stream: uint32(data[0] & 3), number: uint16(data[1]),
				stamp:  binary.BigEndian.Uint32([]byte{data[0], data[2], data[1], data[3]}),
				marker: data[0]&4 > 0, payload: data[5 : 5+size], arrived: arrived})
			data = data[5+size:]
		}
		for _, kind := range []Kind{Sound, Picture} {
			path := write(t, kind, arrived, packets, func() {})
			if _, err := os.Stat(path); err != nil {
				continue
			}
			if kind == Picture {
				readPicture(t, path)
				continue
			}
			file, _ := os.ReadFile(path)
			if len(file) > 1000*(len(packets)+2)+40*int(arrived/step+100) {
				t.Errorf("%d bytes of %d packets", len(file), len(packets))
			}
		}
	})
}
