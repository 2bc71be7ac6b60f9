package rooms

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// many puts n rooms into a store with one commit; they expire in 2 to 700 hours.
func many(t testing.TB, s *Store, n int) (keys []Key) {
	t.Helper()
	for i := range n {
		var id ID
		binary.BigEndian.PutUint64(id[:], uint64(i))
		keys = append(keys, s.RoomKey(id))
	}
	sortKeys(keys) // each page is written once
	err := s.update("fill", func(b *bbolt.Bucket) error {
		for i, k := range keys {
			expires := inHours(2 + i%699)
			if err := s.writeRoom(b, k, Room{Expires: expires, Seats: 2}); err != nil {
				return err
			}
			s.index.addKey(k, uint32(expires.Unix()/3600))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// TestSweepAndEraseDoNotGrowWithTheNumberOfRooms: looking at a room or a page makes garbage, which
// can be counted.
func TestSweepAndEraseDoNotGrowWithTheNumberOfRooms(t *testing.T) {
	work := func(n int) (sweep, erase float64) {
		s := openStoreIn(t, "memory")
		keys := many(t, s, n)
		sweep = testing.AllocsPerRun(5, func() {
			if swept, err := s.Sweep(time.Now(), nil); err != nil || len(swept) > 0 {
				t.Errorf("swept %d, %v", len(swept), err)
			}
		})
		// the first one looks at all that the filling has freed
		if err := s.Erase(keys[0]); err != nil {
			t.Fatal(err)
		}
		erase = testing.AllocsPerRun(20, func() {
			keys = keys[1:]
			if err := s.Erase(keys[0]); err != nil {
				t.Fatal(err)
			}
		})
		return sweep, erase
	}
	sweepFew, eraseFew := work(1000)
	sweepMany, eraseMany := work(30_000)
	t.Logf("allocations with 1,000 rooms and with 30,000: sweep %v, %v; erase %v, %v", sweepFew,
		sweepMany, eraseFew, eraseMany)
	if sweepMany > sweepFew+10 || eraseMany > 2*eraseFew {
		t.Error("they grow")
	}
}

// TestWhatWasTouchedIsAllThatWasFreed: after a scrub no free page but a free list holds anything,
// although few were looked at.
func TestWhatWasTouchedIsAllThatWasFreed(t *testing.T) {
	s := openStoreIn(t, "memory")
	keys := many(t, s, 8000) // three levels of pages
	random := rand.New(rand.NewPCG(7, 8))
	next := len(keys)
	fresh := func() Key {
		next++
		var id ID
		binary.BigEndian.PutUint64(id[:], uint64(next))
		return s.RoomKey(id)
	}
	for step := range 500 {
		for range random.IntN(4) {
			k := fresh()
			keys = append(keys, k)
			if err := s.Create(k, Room{Expires: inHours(2000), Seats: 2}); err != nil {
				t.Fatal(err)
			}
		}
		if step%10 == 0 {
			if err := s.Update(keys[random.IntN(len(keys))], noteUse(true, uint64(step))); err != nil {
				t.Fatal(err)
			}
		}
		// neighbours, so that pages become empty and are merged
		some := min(1+random.IntN(8), len(keys))
		at := random.IntN(len(keys) - some + 1)
		for _, k := range keys[at : at+some] {
			if err := s.Erase(k); err != nil {
				t.Fatal(err)
			}
		}
		keys = append(keys[:at], keys[at+some:]...)
		if s.touched.overflow || len(s.touched.pages) > 100 {
			t.Fatalf("step %d: %d pages stay noted", step, len(s.touched.pages))
		}
		if id := dirty(t, s); id > 0 {
			t.Fatalf("step %d: page %d is free and holds something", step, id)
		}
	}
	checkTree(t, s)
}

// dirty finds a free page that holds something else than a free list; 0 is none.
func dirty(t *testing.T, s *Store) (found int) {
	t.Helper()
	err := s.db.View(func(tx *bbolt.Tx) error {
		size := tx.DB().Info().PageSize
		page, empty := make([]byte, size), make([]byte, size)
		return eachPage(tx, func(id, _ int, kind string) error {
			if kind != "free" {
				return nil
			}
			if _, err := s.file.ReadAt(page, int64(id)*int64(size)); err != nil {
				return err
			}
			if !bytes.Equal(page, empty) && order.Uint16(page[8:]) != flagFreelist {
				found = id
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheNumberOfRoomsIsBounded(t *testing.T) {
	s := openStoreIn(t, "memory")
	r := Room{Expires: inHours(2), Seats: 2}
	if err := s.Create(s.RoomKey(ID{1}), r); err != nil {
		t.Fatal(err)
	}
	s.LimitRooms(1)
	if err := s.Create(s.RoomKey(ID{2}), r); !errors.Is(err, ErrFull) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := s.Get(s.RoomKey(ID{2})); !errors.Is(err, ErrGone) {
		t.Errorf("and it is there: %v", err)
	}
	if err := errors.Join(s.Erase(s.RoomKey(ID{1})), s.Create(s.RoomKey(ID{2}), r)); err != nil {
		t.Errorf("in the place of one that was erased: %v", err)
	}
}

// TestManyNotesShareTheirCommits: 200 rooms, each of which takes somebody off its list.
func TestManyNotesShareTheirCommits(t *testing.T) {
	s := openStore(t, t.TempDir())
	keys := fill(t, s, 0, 200)
	before, began := commits(t, s), time.Now()
	for epoch := range uint64(3) {
		var all sync.WaitGroup
		for _, k := range keys {
			all.Go(func() {
				if err := s.Update(k, noteUse(true, epoch+1)); err != nil {
					t.Error(err)
				}
				if r, err := s.Get(k); err != nil || r.Removal != epoch+1 {
					t.Errorf("noted is %+v, %v", r, err)
				}
			})
		}
		all.Wait()
	}
	took := time.Since(began)
	if n := commits(t, s) - before; n > int(took/updateGap)+2 {
		t.Errorf("%d commits in %v", n, took)
	}
	if err := s.Update(s.RoomKey(ID{255, 255, 255}), noteUse(true, 1)); !errors.Is(err, ErrGone) {
		t.Errorf("a room that is not there: %v", err)
	}
}

// BenchmarkSweep is a look at what has expired, which is nothing.
func BenchmarkSweep(b *testing.B) {
	s := openStore(b, b.TempDir())
	many(b, s, MostRooms)
	for b.Loop() {
		if swept, err := s.Sweep(time.Now(), nil); err != nil || len(swept) > 0 {
			b.Fatal(err)
		}
	}
}
