package adminsocket

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"einmal/internal/cli"
	"einmal/internal/wipe"
	"einmal/rooms"
	"einmal/signal"
)

// Server answers on the control socket.
type Server struct {
	Hub   *signal.Hub
	Scrub func() // what was said is to be gone from memory like the rest
	// Trial opens the relay for a minute to a room of nobody's.
	Trial func() RelayAccess
	Log   *slog.Logger

	listener net.Listener
	path     string
	working  sync.WaitGroup
}

// Open opens the socket in dir and begins to answer; own wraps the listener.
func (c *Server) Open(dir string, own func(net.Listener) net.Listener) error {
	l, err := listenPrivately(dir)
	var p cli.Problem
	switch {
	case errors.As(err, &p):
		return p
	case err != nil:
		return cli.Problemf("control-unusable",
			"The control socket in the data directory cannot be made: %v.", err)
	}
	c.listener, c.path = own(l), filepath.Join(dir, FileName)
	c.working.Go(c.acceptConns)
	return nil
}

// Close lets answers under way take their time. The name goes first: a successor's must not.
func (c *Server) Close() error {
	err := errors.Join(os.Remove(c.path), c.listener.Close())
	c.working.Wait()
	return err
}

func (c *Server) acceptConns() {
	for {
		conn, err := c.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // out of file descriptors: they come back
			time.Sleep(time.Second)
		default:
			c.working.Go(func() { c.serveConn(conn) })
		}
	}
}

func (c *Server) serveConn(conn net.Conn) {
	defer conn.Close()
	defer c.Scrub()
	wipe.Do(func() {
		// a connection that cannot have one fails below
		_ = conn.SetDeadline(time.Now().Add(exchangeTime))
		q, err := readRequest(conn)
		r := Response{Error: codeBadRequest}
		if err == nil {
			r = c.respond(q)
		}
		_ = json.NewEncoder(conn).Encode(r) // whoever has left needs no response
	})
}

const (
	codeBadRequest  = "bad-question"
	CodeRoomUnknown = "room-unknown"
	codeInternal    = "internal"
)

func (c *Server) respond(q Request) (r Response) {
	var err error
	switch q.Do {
	case "list":
		r.Rooms, err = c.Hub.RoomInfos()
	case "show":
		r.Rooms, err = c.Hub.RoomDetails(q.Handle, q.Addresses)
	case "end":
		err = c.Hub.EndRoom(q.Handle)
	case doTrial:
		access := c.Trial()
		r.Relay = &access
	default:
		return Response{Error: codeBadRequest}
	}
	if err != nil {
		return c.failureCode(err)
	}
	return r
}

func (c *Server) failureCode(err error) Response {
	if errors.Is(err, rooms.ErrGone) {
		return Response{Error: CodeRoomUnknown}
	}
	c.Log.Error("control", "error", err)
	return Response{Error: codeInternal}
}
