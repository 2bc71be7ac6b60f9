package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"einmal/signal"
)

// list shows every room on a line of its own.
func (f *roomFlags) list(stdout io.Writer) error {
	looks, err := f.ask(question{Do: "list"})
	switch {
	case err != nil:
		return err
	case f.json:
		return writeLooks(stdout, looks)
	case len(looks) == 0:
		_, err = fmt.Fprintln(stdout, "There are no rooms.")
		return err
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "HANDLE\tSTATE\tGONE AT THE LATEST\tSEATS\tIN THE CALL\tWAITING")
	for _, l := range looks {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\n", l.Handle, stateOf(l), moment(l.Expires), l.Seats,
			l.Members, l.Waiting)
	}
	return w.Flush()
}

// writeLooks is a list in JSON, also when it is empty.
func writeLooks(w io.Writer, looks []signal.RoomInfo) error {
	if looks == nil {
		looks = []signal.RoomInfo{}
	}
	return writeJSON(w, looks)
}

func stateOf(l signal.RoomInfo) string {
	if l.Used {
		return "used"
	}
	return "created"
}

// moment is a time for people; seconds are since 1970.
func moment(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04 UTC")
}
