package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"einmal/internal/wipe"
	"einmal/rooms"
	"einmal/signal"
)

// controlServer answers on the control socket.
type controlServer struct {
	hub   *signal.Hub
	scrub *memoryScrubber // what was said is to be gone from memory like the rest
	log   *slog.Logger

	listener net.Listener
	path     string
	working  sync.WaitGroup
}

// close lets answers under way take their time. The name goes first: a successor's must not.
func (c *controlServer) close() error {
	err := errors.Join(os.Remove(c.path), c.listener.Close())
	c.working.Wait()
	return err
}

func (c *controlServer) accept() {
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

func (c *controlServer) serve(conn net.Conn) {
	defer conn.Close()
	defer c.scrub.schedule()
	wipe.Do(func() {
		// a connection that cannot have one fails below
		_ = conn.SetDeadline(time.Now().Add(controlTime))
		q, err := readRequest(conn)
		r := Response{Error: codeBadRequest}
		if err == nil {
			r = c.respond(q)
		}
		_ = json.NewEncoder(conn).Encode(r) // who has gone needs no answer
	})
}

const (
	codeBadRequest  = "bad-question"
	codeRoomUnknown = "room-unknown"
	codeInternal    = "internal"
)

func (c *controlServer) respond(q Request) (r Response) {
	var err error
	switch q.Do {
	case "list":
		r.Rooms, err = c.hub.Looks()
	case "show":
		r.Rooms, err = c.hub.LookInto(q.Handle, q.Addresses)
	case "end":
		err = c.hub.EndRoom(q.Handle)
	default:
		return Response{Error: codeBadRequest}
	}
	if err != nil {
		return c.failure(err)
	}
	return r
}

func (c *controlServer) failure(err error) Response {
	if errors.Is(err, rooms.ErrGone) {
		return Response{Error: codeRoomUnknown}
	}
	c.log.Error("control", "error", err)
	return Response{Error: codeInternal}
}
