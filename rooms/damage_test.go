package rooms

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// filled makes a store with n rooms, closes it and returns what its files hold.
func filled(t testing.TB, n int) (database, key []byte) {
	t.Helper()
	dir := t.TempDir()
	s := openStore(t, dir)
	// one transaction: n fsyncs take their time
	err := s.update("fill", func(b *bbolt.Bucket) error {
		for i := range n {
			if err := s.writeRoom(b, s.RoomKey(ID{byte(i), byte(i >> 8)}),
				Room{Expires: inHours(50), Seats: 2}); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range n / 3 {
		if i%10 == 0 {
			err = errors.Join(err, s.Erase(s.RoomKey(ID{byte(i), byte(i >> 8)})))
		}
	}
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	database, err = os.ReadFile(filepath.Join(dir, FileName))
	key, err2 := os.ReadFile(filepath.Join(dir, keyName))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return database, key
}

func write(t *testing.T, dir string, database, key []byte) {
	t.Helper()
	err := os.WriteFile(filepath.Join(dir, FileName), database, 0o600)
	if key != nil {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, keyName), key, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	database, key := filled(t, 300)
	random := make([]byte, 64<<10)
	for i := range random {
		random[i] = byte(rand.N(256))
	}
	scrambled := append([]byte{}, database...)
	copy(scrambled[4*4096:], random)
	for name, files := range map[string]struct{ database, key []byte }{
		"random data":                 {random, key},
		"zeros":                       {make([]byte, 64<<10), key},
		"a single byte":               {[]byte{1}, key},
		"less than a page":            {database[:1000], key},
		"meta pages alone":            {database[:2*4096], key},
		"the second half is gone":     {database[:len(database)/2], key},
		"meta pages before random":    {scrambled, key},
		"no server key":               {database, nil},
		"an empty server key":         {database, []byte{}},
		"half a server key":           {database, key[:16]},
		"the key of another database": {database, random[:32]},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, files.database, files.key)
			for range 2 { // refusing must leave neither a lock nor a repair behind
				if s, err := Open(dir); !errors.Is(err, ErrCorrupt) {
					t.Fatalf("got %v, %v", s, err)
				}
			}
		})
	}
}

func TestAnEmptyDatabaseFileIsANewOne(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, nil, nil)
	s := openStore(t, dir)
	if err := s.Create(Key{}, Room{Expires: inHours(1)}); err != nil {
		t.Error(err)
	}
}

// TestNoDamageEndsTheProcess breaks files in random places. A panic, a fault or an endless
// recursion would end the test.
func TestNoDamageEndsTheProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	database, key := filled(t, 300)
	random := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	refused := 0
	for round := range 200 {
		data := append([]byte{}, database...)
		page := random.IntN(len(data)/4096) * 4096
		switch round % 4 {
		case 0: // one bit
			data[random.IntN(len(data))] ^= 1 << random.IntN(8)
		case 1: // a header or an element: small numbers break more than large ones
			data[page+random.IntN(64)] = byte(random.IntN(8))
		case 2: // one page in the place of another
			other := random.IntN(len(data)/4096) * 4096
			copy(data[page:page+4096], database[other:])
		case 3: // a sector that was never written
			sector := random.IntN(len(data)/512) * 512
			clear(data[sector : sector+512])
		}
		write(t, dir, data, key)
		s, err := Open(dir)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Fatalf("round %d: %v", round, err)
			}
			refused++
			continue
		}
		if err := useAll(s); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		switch err := s.Close(); {
		case errors.Is(err, ErrCorrupt):
			dir = t.TempDir() // a store that broke holds its lock as long as the process lives
		case err != nil:
			t.Fatalf("round %d: %v", round, err)
		}
	}
	if refused == 0 || refused == 200 {
		t.Errorf("%d of 200 refused: the test does not test", refused)
	}
}

// useAll takes every path through the store and returns an error that is neither [ErrGone] nor
// [ErrCorrupt].
func useAll(s *Store) error {
	var errs []error
	for i := range 300 {
		_, err := s.Get(s.RoomKey(ID{byte(i), byte(i >> 8)}))
		errs = append(errs, err)
	}
	k := s.RoomKey(ID{5})
	errs = append(errs, s.Create(Key{1}, Room{Expires: inHours(9)}), s.Update(k, noteUse(true, 0)),
		s.Erase(k))
	_, err := s.ListRooms()
	_, err2 := s.Sweep(time.Now(), nil)
	for _, err := range append(errs, err, err2) {
		if err != nil && !errors.Is(err, ErrGone) && !errors.Is(err, ErrCorrupt) {
			return err
		}
	}
	return nil
}

