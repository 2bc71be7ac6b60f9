package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/adminsocket"
	"einmal/internal/creators"
	"einmal/rooms"
)

// dialPage opens the signalling as a page of the public address would, and reads the challenge.
func dialPage(t *testing.T, p *process) *websocket.Conn {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"},
		HandshakeTimeout: 10 * time.Second, TLSClientConfig: trust()}
	scheme := map[bool]string{false: "ws://",
		true: "wss://"}[strings.Contains(p.stdout, "with TLS")]
	c, answer, err := dialer.Dial(scheme+p.address+"/signal", http.Header{"Origin": {p.public}})
	if err != nil {
		t.Fatalf("%v, %v", err, answer)
	}
	t.Cleanup(func() { c.Close() })
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	return c
}

// create asks for a room over a new connection and returns the kind of the answer, or the code of
// the error.
func create(t *testing.T, p *process, room byte) string {
	t.Helper()
	return createBy(t, p, room, nil)
}

// createBy does so with the key of a creator link, if there is one.
func createBy(t *testing.T, p *process, room byte, creator ed25519.PrivateKey) string {
	t.Helper()
	c := dialPage(t, p)
	defer c.Close()
	var challenge struct{ Nonce string }
	if err := c.ReadJSON(&challenge); err != nil {
		t.Fatal(err)
	}
	const seats, lifetime = 2, 3600
	id := []byte(strings.Repeat(string(room), 16))
	_, key, err := ed25519.GenerateKey(nil) // another host's each time
	if err != nil {
		t.Fatal(err)
	}
	text := base64.RawURLEncoding
	nonce, err := text.DecodeString(challenge.Nonce)
	if err != nil {
		t.Fatal(err)
	}
	signed := append([]byte("einmal/1 create"), nonce...)
	signed = append(append(signed, id...), seats)
	signed = binary.BigEndian.AppendUint32(signed, lifetime)
	message := map[string]any{
		"kind": "create", "room": text.EncodeToString(id), "seats": seats, "lifetime": lifetime,
		"hostKey":   text.EncodeToString(key.Public().(ed25519.PublicKey)),
		"signature": text.EncodeToString(ed25519.Sign(key, signed)),
	}
	if creator != nil {
		words := append(append(append([]byte("einmal/1 creator"), nonce...), id...),
			key.Public().(ed25519.PublicKey)...)
		message["creator"] = text.EncodeToString(creator.Public().(ed25519.PublicKey))
		message["creatorSignature"] = text.EncodeToString(ed25519.Sign(creator, words))
	}
	if err := c.WriteJSON(message); err != nil {
		t.Fatal(err)
	}
	var answer struct{ Kind, Code string }
	if err := c.ReadJSON(&answer); err != nil {
		t.Fatal(err)
	}
	if answer.Kind == "error" {
		return answer.Code
	}
	return answer.Kind
}

func TestARoomOutlivesAKill(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, data)
	if got := create(t, p, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	var exit interface{ ExitCode() int }
	if _, err := p.stop(syscall.SIGKILL); !errors.As(err, &exit) {
		t.Fatalf("after SIGKILL: %v", err)
	}
	p = startProgram(t, data)
	if got := create(t, p, 1); got != "room-exists" {
		t.Errorf("the room is lost: %s", got)
	}
	if got := create(t, p, 2); got != "created" {
		t.Errorf("another room: %s", got)
	}
}

func TestAnOpenServerAsksForWork(t *testing.T) {
	p := startProgram(t, t.TempDir(), "-public-url", "https://call.example", "-create", "open")
	if !strings.Contains(p.stdout, "by everybody") {
		t.Errorf("it says %q", p.stdout)
	}
	if got := create(t, p, 1); got != "bad-proof" { // this test does none
		t.Errorf("create: %s", got)
	}
}

func TestNobodyCreatesRoomsOnAPublicServer(t *testing.T) {
	p := startProgram(t, t.TempDir(), "-public-url", "https://call.example")
	if got := create(t, p, 1); got != "create-forbidden" {
		t.Errorf("create: %s", got)
	}
}

