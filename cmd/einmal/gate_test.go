package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
)

// Who floods the server in these tests has one address of this machine, the bystander has another.
var flooder, bystander = net.IPv4(127, 0, 0, 2), net.IPv4(127, 0, 0, 3)

// displaced is a count of connections that gave way, above 0.
var displaced = regexp.MustCompile(`(?m)^einmal_connections_displaced_total [1-9]`)

func dialFrom(from net.IP, address string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: 10 * time.Second}
	return d.Dial("tcp", address)
}

// getFrom asks for the page over a connection of its own, with TLS if there is a config, and leaves
// that open.
func getFrom(t *testing.T, from net.IP, p *process, config *tls.Config) error {
	t.Helper()
	c, err := dialFrom(from, p.Address)
	if err != nil {
		return err
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(5 * time.Second))
	if config != nil {
		c = tls.Client(c, config)
	}
	_, host, _ := strings.Cut(p.Public, "://")
	if _, err := fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(answer.Body)
	if err == nil && string(body) != servertest.Page {
		err = fmt.Errorf("status %d, %q", answer.StatusCode, body)
	}
	return err
}

// signalFrom opens the signalling and reads the challenge.
func signalFrom(t *testing.T, from net.IP, p *process) (*websocket.Conn, error) {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"},
		HandshakeTimeout: 5 * time.Second,
		NetDialContext: func(_ context.Context, _, address string) (net.Conn,
			error) {
			return dialFrom(from, address)
		}}
	c, _, err := dialer.Dial("ws://"+p.Address+"/signal", http.Header{"Origin": {p.Public}})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { c.Close() })
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	_, _, err = c.ReadMessage()
	return c, err
}

