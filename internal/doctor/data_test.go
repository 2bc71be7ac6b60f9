package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/creators"
	"einmal/rooms"
)

// roomsIn makes a store of rooms.
func roomsIn(t *testing.T) (dir string, store *rooms.Store) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	store, err := rooms.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, store
}

func lookAtData(t *testing.T, dir string) []Finding {
	t.Helper()
	return examine(t, checkData, wellMachine(t), "-data", dir)
}

var dataFaults = []fault{
	{"operator-incomplete", "a public server without an operator file",
		func(t *testing.T) []Finding {
			return examine(t, checkOperator, wellMachine(t), "-public-url", "https://call.test",
				"-listen", ":443", "-relay-address", "192.0.2.1")
		}},
	{"operator-forbidden", "root alone may read the operator file, and the server is another user",
		func(t *testing.T) []Finding {
			m := wellMachine(t)
			write(t, m.Root, "etc/einmal/operator.conf", "name = somebody\n")
			return examine(t, checkOperator, m, "-data", foreignDir(t))
		}},
	{"nobody-creates", "rooms take a creator link, and there is no creator",
		func(t *testing.T) []Finding {
			return examine(t, checkCreators, wellMachine(t), public("-create", "token")...)
		}},
	{"nobody-creates", "a public server on which only this machine may create rooms",
		func(t *testing.T) []Finding {
			return examine(t, checkCreators, wellMachine(t), public()...)
		}},
	{"data-unusable", "the data directory is a file", func(t *testing.T) []Finding {
		dir := t.TempDir()
		write(t, dir, "data", "")
		return lookAtData(t, filepath.Join(dir, "data"))
	}},
	{"data-open", "everybody may look into the data directory", func(t *testing.T) []Finding {
		dir, store := roomsIn(t)
		if err := errors.Join(store.Close(), os.Chmod(dir, 0o755)); err != nil {
			t.Fatal(err)
		}
		return lookAtData(t, dir)
	}},
	{"data-forbidden", "the creators' file is root's, the directory another user's",
		func(t *testing.T) []Finding {
			dir := foreignDir(t)
			write(t, dir, "creators", "")
			return lookAtData(t, dir)
		}},
	{"database-locked", "another program has the rooms open", func(t *testing.T) []Finding {
		dir, store := roomsIn(t)
		defer store.Close()
		return lookAtData(t, dir)
	}},
	{"database-corrupt", "the server key is another one", func(t *testing.T) []Finding {
		dir, store := roomsIn(t)
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		write(t, dir, "server.key", "0123456789abcdef0123456789abcdef")
		return lookAtData(t, dir)
	}},
	{"clock-ahead", "a room has expired since, and the rooms were last in use 400 days ago",
		func(t *testing.T) []Finding {
			dir, store := roomsIn(t)
			now := time.Now()
			if err := errors.Join(store.Create(store.RoomKey(rooms.ID{1}),
				rooms.Room{Expires: now.Add(-time.Hour), Seats: 2}),
				store.AcceptClock(now.Add(-400*day)), store.Close()); err != nil {
				t.Fatal(err)
			}
			return lookAtData(t, dir)
		}},
}

// TestTheDoctorChangesNoData: rooms that are there stay, and none are made.
func TestTheDoctorChangesNoData(t *testing.T) {
	empty := t.TempDir()
	if err := os.Chmod(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	if all := lookAtData(t, empty); len(all) > 0 {
		t.Errorf("an empty directory: %q", codesOf(all))
	}
	if files, err := os.ReadDir(empty); err != nil || len(files) > 0 {
		t.Errorf("it made %v, %v", files, err)
	}
	dir, store := roomsIn(t)
	key := store.RoomKey(rooms.ID{1})
	if err := errors.Join(store.Create(key, rooms.Room{Expires: time.Now().Add(time.Hour),
		Seats: 2}), store.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := creators.Open(dir).Add("me"); err != nil {
		t.Fatal(err)
	}
	if all := lookAtData(t, dir); len(all) > 0 {
		t.Errorf("%q", codesOf(all))
	}
	store, err := rooms.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := store.Get(key); err != nil {
		t.Errorf("the room: %v", err)
	}
}
