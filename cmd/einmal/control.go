package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"einmal/internal/discreet"
	"einmal/rooms"
	"einmal/signal"
)

// control answers on the control socket.
type control struct {
	hub    *signal.Hub
	forget *forgetter // what was said is to be gone from memory like the rest
	log    *slog.Logger

	listener net.Listener
	path     string
	working  sync.WaitGroup
}

// serveControl opens the control socket in the data directory. Rooms in memory need no such
// directory; without it there is no socket either.
func (n *node) serveControl(c *control) error {
	dir := n.config.data
	if info, err := os.Stat(dir); n.config.memory && (err != nil || !info.IsDir()) {
		return nil
	}
	l, err := listenControl(dir)
	var p problem
	switch {
	case errors.As(err, &p):
		return p
	case err != nil:
		return problem{"control-unusable", "The control socket in the data directory cannot be " +
			"made: " + err.Error() + "."}
	}
	c.listener, c.path = n.gate.ListenUncounted(l), filepath.Join(dir, controlName)
	c.working.Go(c.accept)
	n.closes = append(n.closes, c.close)
	return nil
}

// close lets answers under way take their time. The name goes first: a successor's must not.
func (c *control) close() error {
	err := errors.Join(os.Remove(c.path), c.listener.Close())
	c.working.Wait()
	return err
}

func (c *control) accept() {
	for {
		conn, err := c.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // out of file descriptors: they come back
			time.Sleep(time.Second)
		default:
			c.working.Go(func() { c.serve(conn) })
		}
	}
}

func (c *control) serve(conn net.Conn) {
	defer conn.Close()
	defer c.forget.soon()
	discreet.Do(func() {
		// a connection that cannot have one fails below
		_ = conn.SetDeadline(time.Now().Add(controlTime))
		q, err := readQuestion(conn)
		r := reply{Error: codeBadQuestion}
		if err == nil {
			r = c.answer(q)
		}
		_ = json.NewEncoder(conn).Encode(r) // who has gone needs no answer
	})
}

const (
	codeBadQuestion = "bad-question"
	codeRoomUnknown = "room-unknown"
	codeInternal    = "internal"
)

func (c *control) answer(q question) (r reply) {
	var err error
	switch q.Do {
	case "list":
		r.Rooms, err = c.hub.RoomInfos()
	case "what":
		r.Rooms, err = c.hub.RoomDetails(q.Handle, q.Addresses)
	case "end":
		err = c.hub.EndRoom(q.Handle)
	default:
		return reply{Error: codeBadQuestion}
	}
	if err != nil {
		return c.failed(err)
	}
	return r
}

func (c *control) failed(err error) reply {
	if errors.Is(err, rooms.ErrGone) {
		return reply{Error: codeRoomUnknown}
	}
	c.log.Error("control", "error", err)
	return reply{Error: codeInternal}
}
