package rooms

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func openStore(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func inHours(n int) time.Time {
	return time.Now().Add(time.Duration(n) * time.Hour).UTC().Truncate(time.Hour)
}

// noteUse is a change of a room.
func noteUse(used bool, removal uint64) func(*Room) {
	return func(r *Room) { r.Used, r.Removal = used, removal }
}

func sortKeys(keys []Key) []Key {
	slices.SortFunc(keys, func(a, b Key) int { return bytes.Compare(a[:], b[:]) })
	return keys
}

func TestARoomIsKeptAsItWasCreated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by", "open")
	s := openStore(t, dir)
	k := s.RoomKey(ID{1})
	want := Room{Expires: inHours(5), Seats: 4, HostKey: [32]byte{7, 8}, Appointment: [36]byte{9}}
	if err := s.Create(k, want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(k); err != nil || got != want {
		t.Fatalf("got %v, %v", got, err)
	}
	if err := s.Create(k, Room{Expires: inHours(9), Seats: 2}); !errors.Is(err, ErrExists) {
		t.Errorf("second create: %v", err)
	}
	for range 2 {
		if err := s.Update(k, noteUse(true, 1<<53-1)); err != nil {
			t.Fatal(err)
		}
	}
	before := recordOf(t, s, k)
	if err := s.Update(k, noteUse(true, 1<<53-1)); err != nil ||
		!bytes.Equal(recordOf(t, s, k), before) {
		t.Errorf("what is there already was written: %v", err)
	}
	for _, isUsed := range []bool{false, true} {
		if err := s.Update(k, noteUse(isUsed, 1<<53-1)); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(k); err != nil || got.Used != isUsed {
			t.Errorf("used is %v, %v, want %v", got.Used, err, isUsed)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = openStore(t, dir)
	if s.RoomKey(ID{1}) != k {
		t.Error("the room has another key after a restart")
	}
	want.Used, want.Removal = true, 1<<53-1
	if got, err := s.Get(k); err != nil || got != want {
		t.Fatalf("after a restart: %v, %v", got, err)
	}
	if all, err := s.ListRooms(); err != nil || !maps.Equal(all, map[Key]Room{k: want}) {
		t.Errorf("all: %v, %v", all, err)
	}
	if err := s.Erase(k); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"erase": s.Erase(k), "note": s.Update(k, noteUse(true, 0))} {
		if !errors.Is(err, ErrGone) {
			t.Errorf("%s after erase: %v", what, err)
		}
	}
	if _, err := s.Get(k); !errors.Is(err, ErrGone) {
		t.Errorf("get after erase: %v", err)
	}
}

func TestExpiryIsRoundedUpToTheFullHour(t *testing.T) {
	hour := time.Date(2040, 2, 3, 4, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct{ in, want time.Time }{
		"a full hour stays":             {hour, hour},
		"a nanosecond more is an hour":  {hour.Add(1), hour.Add(time.Hour)},
		"a second less is the hour":     {hour.Add(-time.Second), hour},
		"other time zones do not count": {hour.In(time.FixedZone("", 5*3600+1800)), hour},
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			if err := s.Create(Key{}, Room{Expires: test.in}); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Get(Key{}); err != nil || !got.Expires.Equal(test.want) {
				t.Errorf("got %v, %v", got.Expires, err)
			}
		})
	}
	s := openStore(t, t.TempDir())
	for _, bad := range []time.Time{{}, time.Unix(-1, 0), time.Unix(1<<45, 0)} {
		if err := s.Create(Key{}, Room{Expires: bad}); err == nil {
			t.Errorf("expiry %v was taken", bad)
		}
	}
}

func TestAnExpiredRoomIsGoneAndSwept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t, t.TempDir())
		short, long := s.RoomKey(ID{1}), s.RoomKey(ID{2})
		for k, n := range map[Key]int{short: 1, long: 2} {
			if err := errors.Join(s.Create(k, Room{Expires: inHours(n)}),
				s.Update(k, noteUse(true, 0))); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Until(inHours(1)) - time.Nanosecond)
		if _, err := s.Get(short); err != nil {
			t.Errorf("just before its expiry: %v", err)
		}
		time.Sleep(time.Nanosecond)
		if _, err := s.Get(short); !errors.Is(err, ErrGone) {
			t.Errorf("at its expiry: %v", err)
		}
		if all, err := s.ListRooms(); err != nil || len(all) != 1 || !all[long].Used {
			t.Errorf("%d rooms are there, %v", len(all), err)
		}
		for _, want := range [][]Key{{short}, nil} {
			if got, err := s.Sweep(time.Now(), nil); err != nil || !slices.Equal(got, want) {
				t.Errorf("swept %d rooms, %v", len(got), err)
			}
		}
		if err := s.Erase(short); !errors.Is(err, ErrGone) {
			t.Errorf("erase after the sweep: %v", err)
		}
		time.Sleep(time.Hour)
		if err := s.Create(long, Room{Expires: inHours(1)}); err != nil {
			t.Errorf("an expired room that was not swept yet is in the way: %v", err)
		}
	})
}