// TestIdleConnectionsOfOneAddressKeepNobodyOut: of a server with 400 file descriptors, whose pages
// one address keeps open as browsers do, and more of them than there are descriptors.
func TestIdleConnectionsOfOneAddressKeepNobodyOut(t *testing.T) {
	data := t.TempDir()
	flags := []string{"-metrics", "127.0.0.1:0"}
	limited := append([]string{"-c", `ulimit -n 400; exec "$0" "$@"`,
		"einmal"}, serveOn(data, flags)...)
	p := startCommand(t, exec.Command("sh", limited...), flags...)
	colleague, err := signalFrom(t, flooder, p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 450 {
		if err := getFrom(t, flooder, p, nil); err != nil {
			t.Logf("connection %d got no answer: %v", i, err)
			break
		}
	}
	began := time.Now()
	if err := getFrom(t, bystander, p, nil); err != nil {
		t.Errorf("another address gets no page: %v", err)
	}
	if _, err := signalFrom(t, bystander, p); err != nil {
		t.Errorf("another address gets no signalling: %v", err)
	}
	if c, err := dialFrom(bystander, p.Address); err != nil || !servertest.RefusesAllocate(t, c) {
		t.Errorf("another address gets no relay: %v", err)
	}
	colleague.SetReadDeadline(time.Now().Add(5 * time.Second))
	err = colleague.WriteMessage(websocket.TextMessage, []byte(`{"kind":"ping"}`))
	if _, pong, readErr := colleague.ReadMessage(); err != nil ||
		string(pong) != `{"kind":"pong"}` {
		t.Errorf("a WebSocket of the address that floods gave way to idle connections: %q, %v, %v",
			pong, err, readErr)
	}
	if text := countsOf(t, p); !displaced.MatchString(text) {
		t.Errorf("the counts do not tell that connections gave way: %s", text)
	}
	listsRooms(t, data)
	t.Logf("page, signalling, relay, counts and list took %v", time.Since(began))
	p.command.Process.Kill()
	<-p.ended
	if said := p.stderr.String(); strings.Count(said, "code=crowded") != 1 ||
		strings.Contains(said, "127.0.0") {
		t.Errorf("the log says %q", said)
	}
}

// TestWithoutFileDescriptorsTheServerAnswers: it has fewer than it counted on, because somebody has
// lowered its limit since, and eight addresses keep its pages open.
func TestWithoutFileDescriptorsTheServerAnswers(t *testing.T) {
	prlimit, err := exec.LookPath("prlimit")
	if err != nil {
		t.Skip("NOT TESTED that a server without file descriptors answers: there is no prlimit")
	}
	data := t.TempDir()
	p := startProgram(t, data, "-metrics", "127.0.0.1:0")
	pid := strconv.Itoa(p.command.Process.Pid)
	limit := fmt.Sprintf("--nofile=%d:", len(names(t, "/proc/"+pid+"/fd"))+20)
	if out, err := exec.Command(prlimit, "--pid", pid, limit).CombinedOutput(); err != nil {
		t.Fatalf("prlimit: %v, %s", err, out)
	}
	began := time.Now()
	for i := range 80 { // some are answered, some give way before that
		if err := getFrom(t, net.IPv4(127, 0, 0, byte(10+i%8)), p, nil); errors.Is(err,
			os.ErrDeadlineExceeded) {
			t.Fatalf("connection %d gets no answer and does not end", i)
		}
	}
	for range 2 { // the first of each keeps a descriptor
		if err := getFrom(t, bystander, p, nil); err != nil {
			t.Errorf("a newcomer gets no page: %v", err)
		}
		if _, err := signalFrom(t, bystander, p); err != nil {
			t.Errorf("a newcomer gets no signalling: %v", err)
		}
		if text := countsOf(t, p); !displaced.MatchString(text) {
			t.Errorf("the counts do not tell that connections gave way: %s", text)
		}
		listsRooms(t, data)
	}
	p.command.Process.Kill()
	<-p.ended
	minutes := int(time.Since(began) / time.Minute)
	said := p.stderr.String()
	if n := strings.Count(said, "code=descriptors"); n < 1 || n > 1+minutes ||
		strings.Contains(said, "127.0.0") {
		t.Errorf("after %d minutes the log says %q", minutes, said)
	}
}

// countsOf reads the counts over a connection of its own, and leaves that open.
func countsOf(t *testing.T, p *process) string {
	t.Helper()
	client := &http.Client{Timeout: 5 * time.Second, Transport: new(http.Transport)}
	t.Cleanup(client.CloseIdleConnections)
	answer, err := client.Get(regexp.MustCompile(`http://\S+/metrics`).FindString(p.Said))
	if err != nil {
		t.Fatalf("no counts: %v", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("no counts: %v", err)
	}
	return string(text)
}

func listsRooms(t *testing.T, data string) {
	t.Helper()
	ask := exec.Command("einmal", "room", "list", "-data", data)
	if out, err := ask.CombinedOutput(); err != nil {
		t.Errorf("einmal room list: %v, %s", err, out)
	}
}

// TestFloodsOfConnectionsKeepNobodyOut: small connections, a thousand a second, and thousands of
// them stay open.
func TestFloodsOfConnectionsKeepNobodyOut(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	p := startProgram(t, t.TempDir(), servertest.WithTLS(t)...)
	for kind, says := range map[string]string{
		"that say nothing": "", "that begin with TURN": "\x00\x01",
	} {
		t.Run(kind, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			ready, ended := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(ended)
				flood(ctx, p.Address, says, ready)
			}()
			<-ready
			for name, works := range map[string]func(net.Conn) bool{
				"page over TLS": func(net.Conn) bool {
					return getFrom(t, bystander, p,
						servertest.Trust(t)) == nil
				},
				"TURN over TCP": func(c net.Conn) bool { return servertest.RefusesAllocate(t, c) },
				"TURN over TLS": func(c net.Conn) bool {
					return servertest.RefusesAllocate(t,
						tls.Client(c, servertest.Trust(t)))
				},
				"TURN over TCP on a slow line": func(c net.Conn) bool {
					time.Sleep(time.Second)
					return servertest.RefusesAllocate(t, c)
				},
				"TURN over TLS on a slow line": func(c net.Conn) bool {
					time.Sleep(time.Second)
					return servertest.RefusesAllocate(t, tls.Client(c, servertest.Trust(t)))
				},
			} {
				bystands(t, p, name, works)
			}
			stop()
			<-ended
		})
	}
}

// bystands tries five times whether something works for a bystander, once if that takes long.
func bystands(t *testing.T, p *process, name string, works func(net.Conn) bool) {
	t.Helper()
	var took []time.Duration
	for len(took) < 5 && (len(took) < 1 || took[0] < time.Second) {
		began := time.Now()
		c, err := dialFrom(bystander, p.Address)
		if err != nil {
			t.Fatal(err)
		}
		if !works(c) {
			t.Errorf("%s: no answer after %v", name, time.Since(began))
		}
		c.Close()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("%s: median %v, longest %v", name, took[len(took)/2], took[len(took)-1])
}

// flood opens a thousand connections a second, and holds the last 3,400; ready is closed when it
// has as many.
func flood(ctx context.Context, address, says string, ready chan<- struct{}) {
	const held = 3400
	var open [held]net.Conn
	defer func() {
		for _, c := range open {
			if c != nil {
				c.Close()
			}
		}
	}()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for i := 0; ctx.Err() == nil; i++ {
		if i == held {
			close(ready)
		}
		if i > held && i%10 == 0 {
			<-tick.C
		}
		c, err := dialFrom(flooder, address)
		if err != nil {
			continue
		}
		_, _ = io.WriteString(c, says)
		if old := open[i%held]; old != nil {
			old.Close()
		}
		open[i%held] = c
	}
}