func TestAServerTakesNoMoreRoomsThanItMay(t *testing.T) {
	p := startProgram(t, t.TempDir(), "-quota-rooms", "1")
	if got := create(t, p, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	if got := create(t, p, 2); got != "server-full" {
		t.Errorf("one too many: %s", got)
	}
	if got := create(t, p, 1); got != "room-exists" { // with a host key of its own
		t.Errorf("one that is there: %s", got)
	}
	out, err := exec.Command("einmal", "room", "new", "-public-url",
		p.public).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "server-full: The server has no place") {
		t.Errorf("einmal room new: %v, %s", err, out)
	}
}

// TestAStoreThatBreaksEndsTheServer so that whoever watches over it starts it again.
func TestAStoreThatBreaksEndsTheServer(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, data)
	if got := create(t, p, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	if err := os.Truncate(filepath.Join(data, rooms.FileName), 2*4096); err != nil {
		t.Fatal(err)
	}
	// Whether an answer still comes is no matter.
	_ = exec.Command("einmal", "room", "list", "-data", data).Run()
	select {
	case err := <-p.ended:
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 ||
			!strings.Contains(p.stderr.String(), "einmal: store-broken: ") {
			t.Errorf("ended with %v: %s", err, p.stderr.String())
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it goes on")
	}
}

// TestAClockFarAheadKeepsTheServerFromStarting with rooms that would be erased, unless the operator
// says that it is right.
func TestAClockFarAheadKeepsTheServerFromStarting(t *testing.T) {
	data := t.TempDir()
	s, err := rooms.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	key := s.RoomKey(rooms.ID{1})
	err = errors.Join(s.Create(key, rooms.Room{Expires: now.Add(-time.Hour), Seats: 2}),
		s.AcceptClock(now.Add(-400*24*time.Hour)), s.Close())
	if err != nil {
		t.Fatal(err)
	}
	early := exec.Command("einmal", serveOn(data, nil)...)
	var said bytes.Buffer
	early.Stderr = &said
	out, err := early.StdoutPipe()
	if err = errors.Join(err, early.Start()); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err == nil {
		t.Errorf("it starts: %s", line)
		early.Process.Kill()
	}
	if err := early.Wait(); err == nil || !strings.Contains(said.String(),
		"einmal: clock-ahead: ") || !strings.Contains(said.String(), " 400 days ") {
		t.Errorf("%v: %s", err, said.String())
	}
	p := startProgram(t, data, "-accept-clock")
	if _, err := p.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	startProgram(t, data)
}

func TestRoomsInMemoryLeaveNothingOnDisk(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, data, "-storage", "memory")
	if got := create(t, p, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	if got := create(t, p, 1); got != "room-exists" {
		t.Fatalf("create it again: %s", got)
	}
	// a socket, which holds nothing
	if there := names(t, data); !slices.Equal(there, []string{adminsocket.FileName}) {
		t.Errorf("in the data directory are %q", there)
	}
	p.stop(syscall.SIGTERM)
	if p = startProgram(t, data, "-storage", "memory"); create(t, p, 1) != "created" {
		t.Error("the room outlived the process")
	}
}

// TestCreatorsCreate from the moment they are added to that of their removal, while the server
// runs.
func TestCreatorsCreate(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, dir, "-public-url", "https://call.example", "-create", "token")
	if got := create(t, p, 1); got != "create-forbidden" {
		t.Errorf("without a creator link: %s", got)
	}
	list := creators.Open(dir)
	seed, err := list.Add("Office")
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	if got := createBy(t, p, 2, key); got != "created" {
		t.Errorf("with a creator link: %s", got)
	}
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := createBy(t, p, 3, stranger); got != "create-forbidden" {
		t.Errorf("with a link of another server: %s", got)
	}
	if err := list.Remove("Office"); err != nil {
		t.Fatal(err)
	}
	if got := createBy(t, p, 4, key); got != "create-forbidden" {
		t.Errorf("with a link that was taken back: %s", got)
	}
}
