//go:build linux

package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"einmal/rooms"
	"einmal/signal"

	"github.com/gorilla/websocket"
)

// serveChild is the server's side, in a process of its own: the hub alone, or the bare relay, over
// TLS if there are files of a certificate and its key. It prints its address, and its memory for
// each line it reads.
func serveChild(name string, files []string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	origin := "http://" + listener.Addr().String()
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(http.ResponseWriter, *http.Request) {})
	if name == "bare" {
		mux.Handle("/signal", &bare{})
	} else {
		directory, err := os.MkdirTemp("", "benchsignal")
		if err != nil {
			return err
		}
		defer os.RemoveAll(directory)
		store, err := rooms.Open(directory)
		if err != nil {
			return err
		}
		mux.Handle("/signal", signal.New(signal.Config{Store: store, Origin: origin,
			Create: signal.CreatePolicy{Allowed: true, MaxLifetime: time.Hour}}))
	}
	// WebSockets are HTTP/1.1
	server := &http.Server{Handler: mux, TLSNextProto: map[string]func(*http.Server, *tls.Conn,
		http.Handler){}}
	if len(files) == 2 {
		fmt.Printf("ready: https://%s\n", listener.Addr())
		go server.ServeTLS(listener, files[0], files[1])
	} else {
		fmt.Printf("ready: %s\n", origin)
		go server.Serve(listener)
	}
	for {
		var word string
		if _, err := fmt.Scan(&word); err != nil {
			return nil
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Println(m.HeapAlloc, m.StackInuse)
	}
}

// bare is the floor: it passes binary messages between the sockets n and n^1, and does nothing
// else.
type bare struct {
	mu      sync.Mutex
	sockets map[int]*bareSocket
}

type bareSocket struct {
	mu sync.Mutex // one writer at a time
	ws *websocket.Conn
}

var bareUpgrader = websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024,
	WriteBufferPool: &sync.Pool{}}

func (b *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	ws, err := bareUpgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	b.mu.Lock()
	if b.sockets == nil {
		b.sockets = make(map[int]*bareSocket)
	}
	b.sockets[n] = &bareSocket{ws: ws}
	b.mu.Unlock()
	go b.passMessages(n, ws) // so that net/http frees what it holds for the request
}

func (b *bare) passMessages(n int, ws *websocket.Conn) {
	defer ws.Close()
	for {
		kind, data, err := ws.ReadMessage()
		if err != nil {
			return
		}
		b.mu.Lock()
		other := b.sockets[n^1]
		b.mu.Unlock()
		if other == nil {
			continue
		}
		other.mu.Lock()
		err = other.ws.WriteMessage(kind, data)
		other.mu.Unlock()
		if err != nil {
			return
		}
	}
}