// TestTheStoreBehavesLikeAMap compares random steps, restarts among them, with a map.
func TestTheStoreBehavesLikeAMap(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	model := map[Key]Room{}
	random := rand.New(rand.NewPCG(1, 2))
	pick := func() Key { return s.RoomKey(ID{byte(random.IntN(40))}) }
	for step := range 1500 {
		k := pick()
		old, there := model[k]
		var err, want error
		used, removal := random.IntN(2) == 0, random.Uint64N(5)
		moved := inHours(1 + random.IntN(700))
		switch n := random.IntN(100); {
		case n < 40:
			r := Room{Expires: inHours(1 + random.IntN(700)), Seats: byte(2 + random.IntN(5)),
				HostKey: [32]byte{byte(step)}}
			if want = ErrExists; !there {
				want, model[k] = nil, r
			}
			err = s.Create(k, r)
		case n < 60:
			if want = ErrGone; there {
				old.Used, old.Removal, want = used, removal, nil
				if used {
					old.Expires, old.Appointment = moved, [36]byte{byte(step)}
				}
				model[k] = old
			}
			err = s.Update(k, func(r *Room) {
				noteUse(used, removal)(r)
				if used {
					r.Expires, r.Appointment = moved, [36]byte{byte(step)}
				}
			})
		case n < 90:
			if want = ErrGone; there {
				want = nil
				delete(model, k)
			}
			err = s.Erase(k)
		case n < 95:
			now := inHours(random.IntN(100))
			var due []Key
			for k, r := range model {
				if !now.Before(r.Expires) {
					due = append(due, k)
					delete(model, k)
				}
			}
			var swept []Key
			if swept, err = s.Sweep(now, nil); !slices.Equal(sortKeys(swept), sortKeys(due)) {
				t.Fatalf("step %d: swept %d rooms, not %d", step, len(swept), len(due))
			}
		default:
			if err = s.Close(); err == nil {
				s = openStore(t, dir)
			}
		}
		if !errors.Is(err, want) {
			t.Fatalf("step %d: got %v, want %v", step, err, want)
		}
		k = pick()
		if got, err := s.Get(k); got != model[k] || (err == nil) != (model[k] != Room{}) {
			t.Fatalf("step %d: got %v, %v, want %v", step, got, err, model[k])
		}
	}
	maps.DeleteFunc(model, func(_ Key, r Room) bool { return r == Room{} })
	if all, err := s.ListRooms(); err != nil || !maps.Equal(all, model) {
		t.Errorf("%d rooms, want %d, %v", len(all), len(model), err)
	}
}

func TestTheDirectoryHoldsNothingInTheClearAndIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openStore(t, dir)
	var secrets [][]byte
	for i := range 50 {
		var id ID
		var r Room
		for j := range id {
			id[j] = byte(i*31 + j*7 + 1)
		}
		for j := range r.HostKey {
			r.HostKey[j] = byte(i*17 + j*5 + 3)
		}
		r.Expires = inHours(3)
		k := s.RoomKey(id)
		if err := errors.Join(s.Create(k, r), s.Update(k, noteUse(true, 0))); err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, id[:], r.HostKey[:])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	modes := map[string]os.FileMode{"": 0o700, FileName: 0o600, keyName: 0o600}
	for name, mode := range modes {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil ||
			info.Mode().Perm() != mode {
			t.Errorf("%q: mode %v, %v", name, info.Mode(), err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(modes)-1 {
		t.Errorf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(data, secret) {
				t.Fatalf("%s holds an id or a host key in the clear", e.Name())
			}
		}
	}
}
