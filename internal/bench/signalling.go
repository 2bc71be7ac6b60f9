package bench

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/protocol"
)

const (
	fewestCalls = 50   // so that the memory of a socket can be told from that of the server
	mostCalls   = 1000 // of two sockets each
	// What two people tell each other until they are connected: offer, answer, candidates.
	framesEachWay = 5
	frameSize     = 2048 // bytes
	// settle is how long a server has to free what opening the sockets took.
	settle = time.Second
	// The server pings a socket every 20 seconds (internal/wsconn).
	signsAMinute = 3
)

// measureSignalling sets up one call after the other, and then lets all of them wait.
func (s *trialServer) measureSignalling(ctx context.Context, length time.Duration, m *Measured) error {
	var sockets []*websocket.Conn
	defer func() {
		for _, ws := range sockets {
			_ = ws.Close()
		}
	}()
	setUp := func() error {
		pair, err := s.setUpCall(len(sockets))
		sockets = append(sockets, pair...)
		return err
	}
	if err := setUp(); err != nil { // what only the first one takes
		return err
	}
	memory, err := s.residentBytes()
	if err != nil {
		return err
	}
	most := min(mostCalls, (openFiles()-100)/2)
	used, end := s.cpuTime(), time.Now().Add(length)
	for m.Calls < most && (m.Calls < fewestCalls || time.Now().Before(end)) && ctx.Err() == nil {
		if err := setUp(); err != nil {
			return err
		}
		m.Calls++
	}
	m.SetUpMillis = milliseconds(s.cpuTime()-used) / float64(m.Calls)
	if err := pause(ctx, settle); err != nil {
		return err
	}
	used = s.cpuTime()
	if err := askAll(sockets); err != nil {
		return err
	}
	m.WaitingMillis = signsAMinute * milliseconds(s.cpuTime()-used) / float64(len(sockets))
	after, err := s.residentBytes()
	m.SocketBytes = max(0, after-memory) / float64(2*m.Calls)
	return err
}

// askAll has each socket ask for a sign of life and get it, which takes of the server what its own
// pings do.
func askAll(sockets []*websocket.Conn) error {
	for _, ws := range sockets {
		if err := sendMessage(ws, &protocol.Ping{}); err != nil {
			return err
		}
	}
	for _, ws := range sockets {
		if _, err := AwaitMessage(ws, "pong"); err != nil {
			return err
		}
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// setUpCall has a host make a room, a guest knock, and both exchange what a call begins with. It
// gives the sockets that are open, also with an error; the first of them has number n.
func (s *trialServer) setUpCall(n int) (sockets []*websocket.Conn, err error) {
	var room *Room
	var sids [2]protocol.SID
	for i := range sids {
		ws, err := OpenSocket(s.origin, n+i, s.secure)
		if err != nil {
			return sockets, err
		}
		sockets = append(sockets, ws)
		challenge, err := AwaitMessage(ws, "challenge")
		if err == nil && i == 0 {
			room, err = CreateRoom(ws, challenge.Nonce)
		}
		if err != nil {
			return sockets, err
		}
		welcome, err := room.Join(ws, challenge.Nonce, i == 0)
		if err != nil {
			return sockets, err
		}
		sids[i] = welcome.SID
	}
	for i, ws := range sockets {
		data := make([]byte, frameSize)
		copy(data, sids[1-i][:])
		for range framesEachWay {
			if err := ws.WriteMessage(websocket.BinaryMessage, data); err != nil {
				return sockets, err
			}
		}
	}
	for _, ws := range sockets {
		for came := 0; came < framesEachWay; {
			kind, _, err := ws.ReadMessage()
			if err != nil {
				return sockets, err
			}
			if kind == websocket.BinaryMessage {
				came++
			}
		}
	}
	return sockets, nil
}
