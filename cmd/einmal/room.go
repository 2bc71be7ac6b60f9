package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"einmal/rooms"
	"einmal/signal"
)

const roomUsage = "einmal room wants new, end LINK, end HANDLE, list, or what [HANDLE]; - in " +
	"place of a link reads it from standard input."

var isHandle = regexp.MustCompile(`^[a-z2-7]{10}$`)

// roomFlags are those of all einmal room commands; -data and -public-url are as with serve.
type roomFlags struct {
	set                                   *flag.FlagSet
	data, public, kind, lifetime, creator string
	seats                                 int
	addresses, json                       bool
	getenv                                func(string) string
}

func newRoomFlags() *roomFlags {
	f := &roomFlags{set: flag.NewFlagSet("room", flag.ContinueOnError)}
	f.set.SetOutput(io.Discard)
	f.set.StringVar(&f.data, "data", "", "")
	f.set.StringVar(&f.public, "public-url", "http://localhost:8080", "")
	f.set.StringVar(&f.kind, "kind", "video", "")
	f.set.StringVar(&f.lifetime, "lifetime", "7d", "")
	f.set.StringVar(&f.creator, "creator", "", "")
	f.set.IntVar(&f.seats, "seats", 6, "")
	f.set.BoolVar(&f.addresses, "addresses", false, "")
	f.set.BoolVar(&f.json, "json", false, "")
	return f
}

// runRoom makes, ends and looks at rooms, also while the server runs.
func runRoom(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader,
	stdout io.Writer) error {
	f := newRoomFlags()
	words, err := parseWords(f.set, args, getenv, "data", "public-url", "creator")
	switch {
	case err == errHelp:
		return usage("%s", roomUsage)
	case err != nil:
		return err
	case len(words) == 0 || len(words) > 2:
		return usage("%s", roomUsage)
	}
	f.getenv = getenv
	operand := ""
	if len(words) == 2 {
		operand = words[1]
	}
	switch command := words[0]; {
	case command == "new" && operand == "":
		return f.make(ctx, stdout)
	case command == "end" && operand != "":
		return f.end(ctx, operand, stdin, stdout)
	case command == "list" && operand == "":
		return f.list(stdout)
	case command == "what":
		return f.what(operand, stdout)
	}
	return usage("%s", roomUsage)
}

// end takes a link or a handle.
func (f *roomFlags) end(ctx context.Context, operand string, stdin io.Reader,
	stdout io.Writer) (err error) {
	link := operand
	if operand == "-" {
		if link, err = readLink(stdin); err != nil {
			return err
		}
	}
	if operand == "-" || strings.ContainsAny(link, "#%/") { // a handle has none of them
		err = endByLink(ctx, link)
	} else {
		_, err = f.ask(question{Do: "end", Handle: operand})
	}
	switch {
	case err != nil:
		return err
	case f.json:
		return writeJSON(stdout, map[string]bool{"erased": true})
	}
	_, err = fmt.Fprintln(stdout, "The room is erased.")
	return err
}

// ask puts a question to the server that has the data or, when none runs, to the data.
func (f *roomFlags) ask(q question) ([]signal.RoomInfo, error) {
	if f.data == "" {
		var err error
		if f.data, err = defaultData(f.getenv); err != nil {
			return nil, err
		}
	}
	// as somebody may have heard or written it down
	q.Handle = strings.ToLower(q.Handle)
	// it may be half a link, which no error quotes
	if q.Handle != "" && !isHandle.MatchString(q.Handle) {
		return nil, usage("This is no handle, which has ten letters and digits such as " +
			"k3q7ab2xyz; einmal room list shows them.")
	}
	r, err := askServer(f.data, q)
	if err == errNobody {
		r, err = askStore(f.data, q)
	}
	switch {
	case err != nil:
		return nil, err
	case r.Error == codeRoomUnknown:
		return nil, problem{codeRoomUnknown, fmt.Sprintf("There is no room %q; einmal room list "+
			"shows them.", q.Handle)}
	case r.Error != "":
		return nil, problem{"control-failed", fmt.Sprintf("The server could not do that (%q); "+
			"its log may say more.", r.Error)}
	}
	return r.Rooms, nil
}

// askStore answers from the data in dir, which no server has.
func askStore(dir string, q question) (r reply, err error) {
	if _, err := os.Stat(filepath.Join(dir, rooms.FileName)); err != nil {
		return r, problem{"data-missing", fmt.Sprintf("In %s are no rooms, and no server that "+
			"keeps them in memory; say which directory with -data.", dir)}
	}
	store, err := rooms.Open(dir)
	if err != nil {
		return r, storeProblem(dir, err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	all, err := store.ListRooms()
	if err != nil {
		return r, storeProblem(dir, err)
	}
	if q.Handle == "" {
		r.Rooms = signal.RecordInfos(all)
		return r, nil
	}
	key, err := rooms.FindByHandle(all, q.Handle)
	if err == nil && q.Do == "end" {
		err = store.Erase(key)
	}
	switch {
	case errors.Is(err, rooms.ErrGone):
		return reply{Error: codeRoomUnknown}, nil
	case err != nil:
		return r, storeProblem(dir, err)
	}
	r.Rooms = []signal.RoomInfo{signal.RecordInfo(key, all[key])}
	return r, nil
}
