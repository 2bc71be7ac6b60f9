package main

import (
	"flag"
	"strings"

	"einmal/internal/adminsocket"
	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/lazyregexp"
	"einmal/internal/protocol"
)

var isHandle = lazyregexp.New(`^[a-z2-7]{10}$`)

// dataFlags are those of the commands that ask a server, or the data of one that does not run.
type dataFlags struct {
	dir  string
	json bool
}

func newDataFlags(set *flag.FlagSet) *dataFlags {
	f := &dataFlags{}
	set.StringVar(&f.dir, "data", "", "the data `DIR` of the server; by default as with einmal "+
		"serve")
	set.BoolVar(&f.json, "json", false, "print JSON")
	return f
}

// ask puts a question to the server that has the data or, when none runs, to the data.
func (f *dataFlags) ask(q adminsocket.Request,
	getenv func(string) string) ([]protocol.RoomInfo, error) {
	dir := f.dir
	if dir == "" {
		var err error
		if dir, err = config.DefaultDataDir(getenv); err != nil {
			return nil, err
		}
	}
	// as somebody may have heard or written it down
	q.Handle = strings.ToLower(q.Handle)
	// it may be half a link, which no error quotes
	if q.Handle != "" && !isHandle().MatchString(q.Handle) {
		return nil, cli.Usage("This is no handle, which has ten letters and digits such as " +
			"k3q7ab2xyz; einmal room list shows them.")
	}
	r, err := adminsocket.Ask(dir, q)
	switch {
	case err != nil:
		return nil, err
	case r.Error == adminsocket.CodeRoomUnknown:
		return nil, cli.Problemf(adminsocket.CodeRoomUnknown, "There is no room %q; einmal room "+
			"list shows them.", q.Handle)
	case r.Error != "":
		return nil, cli.Problemf("control-failed", "The server could not do that (%q); its log "+
			"may say more.", r.Error)
	}
	return r.Rooms, nil
}
