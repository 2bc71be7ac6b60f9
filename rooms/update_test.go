package rooms

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"
)

// putEarlier writes a room as version 2 did.
func putEarlier(t *testing.T, s *Store, k Key, r Room) {
	t.Helper()
	plain := binary.BigEndian.AppendUint32([]byte{earlierVersion}, hourOf(r))
	plain = append(plain, r.Seats, stateCreated)
	if r.Used {
		plain[6] = stateUsed
	}
	plain = append(binary.BigEndian.AppendUint64(plain, r.Removal), r.HostKey[:]...)
	err := s.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketRooms).Put(k[:], s.sealer.Seal(nil, nil, plain, k[:]))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRoomsOfTheVersionBeforeOutliveAnUpgrade(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	var all [3]Room
	for i := range all {
		all[i] = Room{Expires: inHours(1 + i), Seats: 3, Used: i == 1, Removal: uint64(i),
			HostKey: [32]byte{byte(i), 7}}
		putEarlier(t, s, s.RoomKey(ID{byte(i)}), all[i])
	}
	s.Close()
	s = openStore(t, dir)
	for i, want := range all {
		k := s.RoomKey(ID{byte(i)})
		before := recordOf(t, s, k)
		if got, err := s.Get(k); err != nil || got != want || len(before) != earlierSize+sealing {
			t.Fatalf("got %+v, %v from %d bytes, want %+v", got, err, len(before), want)
		}
		if err := s.Update(k, func(r *Room) { r.Appointment = [36]byte{5} }); err != nil {
			t.Fatal(err)
		}
		want.Appointment = [36]byte{5}
		if got, err := s.Get(k); err != nil || got != want ||
			len(recordOf(t, s, k)) != plainSize+sealing {
			t.Errorf("changed it is %+v, %v, want %+v", got, err, want)
		}
		if swept, err := s.Sweep(want.Expires, nil); err != nil || !slices.Equal(swept, []Key{k}) {
			t.Errorf("swept %d, %v", len(swept), err)
		}
		data, err := os.ReadFile(filepath.Join(dir, FileName))
		if err != nil || bytes.Contains(data, before[:32]) {
			t.Errorf("the record of the version before is left in the file: %v", err)
		}
	}
}

func TestARecordOfOneVersionInTheLengthOfTheOtherDoesNotOpen(t *testing.T) {
	s := openStore(t, t.TempDir())
	k := s.RoomKey(ID{1})
	for version, size := range map[byte]int{recordVersion: earlierSize, earlierVersion: plainSize} {
		plain := make([]byte, size)
		plain[0] = version
		if _, err := s.openRecord(k, s.sealer.Seal(nil, nil, plain, k[:])); !errors.Is(err,
			ErrCorrupt) {
			t.Errorf("version %d of %d bytes: %v", version, size, err)
		}
	}
}

// TestAMovedRoomIsSweptInItsNewHour: neither before, nor never; also with restarts.
func TestAMovedRoomIsSweptInItsNewHour(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		dir := t.TempDir()
		s := openStore(t, dir)
		earlier, later := s.RoomKey(ID{1}), s.RoomKey(ID{2})
		for k, n := range map[Key]int{earlier: 2, later: 90} {
			if err := errors.Join(s.Create(k, Room{Expires: inHours(50)}), s.Update(k,
				func(r *Room) { r.Expires = inHours(n).Add(-time.Minute) })); err != nil {
				t.Fatal(err)
			}
			if r, err := s.Get(k); err != nil || r.Expires != inHours(n) {
				t.Errorf("expires at %v, %v, want the full hour %v", r.Expires, err, inHours(n))
			}
		}
		for _, step := range []struct {
			hours int
			want  []Key
		}{{1, nil}, {2, []Key{earlier}}, {50, nil}, {89, nil}, {90, []Key{later}}} {
			swept, err := s.Sweep(inHours(step.hours), nil)
			if err != nil || !slices.Equal(swept, step.want) {
				t.Errorf("in hour %d: swept %d, %v", step.hours, len(swept), err)
			}
			if restarts {
				s.Close()
				s = openStore(t, dir)
			}
		}
		if s.index.count != 0 {
			t.Errorf("%d rooms in the index", s.index.count)
		}
	}
}

func TestMovesOfOneRoomAtOnceLeaveItInOneHour(t *testing.T) {
	s := openStore(t, t.TempDir())
	k := s.RoomKey(ID{1})
	if err := s.Create(k, Room{Expires: inHours(1)}); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 40 {
		all.Go(func() {
			if err := s.Update(k, func(r *Room) { r.Expires = inHours(2 + n%5) }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	r, err := s.Get(k)
	if err != nil || s.index.count != 1 || len(s.index.hours) != 1 ||
		!slices.Equal(s.index.hours[hourOf(r)], []Key{k}) {
		t.Errorf("%+v, %v stands in %d hours", r, err, len(s.index.hours))
	}
}

func TestAnExpiredRoomThatIsKeptIsNotSwept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t, t.TempDir())
		kept, other := s.RoomKey(ID{1}), s.RoomKey(ID{2})
		for _, k := range []Key{kept, other} {
			if err := s.Create(k, Room{Expires: inHours(1)}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * time.Hour)
		isKept := func(k Key) bool { return k == kept }
		for _, want := range [][]Key{{other}, nil} {
			if swept, err := s.Sweep(time.Now(), isKept); err != nil || !slices.Equal(swept, want) {
				t.Errorf("swept %d rooms, %v", len(swept), err)
			}
		}
		// It is gone for whoever asks, and yet can be carried on.
		if _, err := s.Get(kept); !errors.Is(err, ErrGone) {
			t.Errorf("get: %v", err)
		}
		if err := s.Update(kept, func(r *Room) { r.Expires = inHours(2) }); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(kept); err != nil {
			t.Error(err)
		}
		if swept, err := s.Sweep(time.Now(), nil); err != nil || len(swept) > 0 {
			t.Errorf("swept %d rooms, %v", len(swept), err)
		}
		if err := s.Update(kept, func(r *Room) { r.Expires = time.Time{} }); err == nil {
			t.Error("an expiry out of range was taken")
		}
		s.Close()
	})
}
