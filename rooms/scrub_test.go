package rooms

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

func openStoreIn(t testing.TB, where string) *Store {
	t.Helper()
	if where == "disk" {
		return openStore(t, t.TempDir())
	}
	s, err := OpenInMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestNothingIsLeftOfAnErasedRoom(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	for _, where := range []string{"disk", "memory"} {
		t.Run(where, func(t *testing.T) {
			s := openStoreIn(t, where)
			random := rand.New(rand.NewPCG(5, 6))
			living := fill(t, s, 0, 400) // several levels of pages
			for step := range 60 {
				if random.IntN(3) == 0 {
					living = append(living, fill(t, s, 1000+step*10, 1+random.IntN(9))...)
				}
				i := random.IntN(len(living))
				k := living[i]
				markers := [][]byte{k[:], recordOf(t, s, k)}
				if random.IntN(2) == 0 {
					if err := s.Update(k, noteUse(true, 0)); err != nil {
						t.Fatal(err)
					}
					markers = append(markers, recordOf(t, s, k))
				}
				if !contains(fileOf(t, s), markers[len(markers)-1]) {
					t.Fatal("the search does not find a room that is there")
				}
				if err := s.Erase(k); err != nil {
					t.Fatal(err)
				}
				living = append(living[:i], living[i+1:]...)
				for n, m := range markers {
					if contains(fileOf(t, s), m) {
						t.Fatalf("step %d: marker %d is still in the file", step, n)
					}
				}
			}
			checkTree(t, s)
			for _, k := range living {
				if _, err := s.Get(k); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestNothingIsLeftOfASweptRoom(t *testing.T) {
	s := openStore(t, t.TempDir())
	keys := fill(t, s, 0, 300)
	var records [][]byte
	for _, k := range keys[:20] {
		records = append(records, recordOf(t, s, k))
	}
	if swept, err := s.Sweep(inHours(60), nil); err != nil || len(swept) != len(keys) {
		t.Fatalf("swept %d, %v", len(swept), err)
	}
	data := fileOf(t, s)
	for i, r := range records {
		if contains(data, r) || contains(data, keys[i][:]) {
			t.Fatalf("room %d is still in the file", i)
		}
	}
	checkTree(t, s)
}

// commits gives the number of the newest commit.
func commits(t *testing.T, s *Store) (n int) {
	t.Helper()
	err := s.db.View(func(tx *bbolt.Tx) error {
		n = tx.ID()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestManyErasedAtOnceShareTheirScrubs: all are answered, each after its bytes are gone.
func TestManyErasedAtOnceShareTheirScrubs(t *testing.T) {
	s := openStore(t, t.TempDir())
	keys := fill(t, s, 0, 200)
	records := make([][]byte, len(keys))
	for i, k := range keys {
		records[i] = recordOf(t, s, k)
	}
	before := commits(t, s)
	var all sync.WaitGroup
	s.mu.Lock() // somebody is at work
	for i, k := range keys {
		all.Go(func() {
			if err := s.Erase(k); err != nil {
				t.Error(err)
			}
			if data := fileOf(t, s); contains(data, k[:]) || contains(data, records[i]) {
				t.Errorf("room %d is still in the file", i)
			}
		})
	}
	for waiting := 0; waiting < len(keys); time.Sleep(time.Millisecond) {
		s.batchMu.Lock()
		waiting = len(s.batch)
		s.batchMu.Unlock()
	}
	s.mu.Unlock()
	all.Wait()
	if n := commits(t, s) - before; n != 2 {
		t.Errorf("%d commits for all of them, not one that deletes and one that the scrub needs", n)
	}
	if err := s.Erase(keys[0]); !errors.Is(err, ErrGone) {
		t.Errorf("a room that is gone: %v", err)
	}
	checkTree(t, s)
}

// TestEitherMetaPageLeadsToAWholeStore: after a scrub the fallback is as good as the newest commit.
func TestEitherMetaPageLeadsToAWholeStore(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	keys := fill(t, s, 0, 300)
	if err := s.Erase(keys[0]); err != nil {
		t.Fatal(err)
	}
	serverKey := bytes.Clone(s.serverKey)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	for broken := range 2 {
		data := bytes.Clone(whole)
		clear(data[broken*4096 : broken*4096+100])
		dir := t.TempDir()
		write(t, dir, data, serverKey)
		s := openStore(t, dir)
		checkTree(t, s)
		if _, err := s.Get(keys[0]); !errors.Is(err, ErrGone) {
			t.Errorf("without meta page %d: the erased room: %v", broken, err)
		}
		for _, k := range keys[1:] {
			if _, err := s.Get(k); err != nil {
				t.Fatalf("without meta page %d: %v", broken, err)
			}
		}
	}
}

func TestAStoreInMemoryLeavesNoFile(t *testing.T) {
	t.Chdir(t.TempDir())
	s := openStoreIn(t, "memory")
	if err := s.Create(s.RoomKey(ID{1}), Room{Expires: inHours(1)}); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("%d files, %v", len(entries), err)
	}
	other := openStoreIn(t, "memory")
	if _, err := other.Get(s.RoomKey(ID{1})); !errors.Is(err, ErrGone) {
		t.Errorf("another store knows the room: %v", err)
	}
}

// BenchmarkNote is the write of a removal: one commit, and no scrub.
func BenchmarkNote(b *testing.B) {
	for name, n := range map[string]int{"1,000 rooms": 1000, "200,000 rooms": 200_000} {
		b.Run(name, func(b *testing.B) {
			s := openStore(b, b.TempDir())
			keys := fill(b, s, 0, n)
			for epoch := uint64(1); b.Loop(); epoch++ {
				if err := s.Update(keys[0], noteUse(true, epoch)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkScrub(b *testing.B) {
	for name, n := range map[string]int{"1,000 rooms": 1000, "200,000 rooms": 200_000} {
		b.Run(name, func(b *testing.B) {
			s := openStore(b, b.TempDir())
			keys := fill(b, s, 0, n)
			for i := 0; b.Loop(); i++ {
				if i == len(keys) {
					b.StopTimer()
					keys = fill(b, s, 0, n)
					i = 0
					b.StartTimer()
				}
				if err := s.Erase(keys[i]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestWhatABrokenOffCommitWroteBehindTheLastPageIsOverwritten: a kill between its pages and its
// meta page leaves them there.
func TestWhatABrokenOffCommitWroteBehindTheLastPageIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	k := fill(t, s, 0, 10)[3]
	lost := recordOf(t, s, k)
	if err := errors.Join(s.Erase(k), s.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = append(append(data, make([]byte, 5000)...), lost...)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if s = openStore(t, dir); contains(fileOf(t, s), lost) {
		t.Error("the record is still in the file")
	}
}
