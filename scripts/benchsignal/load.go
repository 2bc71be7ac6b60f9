//go:build linux

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"einmal/internal/bench"
)

// result is one measurement of one server.
type result struct {
	rss, heap, stacks float64 // bytes a socket; heap and stacks only of children that can tell
	idleCPU           float64 // seconds a minute, of all idle sockets
	frameCPU          float64 // seconds for 100,000 frames
	p50, p99          float64 // ms from sending to having it
	lost              int     // frames
}

// settle is how long a server has to free what opening the sockets took.
const settle = 3 * time.Second

func measure(name string, s settings) (r result, err error) {
	c, err := startServer(name, s)
	if err != nil {
		return r, err
	}
	defer c.stopServer()
	before, err := c.residentBytes()
	if err != nil {
		return r, err
	}
	clients, err := openRooms(c.origin, strings.HasPrefix(name, "bare"), s.sockets)
	defer hangUp(clients)
	if err != nil {
		return r, err
	}
	time.Sleep(settle)
	used := c.cpuTime()
	time.Sleep(s.idle)
	r.idleCPU = (c.cpuTime() - used).Seconds() * 60 / s.idle.Seconds()
	after, err := c.residentBytes()
	if err != nil {
		return r, err
	}
	r.rss = (after - before) / float64(s.sockets)
	if !strings.HasPrefix(name, "einmal") {
		if r.heap, r.stacks, err = c.readHeap(); err != nil {
			return r, err
		}
		r.heap, r.stacks = r.heap/float64(s.sockets), r.stacks/float64(s.sockets)
	}
	used = c.cpuTime()
	if err := sendFrames(clients, s); err != nil {
		return r, err
	}
	time.Sleep(time.Second)
	r.frameCPU = (c.cpuTime() - used).Seconds() * 100000 / float64(s.frames)
	r.recordLatencies(clients, s.frames)
	return r, nil
}

// recordLatencies fills in the latencies of all clients.
func (r *result) recordLatencies(clients []*client, frames int) {
	hangUp(clients)
	var all []time.Duration
	for _, c := range clients {
		all = append(all, c.takeLatencies()...)
	}
	slices.Sort(all)
	r.lost = frames - len(all)
	if len(all) > 0 {
		r.p50 = milliseconds(all[len(all)/2])
		r.p99 = milliseconds(all[len(all)*99/100])
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// openRooms opens all sockets, several rooms at a time. With an error it returns those it has
// opened.
func openRooms(origin string, isBare bool, sockets int) ([]*client, error) {
	var mu sync.Mutex
	var clients []*client
	var failed error
	next := make(chan int)
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for first := range next {
				more, err := openRoom(origin, isBare, first)
				mu.Lock()
				clients = append(clients, more...)
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	for first := 0; first < sockets; first += perRoom {
		mu.Lock()
		stop := failed != nil
		mu.Unlock()
		if stop {
			break
		}
		next <- first
	}
	close(next)
	workers.Wait()
	return clients, failed
}

// openRoom opens the sockets of one room.
func openRoom(origin string, isBare bool, first int) (clients []*client, err error) {
	var r *bench.Room
	var host *client
	for n := first; n < first+perRoom; n++ {
		ws, err := openSocket(origin, n)
		if err != nil {
			return clients, fmt.Errorf("socket %d: %w", n, err)
		}
		if isBare {
			clients = append(clients, newClient(ws, [8]byte{}))
			continue
		}
		challenge, err := bench.AwaitMessage(ws, "challenge")
		if err == nil && r == nil {
			r, err = bench.CreateRoom(ws, challenge.Nonce)
		}
		if err != nil {
			return clients, err
		}
		welcome, err := r.Join(ws, challenge.Nonce, host == nil)
		if err != nil {
			return clients, err
		}
		c := newClient(ws, welcome.Host)
		clients = append(clients, c)
		if host == nil {
			host, c.host = c, true
		} else {
			host.to = welcome.SID // the last guest; nobody sends yet
		}
	}
	return clients, nil
}

func hangUp(clients []*client) {
	for _, c := range clients {
		_ = c.ws.Close()
		<-c.done
	}
}

// sendFrames sends the frames at an even rate, one socket after the other.
func sendFrames(clients []*client, s settings) error {
	const step = 2 * time.Millisecond
	begin := time.Now()
	for sent := 0; sent < s.frames; {
		due := min(s.frames, int(time.Since(begin).Seconds()*float64(s.rate)))
		for ; sent < due; sent++ {
			if err := clients[sent%len(clients)].sendFrame(2048); err != nil {
				return fmt.Errorf("frame %d: %w", sent, err)
			}
		}
		time.Sleep(step)
	}
	return nil
}
