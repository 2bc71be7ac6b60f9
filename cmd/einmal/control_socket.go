package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"einmal/signal"
)

// The control socket lets commands of this program reach the server that has the data directory. It
// is a file of its user alone, and whoever may open it may read the directory too. One question and
// one answer go over it, each a line of JSON.
const (
	controlName = "control.sock"
	// for question and answer; shorter than what is left in memory may last
	controlTime    = 10 * time.Second
	controlRequest = 4 << 10 // bytes of a question
)

// question is what a command asks: list, what (about one room, or about all without a handle) or
// end (a room).
type question struct {
	Do        string `json:"do"`
	Handle    string `json:"handle,omitempty"`
	Addresses bool   `json:"addresses,omitempty"` // of the people in it
}

// reply has an error, by its code, or rooms.
type reply struct {
	Error string            `json:"error,omitempty"`
	Rooms []signal.RoomInfo `json:"rooms,omitempty"`
}

// errNobody: no server listens on the control socket.
var errNobody = errors.New("no server has this data directory")

// listenControl opens the socket in dir, in place of one that a killed server has left. A server
// that lives is a problem.
func listenControl(dir string) (*net.UnixListener, error) {
	if c, err := dialControl(dir); err == nil {
		c.Close()
		return nil, problem{"control-in-use", fmt.Sprintf("Another server has the data directory "+
			"%s; choose another one with -data.", dir)}
	}
	// Made out of everybody's sight, and moved when it is private, so that there is no moment at
	// which others could open it.
	private, err := os.MkdirTemp(dir, controlName+".*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(private)
	var l *net.UnixListener
	err = atPath(private, controlName, func(path string) (err error) {
		l, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		return err
	})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false) // it has another name by then
	made := filepath.Join(private, controlName)
	if err := errors.Join(os.Chmod(made, 0o600),
		os.Rename(made, filepath.Join(dir, controlName))); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func dialControl(dir string) (conn net.Conn, err error) {
	err = atPath(dir, controlName, func(path string) (err error) {
		conn, err = net.Dial("unix", path)
		return err
	})
	return conn, err
}

// askServer puts a question to the server that has dir. The error is [errNobody] if there is none,
// or a problem.
func askServer(dir string, q question) (r reply, err error) {
	conn, err := dialControl(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return r, errNobody
	case err != nil:
		return r, problem{"control-unusable", fmt.Sprintf("The server that has %s cannot be "+
			"asked: %v.", dir, err)}
	}
	defer conn.Close()
	err = errors.Join(conn.SetDeadline(time.Now().Add(controlTime)),
		json.NewEncoder(conn).Encode(q))
	if err == nil {
		err = json.NewDecoder(conn).Decode(&r)
	}
	if err != nil {
		return r, problem{"control-unusable", fmt.Sprintf("The server that has %s gives no "+
			"answer: %v.", dir, err)}
	}
	return r, nil
}

// readQuestion is strict, like every decoder here.
func readQuestion(r io.Reader) (q question, err error) {
	d := json.NewDecoder(io.LimitReader(r, controlRequest))
	d.DisallowUnknownFields()
	return q, d.Decode(&q)
}
