package server_test

import (
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/peer"
	"einmal/internal/server/servertest"
)

func TestTheControlSocketIsItsUsersAloneAndGoesWithTheServer(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(data, 0o777); err != nil { // somebody was careless
		t.Fatal(err)
	}
	p := servertest.StartOn(t, data)
	info, err := os.Stat(filepath.Join(data, adminsocket.FileName))
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if got, want := fileNames(t, data), []string{adminsocket.FileName, "einmal.db",
		"server.key"}; !slices.Equal(got, want) {
		t.Errorf("in the directory are %q", got)
	}
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	if got, want := fileNames(t, data), []string{"einmal.db", "server.key"}; !slices.Equal(got,
		want) {
		t.Errorf("at the end there are %q", got)
	}
}

func TestWhatIsNoRequestIsRefused(t *testing.T) {
	data := t.TempDir()
	servertest.StartOn(t, data)
	for _, line := range []string{"", "hello", `{}`, `{"do":"dance"}`, `{"do":"list","why":1}`,
		`{"do":1}`, `{"do":"` + strings.Repeat("x", 4<<10) + `"}`} {
		c, err := net.Dial("unix", filepath.Join(data, adminsocket.FileName))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(c, line+"\n"); err != nil {
			t.Fatal(err)
		}
		if err := c.(*net.UnixConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(c)
		c.Close()
		if string(answer) != `{"error":"bad-question"}`+"\n" {
			t.Errorf("%.40q is answered with %q, %v", line, answer, err)
		}
	}
}

func fileNames(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestATrialOfTheRelayReachesNobodyElse: each has a room of its own.
func TestATrialOfTheRelayReachesNobodyElse(t *testing.T) {
	data := t.TempDir()
	s := servertest.StartOn(t, data, "-relay-address", "192.0.2.1")
	var relayed []net.PacketConn
	for range 2 {
		access, err := adminsocket.TryRelay(data)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			conn, err := net.ListenPacket("udp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			relayed = append(relayed, servertest.Allocate(t, conn, s.Address,
				peer.RelayAccess{Username: access.Username, Credential: access.Password}))
		}
	}
	servertest.Exchange(t, relayed[0], relayed[1])
	servertest.Exchange(t, relayed[2], relayed[3])
	// All are at one address, so the permission is there; what is behind it must not cross.
	relayed[2].WriteTo([]byte("from elsewhere"), relayed[0].LocalAddr())
	for buffer := make([]byte, 1500); ; {
		relayed[1].WriteTo([]byte("from here"), relayed[0].LocalAddr())
		relayed[0].SetReadDeadline(time.Now().Add(10 * time.Second))
		n, _, err := relayed[0].ReadFrom(buffer)
		if err != nil || string(buffer[:n]) == "from elsewhere" {
			t.Fatalf("%q, %v", buffer[:n], err)
		}
		if string(buffer[:n]) == "from here" {
			break
		}
	}
	if _, err := adminsocket.TryRelay(t.TempDir()); err == nil {
		t.Error("a server that does not run has a relay")
	}
}
