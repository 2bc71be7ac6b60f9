// Package adminsocket is the control socket, both ends: it lets commands of this program reach the
// server that has a data directory ([Ask]), and the server answer ([Server]). When no server runs,
// Ask reads the data itself.
//
// The socket is a file of its user alone, and whoever may open it may read the directory too. One
// request and one response go over it, each a line of JSON.
package adminsocket

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"einmal/internal/cli"
	"einmal/internal/protocol"
)

const (
	FileName = "control.sock"
	// for request and response; shorter than what is left in memory may last
	exchangeTime   = 10 * time.Second
	maxRequestSize = 4 << 10 // bytes
)

// Request is what a command asks: list, show (about one room, or about all without a handle), end
// (a room) or relay (access to it, for a trial).
type Request struct {
	Do        string `json:"do"`
	Handle    string `json:"handle,omitempty"`
	Addresses bool   `json:"addresses,omitempty"` // of the people in it
}

// Response has an error, by its code, or rooms, or access to the relay.
type Response struct {
	Error string              `json:"error,omitempty"`
	Rooms []protocol.RoomInfo `json:"rooms,omitempty"`
	Relay *RelayAccess        `json:"relay,omitempty"`
}

// RelayAccess is for allocations (RFC 8656) that reach one another and nobody else's.
type RelayAccess struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

const doTrial = "relay"

// errNoServer: no server listens on the control socket.
var errNoServer = errors.New("no server has this data directory")

// listenPrivately opens the socket in dir, in place of one that a killed server has left. A server
// that lives is a problem.
func listenPrivately(dir string) (*net.UnixListener, error) {
	if c, err := dialSocket(dir); err == nil {
		c.Close()
		return nil, cli.Problemf("control-in-use", "Another server has the data directory %s; "+
			"choose another one with -data.", dir)
	}
	// Made out of everybody's sight, and moved when it is private, so that there is no moment at
	// which others could open it.
	private, err := os.MkdirTemp(dir, FileName+".*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(private)
	var l *net.UnixListener
	err = withSocketPath(private, FileName, func(path string) (err error) {
		l, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		return err
	})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false) // it has another name by then
	made := filepath.Join(private, FileName)
	if err := errors.Join(os.Chmod(made, 0o600),
		os.Rename(made, filepath.Join(dir, FileName))); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func dialSocket(dir string) (conn net.Conn, err error) {
	err = withSocketPath(dir, FileName, func(path string) (err error) {
		conn, err = net.Dial("unix", path)
		return err
	})
	return conn, err
}

// Ask puts a request to the server that has dir or, when none runs, to the data in it.
func Ask(dir string, q Request) (Response, error) {
	r, err := askServer(dir, q)
	if err == errNoServer {
		return askStore(dir, q)
	}
	return r, err
}

// TryRelay asks the server that has dir for access to its relay, for a trial of a minute.
func TryRelay(dir string) (RelayAccess, error) {
	r, err := askServer(dir, Request{Do: doTrial})
	if err == nil && r.Relay == nil {
		err = cli.Problemf("control-unusable", "The server that has %s is of another version.", dir)
	}
	if err != nil {
		return RelayAccess{}, err
	}
	return *r.Relay, nil
}

// ServerProcess says whether a server has dir, and its process, 0 where that cannot be known.
func ServerProcess(dir string) (pid int, runs bool) {
	conn, err := dialSocket(dir)
	if err != nil {
		return 0, errors.Is(err, fs.ErrPermission)
	}
	defer conn.Close()
	return peerProcess(conn.(*net.UnixConn)), true
}

// askServer puts a question to the server that has dir. The error is [errNoServer] if there is
// none, or a problem.
func askServer(dir string, q Request) (r Response, err error) {
	conn, err := dialSocket(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return r, errNoServer
	case err != nil:
		return r, cli.Problemf("control-unusable", "The server that has %s cannot be asked: %v.",
			dir, err)
	}
	defer conn.Close()
	err = errors.Join(conn.SetDeadline(time.Now().Add(exchangeTime)),
		json.NewEncoder(conn).Encode(q))
	if err == nil {
		err = json.NewDecoder(conn).Decode(&r)
	}
	if err != nil {
		return r, cli.Problemf("control-unusable", "The server that has %s gives no answer: %v.",
			dir, err)
	}
	return r, nil
}

// readRequest is strict, like every decoder here.
func readRequest(r io.Reader) (q Request, err error) {
	d := json.NewDecoder(io.LimitReader(r, maxRequestSize))
	d.DisallowUnknownFields()
	return q, d.Decode(&q)
}
