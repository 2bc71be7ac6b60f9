package main

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/creators"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/protocol"
	"einmal/internal/server/servertest"
)

// TestAHostEndsACallFromATerminal: everybody hears it under the host's signature, but for a host
// elsewhere, who is replaced.
func TestAHostEndsACallFromATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	p := servertest.Start(t)
	made := room[struct{ Guest, Host string }](t, "new", "-kind", "chat", "-seats", "2",
		"-public-url", p.Public)
	link, err := links.Parse(made.Host)
	if err != nil {
		t.Fatal(err)
	}
	host := takePart(t, link, peer.Options{Name: "Host",
		Admit: func(string) peer.Decision { return peer.Admit }})
	host.until(peer.Joined)
	guest := takePart(t, link.Guest(), peer.Options{Name: "Anna"})
	guest.until(peer.Connected)
	roomText(t, "end", made.Host)
	if e := guest.until(peer.Over); e.Code != "ended" {
		t.Errorf("for the guest it is over with %q", e.Code)
	}
}

func TestARoomIsMadeAndEndedOverTLS(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t)...)
	made := room[struct{ Host string }](t, "new", "-public-url", p.Public)
	if !strings.HasPrefix(made.Host, "https://") {
		t.Errorf("the link is one of %q", p.Public)
	}
	roomText(t, "end", made.Host)
}

func TestAnOpenServerGetsItsWork(t *testing.T) {
	p := servertest.Start(t, "-create", "open")
	room[struct{ Host string }](t, "new", "-public-url", p.Public)
}

// TestALostAnswerStillGivesARoom: the connection goes after the room was made and before that is
// said.
func TestALostAnswerStillGivesARoom(t *testing.T) {
	data := t.TempDir()
	p := servertest.StartOn(t, data)
	var tries atomic.Int32
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{Subprotocols: []string{"einmal.1"}}
		client, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer client.Close()
		server := servertest.DialSignal(t, p.Endpoint)
		defer server.Close()
		for range 2 { // challenge and create, create and created
			_, said, err := server.ReadMessage()
			lost := strings.Contains(string(said), `"created"`) && tries.Add(1) == 1
			if err != nil || lost || client.WriteMessage(websocket.TextMessage, said) != nil {
				return
			}
			if _, said, err = client.ReadMessage(); err != nil ||
				server.WriteMessage(websocket.TextMessage, said) != nil {
				return
			}
		}
	}))
	defer web.Close()
	made := room[struct{ Host string }](t, "new", "-public-url", web.URL)
	if tries.Load() != 2 {
		t.Errorf("it was said %d times that the room is made", tries.Load())
	}
	_, fragment, _ := strings.Cut(made.Host, "#")
	roomText(t, "end", p.Public+"/#"+fragment)
	if rooms := room[[]protocol.RoomInfo](t, "list", "-data", data); len(rooms) != 0 {
		t.Errorf("left are %d rooms", len(rooms))
	}
}

func TestACreatorMakesARoomFromATerminal(t *testing.T) {
	data := t.TempDir()
	p := servertest.StartOn(t, data, "-create", "token")
	seed, err := creators.Open(data).Add("Office")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "creator")
	if err := os.WriteFile(file, []byte(p.Public+"/#c"+base64.RawURLEncoding.EncodeToString(seed)+
		"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	room[struct{ Host string }](t, "new", "-public-url", p.Public, "-creator", file)
	out, err := exec.Command("einmal", "room", "new", "-public-url",
		p.Public).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "einmal: create-forbidden: ") {
		t.Errorf("without a link: %v, %s", err, out)
	}
}

// TestARoomLivesAsLongAsTheServerLets, which -room-days says.
func TestARoomLivesAsLongAsTheServerLets(t *testing.T) {
	for _, test := range []struct {
		flags         []string
		longest, more string
	}{
		{nil, "90d", "91d"},
		{[]string{"-room-days", "2"}, "2d", "49h"},
		{[]string{"-room-days", "365"}, "365d", ""},
	} {
		p := servertest.Start(t, test.flags...)
		made := room[struct{ Expires int64 }](t, "new", "-public-url", p.Public)
		if most := time.Now().Add(7*24*time.Hour + time.Hour).Unix(); made.Expires > most {
			t.Errorf("%v: a room lives until %d if nothing is said", test.flags, made.Expires)
		}
		room[struct{ Host string }](t, "new", "-public-url", p.Public, "-lifetime", test.longest)
		if test.more == "" {
			continue
		}
		_, _, stderr := einmal(t, "", "room", "new", "-public-url", p.Public, "-lifetime",
			test.more)
		if !strings.HasPrefix(stderr, "einmal: too-long: ") {
			t.Errorf("%s where %s is the most: %q", test.more, test.longest, stderr)
		}
	}
}