func TestADamagedRecordIsTheDamageOfOneRoom(t *testing.T) {
	for name, damage := range map[string]func(mine, other []byte) []byte{
		"one bit":           func(mine, _ []byte) []byte { mine[20] ^= 1; return mine },
		"another's record":  func(_, other []byte) []byte { return other },
		"a shorter one":     func(mine, _ []byte) []byte { return mine[:30] },
		"an empty one":      func(mine, _ []byte) []byte { return nil },
		"one byte too many": func(mine, _ []byte) []byte { return append(mine, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openStore(t, dir)
			good, bad := s.RoomKey(ID{1}), s.RoomKey(ID{2})
			r := Room{Expires: inHours(2), Seats: 3}
			err := errors.Join(s.Create(good, r), s.Create(bad, r),
				s.update("damage", func(b *bbolt.Bucket) error {
					return b.Put(bad[:], damage(append([]byte{}, b.Get(bad[:])...),
						append([]byte{}, b.Get(good[:])...)))
				}))
			if err != nil {
				t.Fatal(err)
			}
			_, getErr := s.Get(bad)
			for what, err := range map[string]error{"get": getErr, "note": s.Update(bad, noteUse(true, 0)),
				"create": s.Create(bad, r)} {
				if !errors.Is(err, ErrCorrupt) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if got, err := s.Get(good); err != nil || got != r {
				t.Errorf("the other room: %v, %v", got, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = openStore(t, dir)
			if swept, err := s.Sweep(time.Now(), nil); err != nil ||
				fmt.Sprint(swept) != fmt.Sprint([]Key{bad}) {
				t.Errorf("swept %d rooms, %v", len(swept), err)
			}
		})
	}
}

// TestARecordOfAnotherVersionIsDamage: one of version 1 has no removal in it; that of a later
// version has who knows what.
func TestARecordOfAnotherVersionIsDamage(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	k := s.RoomKey(ID{1})
	for _, plain := range [][]byte{
		append([]byte{1, 0, 7, 0, 0, 2, 0}, make([]byte, 32)...),
		append([]byte{1, 0, 7, 0, 0, 2, 0}, make([]byte, 40)...),
		append([]byte{3, 0, 7, 0, 0, 2, 0}, make([]byte, 40)...),
	} {
		err := s.update("another version", func(b *bbolt.Bucket) error {
			return b.Put(k[:], s.sealer.Seal(nil, nil, plain, k[:]))
		})
		if err != nil {
			t.Fatal(err)
		}
		_, getErr := s.Get(k)
		for what, err := range map[string]error{"get": getErr, "note": s.Update(k, noteUse(true, 9))} {
			if !errors.Is(err, ErrCorrupt) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = openStore(t, dir)
		if swept, err := s.Sweep(time.Now(), nil); err != nil || len(swept) != 1 {
			t.Errorf("swept %d rooms, %v", len(swept), err)
		}
	}
}

// TestAFileThatShrinksUnderTheStoreIsDamage: the pages that bbolt has mapped are gone, and touching
// them is a fault.
func TestAFileThatShrinksUnderTheStoreIsDamage(t *testing.T) {
	database, key := filled(t, 300)
	dir := t.TempDir()
	write(t, dir, database, key)
	s := openStore(t, dir)
	if err := os.Truncate(filepath.Join(dir, FileName), 2*4096); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Broken():
		t.Error("it is broken already")
	default:
	}
	// bbolt faults once more when it rolls back, and keeps its lock
	_, sweepErr := s.Sweep(inHours(51), nil)
	eraseErr := s.Erase(s.RoomKey(ID{200}))
	_, getErr := s.Get(s.RoomKey(ID{200}))
	for what, err := range map[string]error{"sweep": sweepErr, "erase": eraseErr, "get": getErr,
		"close": s.Close()} {
		if !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", what, err)
		}
	}
	select {
	case <-s.Broken():
	default:
		t.Error("it does not say that it is broken")
	}
}
