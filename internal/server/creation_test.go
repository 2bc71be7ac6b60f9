package server_test

import (
	"crypto/ed25519"
	"os"
	"strings"
	"testing"

	"einmal/internal/adminsocket"
	"einmal/internal/creators"
	"einmal/internal/server/servertest"
)

func TestAnOpenServerAsksForWork(t *testing.T) {
	p := servertest.Start(t, "-public-url", "https://call.example", "-create", "open")
	if !strings.Contains(p.Said, "by everybody") {
		t.Errorf("it says %q", p.Said)
	}
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "bad-proof" { // this test does none
		t.Errorf("create: %s", got)
	}
}

func TestNobodyCreatesRoomsOnAPublicServer(t *testing.T) {
	p := servertest.Start(t, "-public-url", "https://call.example")
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "create-forbidden" {
		t.Errorf("create: %s", got)
	}
}

func TestRoomsInMemoryLeaveNothingOnDisk(t *testing.T) {
	data := t.TempDir()
	p := servertest.StartOn(t, data, "-storage", "memory")
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "created" {
		t.Fatalf("create: %s", got)
	}
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "room-exists" {
		t.Fatalf("create it again: %s", got)
	}
	// a socket, which holds nothing
	there, err := os.ReadDir(data)
	if err != nil || len(there) != 1 || there[0].Name() != adminsocket.FileName {
		t.Errorf("in the data directory are %v, %v", there, err)
	}
	p.Stop()
	if p = servertest.StartOn(t, data, "-storage", "memory"); servertest.CreateRoom(t, p.Endpoint,
		1) != "created" {
		t.Error("the room outlived the process")
	}
}

// TestCreatorsCreate from the moment they are added to that of their removal, while the server
// runs.
func TestCreatorsCreate(t *testing.T) {
	dir := t.TempDir()
	p := servertest.StartOn(t, dir, "-public-url", "https://call.example", "-create", "token")
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "create-forbidden" {
		t.Errorf("without a creator link: %s", got)
	}
	list := creators.Open(dir)
	seed, err := list.Add("Office")
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	if got := servertest.CreateRoomBy(t, p.Endpoint, 2, key); got != "created" {
		t.Errorf("with a creator link: %s", got)
	}
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := servertest.CreateRoomBy(t, p.Endpoint, 3, stranger); got != "create-forbidden" {
		t.Errorf("with a link of another server: %s", got)
	}
	if err := list.Remove("Office"); err != nil {
		t.Fatal(err)
	}
	if got := servertest.CreateRoomBy(t, p.Endpoint, 4, key); got != "create-forbidden" {
		t.Errorf("with a link that was taken back: %s", got)
	}
}
