package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/cli"
	"einmal/internal/protocol"
)

func setUpRoomList(set *flag.FlagSet) cli.Action {
	f := newDataFlags(set)
	return func(_ context.Context, i cli.Invocation) error {
		looks, err := f.ask(adminsocket.Request{Do: "list"}, i.Getenv)
		switch {
		case err != nil:
			return err
		case f.json:
			return writeLooks(i.Out, looks)
		}
		return listRooms(i.Out, looks)
	}
}

// listRooms shows every room on a line of its own.
func listRooms(stdout io.Writer, looks []protocol.RoomInfo) error {
	if len(looks) == 0 {
		_, err := fmt.Fprintln(stdout, "There are no rooms.")
		return err
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "HANDLE\tSTATE\tGONE AT THE LATEST\tSEATS\tIN THE CALL\tWAITING")
	for _, l := range looks {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\n", l.Handle, stateOf(l), formatTime(l.Expires),
			l.Seats,
			l.Members, l.Waiting)
	}
	return w.Flush()
}

// writeLooks is a list in JSON, also when it is empty.
func writeLooks(w io.Writer, looks []protocol.RoomInfo) error {
	if looks == nil {
		looks = []protocol.RoomInfo{}
	}
	return writeJSON(w, looks)
}

func stateOf(l protocol.RoomInfo) string {
	if l.Used {
		return "used"
	}
	return "waiting"
}

// formatTime is a time for people; seconds are since 1970.
func formatTime(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04 UTC")
}
