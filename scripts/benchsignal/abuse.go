//go:build linux

package main

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"einmal/internal/bench"

	"github.com/gorilla/websocket"
)

// measureAbuse measures what calls notice of attacks on the signalling: it times the frames of five
// hosts, before and during each attack. The attacks come from many addresses, because each has its
// own limits.
func measureAbuse(s settings) error {
	c, err := startServer("einmal", s)
	if err != nil {
		return err
	}
	defer c.stopServer()
	clients, err := openRooms(c.origin, false, 5*perRoom)
	defer hangUp(clients)
	if err != nil {
		return err
	}
	fmt.Printf("%s\n\n%d attackers of each kind, %v each\n\n", machine(), s.sockets, s.idle)
	fmt.Println("| meanwhile | done, refused | frames sent | came | p50 ms | p99 ms | server CPU " +
		"s | server MB |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for _, a := range attacks {
		stop := make(chan struct{})
		var done, refused atomic.Int64
		var workers sync.WaitGroup
		if a.once != nil {
			next := atomic.Int64{}
			for range 32 {
				workers.Go(func() {
					a.runAttack(c.origin, s.sockets, &next, &done, &refused,
						stop)
				})
			}
		}
		if err := c.measurePhase(a.name, clients, s.idle, &done, &refused); err != nil {
			return err
		}
		close(stop)
		workers.Wait()
		time.Sleep(time.Second)
	}
	return nil
}

// measurePhase sends frames from the hosts for a while and prints a line of the table.
func (c *server) measurePhase(name string, clients []*client, length time.Duration, done,
	refused *atomic.Int64) error {
	const pause = 50 * time.Millisecond
	for _, client := range clients {
		client.takeLatencies()
	}
	before, sent := c.cpuTime(), 0
	for end := time.Now().Add(length); time.Now().Before(end); time.Sleep(pause) {
		for _, client := range clients {
			if client.host {
				if err := client.sendFrame(256); err != nil {
					return fmt.Errorf("a host lost its socket: %w", err)
				}
				sent++
			}
		}
	}
	time.Sleep(time.Second)
	used := c.cpuTime() - before
	memory, err := c.residentBytes()
	if err != nil {
		return err
	}
	var all []time.Duration
	for _, client := range clients {
		all = append(all, client.takeLatencies()...)
	}
	slices.Sort(all)
	if len(all) == 0 {
		return fmt.Errorf("%s: no frame came", name)
	}
	fmt.Printf("| %s | %d, %d | %d | %d | %.2f | %.2f | %.2f | %.1f |\n", name, done.Load(),
		refused.Load(), sent, len(all),
		milliseconds(all[len(all)/2]), milliseconds(all[len(all)*99/100]), used.Seconds(),
		memory/(1<<20))
	return nil
}

// attack is one kind of attack. once opens connection number n and tells whether the server let it
// do what it wanted; the connection it returns stays open until the end.
type attack struct {
	name string
	once func(origin string, n int) (net.Conn, bool)
}

var attacks = []attack{
	{"nothing", nil},
	{"TCP, and nothing said", func(origin string, n int) (net.Conn, bool) {
		u, _ := url.Parse(origin)
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: bench.SourceOf(n)}}
		conn, err := dialer.Dial("tcp", "127.0.0.1:"+u.Port())
		return conn, err == nil
	}},
	{"WebSockets that never join", func(origin string, n int) (net.Conn, bool) {
		ws, err := openSocket(origin, n)
		if err != nil {
			return nil, false
		}
		return ws.NetConn(), true
	}},
	{"WebSockets from one address", func(origin string, n int) (net.Conn, bool) {
		ws, err := openSocket(origin, bench.PerSource*250) // no other attack uses this address
		if err != nil {
			return nil, false
		}
		return ws.NetConn(), true
	}},
	{"frames before a join, 100 each", func(origin string, n int) (net.Conn, bool) {
		return nil, sendFlood(origin, n, websocket.BinaryMessage, strings.Repeat("x", 60000))
	}},
	{"pings, 100 each", func(origin string, n int) (net.Conn, bool) {
		return nil, sendFlood(origin, n, websocket.PingMessage, "x")
	}},
	{"rooms guessed", func(origin string, n int) (net.Conn, bool) {
		ws, err := openSocket(origin, n)
		if err != nil {
			return nil, false
		}
		defer ws.Close()
		challenge, err := bench.AwaitMessage(ws, "challenge")
		if err == nil {
			_, err = new(bench.Room).Join(ws, challenge.Nonce, false)
		}
		return nil, err != nil && strings.HasSuffix(err.Error(), "room-gone")
	}},
	{"nothing again", nil},
}

func sendFlood(origin string, n, kind int, data string) bool {
	ws, err := openSocket(origin, n)
	if err != nil {
		return false
	}
	defer ws.Close()
	for range 100 {
		if ws.WriteMessage(kind, []byte(data)) != nil {
			return true
		}
	}
	return true
}

// runAttack makes one connection after another, so many in all, and keeps them open until stop.
func (a attack) runAttack(origin string, most int, next, done, refused *atomic.Int64,
	stop <-chan struct{}) {
	for n := next.Add(1); n <= int64(most); n = next.Add(1) {
		select {
		case <-stop:
			return
		default:
		}
		conn, ok := a.once(origin, int(n))
		if conn != nil {
			defer conn.Close()
		}
		if ok {
			done.Add(1)
		} else {
			refused.Add(1)
		}
	}
	<-stop
}
