//go:build goexperiment.runtimesecret && linux

package signal

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"einmal/rooms"
)

// serverDir, in the environment, makes this test binary a server on that data directory. It has to be a process of its own:
// the clients know the room id, and what is searched must not hold them.
const serverDir = "EINMAL_TEST_SERVER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(serverDir); dir != "" {
		fmt.Fprintln(os.Stderr, serveForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveForever(dir string) error {
	store, err := rooms.Open(dir)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	go func() {
		for range time.Tick(100 * time.Millisecond) {
			runtime.GC() // by itself it runs every two minutes at the latest
		}
	}()
	return http.Serve(listener, New(Config{Store: store, Origin: testOrigin, MayCreate: true}))
}

func TestNothingInMemoryNamesARoomThatEnded(t *testing.T) {
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), serverDir+"="+t.TempDir())
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}

	r := &rig{t: t, url: "ws://" + strings.TrimSpace(address)}
	p := r.newParty(3)
	host, guests := p.call(2)
	p.back(guests[0], false, p.newest)
	p.knock()
	expect[*Knock](host)
	if !found(t, server.Process.Pid, p.room[:]) {
		t.Fatal("the search does not find the id of a room that is there")
	}
	host.send(p.end())
	expect[*End](host)
	host.expectEnd(codeRoomGone)
	text, _ := p.room.MarshalText()
	for name, id := range map[string][]byte{"bytes": p.room[:], "text": text} {
		end := time.Now().Add(patience)
		for found(t, server.Process.Pid, id) {
			if time.Now().After(end) {
				t.Fatalf("the room id is still in memory as %s", name)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// found searches the writable memory of a process.
func found(t *testing.T, pid int, what []byte) bool {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		if to-from > 1<<30 {
			continue // the shadow of the race detector, which holds no data
		}
		area := make([]byte, to-from)
		n, _ := memory.ReadAt(area, from) // an area that just went away has nothing
		if bytes.Contains(area[:n], what) {
			return true
		}
	}
	return false
}
