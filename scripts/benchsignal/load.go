//go:build linux

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// result is one measurement of one server.
type result struct {
	rss, heap, stacks float64 // bytes a socket; heap and stacks only of children that can tell
	idleCPU           float64 // seconds a minute, of all idle sockets
	frameCPU          float64 // seconds for 100,000 frames
	p50, p99          float64 // ms from sending to having it
	lost              int     // frames
}

// settle is how long a server has to give back what the opening of the sockets took.
const settle = 3 * time.Second

func measure(name string, s settings) (r result, err error) {
	c, err := start(name, s)
	if err != nil {
		return r, err
	}
	defer c.stop()
	before, err := c.memory()
	if err != nil {
		return r, err
	}
	clients, err := gather(c.origin, strings.HasPrefix(name, "bare"), s.sockets)
	defer hangUp(clients)
	if err != nil {
		return r, err
	}
	time.Sleep(settle)
	used := c.cpu()
	time.Sleep(s.idle)
	r.idleCPU = (c.cpu() - used).Seconds() * 60 / s.idle.Seconds()
	after, err := c.memory()
	if err != nil {
		return r, err
	}
	r.rss = (after - before) / float64(s.sockets)
	if !strings.HasPrefix(name, "einmal") {
		if r.heap, r.stacks, err = c.heap(); err != nil {
			return r, err
		}
		r.heap, r.stacks = r.heap/float64(s.sockets), r.stacks/float64(s.sockets)
	}
	used = c.cpu()
	if err := relay(clients, s); err != nil {
		return r, err
	}
	time.Sleep(time.Second)
	r.frameCPU = (c.cpu() - used).Seconds() * 100000 / float64(s.frames)
	r.note(clients, s.frames)
	return r, nil
}

// note takes the latencies of all clients.
func (r *result) note(clients []*client, frames int) {
	hangUp(clients)
	var all []time.Duration
	for _, c := range clients {
		all = append(all, c.taken()...)
	}
	slices.Sort(all)
	r.lost = frames - len(all)
	if len(all) > 0 {
		r.p50 = ms(all[len(all)/2])
		r.p99 = ms(all[len(all)*99/100])
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// gather opens all sockets, some rooms at a time. Those it has are given back with an error, too.
func gather(origin string, isBare bool, sockets int) ([]*client, error) {
	var mu sync.Mutex
	var clients []*client
	var failed error
	next := make(chan int)
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for first := range next {
				more, err := gatherRoom(origin, isBare, first)
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

// gatherRoom opens the sockets of one room.
func gatherRoom(origin string, isBare bool, first int) (clients []*client, err error) {
	var r *room
	var host *client
	for n := first; n < first+perRoom; n++ {
		ws, err := dial(origin, n)
		if err != nil {
			return clients, fmt.Errorf("socket %d: %w", n, err)
		}
		if isBare {
			clients = append(clients, newClient(ws, [8]byte{}))
			continue
		}
		challenge, err := expect(ws, "challenge")
		if err == nil && r == nil {
			r, err = create(ws, challenge.Nonce)
		}
		if err != nil {
			return clients, err
		}
		welcome, err := r.join(ws, challenge.Nonce, host == nil)
		if err != nil {
			return clients, err
		}
		c := newClient(ws, welcome.Host)
		clients = append(clients, c)
		if host == nil {
			host, c.host = c, true
		} else {
			host.to = welcome.SID // the last one; nobody sends yet
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

// relay sends the frames at an even rate, one socket after the other.
func relay(clients []*client, s settings) error {
	const step = 2 * time.Millisecond
	begin := time.Now()
	for sent := 0; sent < s.frames; {
		due := min(s.frames, int(time.Since(begin).Seconds()*float64(s.rate)))
		for ; sent < due; sent++ {
			if err := clients[sent%len(clients)].frame(2048); err != nil {
				return fmt.Errorf("frame %d: %w", sent, err)
			}
		}
		time.Sleep(step)
	}
	return nil
}
