package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
)

// TestNoSignalComesForABrokenConnection asks the kernel: a handler of Go's that does nothing would
// not be enough.
func TestNoSignalComesForABrokenConnection(t *testing.T) {
	p := startProgram(t, t.TempDir())
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, ignored, _ := strings.Cut(string(status), "SigIgn:")
	var mask uint64
	if _, err := fmt.Sscanf(ignored, "%x", &mask); err != nil {
		t.Fatal(err)
	}
	if mask&(1<<(syscall.SIGPIPE-1)) == 0 {
		t.Errorf("SIGPIPE is delivered; ignored is %#x", mask)
	}
}

// TestASignalEndsItInTime though somebody holds every kind of connection open.
func TestASignalEndsItInTime(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			p := startProgram(t, t.TempDir())
			socket := servertest.DialSignal(t, p.Endpoint)
			for _, say := range []string{"", "GET / HTTP/1.1\r\nHost: ", "\x00\x03"} {
				c, err := net.Dial("tcp", p.Address)
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				if _, err := io.WriteString(c, say); err != nil {
					t.Fatal(err)
				}
			}
			servertest.Get(t, p.Public+"/", nil) // so that the connections before it have arrived
			took, err := p.stop(signal)
			// who has come has 3 s to ask, and who is in a room 2 s for the goodbye
			if err != nil || took > 10*time.Second {
				t.Errorf("%v after %v", err, took)
			}
			if p.stderr.Len() > 0 {
				t.Errorf("it said %q", p.stderr.String())
			}
			if !websocket.IsCloseError(servertest.ReadToEnd(socket), websocket.CloseGoingAway) {
				t.Error("the WebSocket was not told goodbye")
			}
		})
	}
}
