package adminsocket

import (
	"errors"
	"os"
	"path/filepath"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/rooms"
	"einmal/signal"
)

// askStore answers from the data in dir, which no server has.
func askStore(dir string, q Request) (r Response, err error) {
	if _, err := os.Stat(filepath.Join(dir, rooms.FileName)); err != nil {
		return r, cli.Problemf("data-missing", "In %s are no rooms, and no server that keeps them "+
			"in memory; say which directory with -data.", dir)
	}
	store, err := rooms.Open(dir)
	if err != nil {
		return r, config.DataProblem(dir, err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	all, err := store.ListRooms()
	if err != nil {
		return r, config.DataProblem(dir, err)
	}
	if q.Handle == "" {
		r.Rooms = signal.RecordInfos(store, all)
		return r, nil
	}
	key, err := rooms.FindByHandle(all, q.Handle)
	if err == nil && q.Do == "end" {
		err = store.Erase(key)
	}
	switch {
	case errors.Is(err, rooms.ErrGone):
		return Response{Error: CodeRoomUnknown}, nil
	case err != nil:
		return r, config.DataProblem(dir, err)
	}
	r.Rooms = signal.RecordInfos(store, map[rooms.Key]rooms.Room{key: all[key]})
	return r, nil
}
