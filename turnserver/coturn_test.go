package turnserver

import (
	"context"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestCoturnsClientWorksThroughTheRelay lets somebody else's client talk to itself: 4 clients in
// pairs, 10 packets each.
func TestCoturnsClientWorksThroughTheRelay(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("turnutils_uclient")
	if err != nil {
		t.Skip("turnutils_uclient of the coturn package is not installed")
	}
	for name, flags := range map[string][]string{
		"channels over UDP":    {},
		"indications over UDP": {"-s"},
		"channels over TCP":    {"-t"},
		"indications over TCP": {"-t", "-s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			addr := r.addresses["udp"]
			if len(flags) > 0 && flags[0] == "-t" {
				addr = r.addresses["tcp"]
			}
			host, port, err := net.SplitHostPort(addr)
			if err != nil {
				t.Fatal(err)
			}
			username, password, _ := r.Credentials("room", "a")
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			arguments := append([]string{"-y", "-c", "-m", "4", "-n", "10", "-l", "200", "-p", port,
				"-u", username, "-w", password}, flags...)
			out, err := exec.CommandContext(ctx, tool, append(arguments, host)...).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "tot_send_msgs=40, tot_recv_msgs=40") {
				t.Errorf("not all came through:\n%s", out)
			}
			if s := r.Stats(); s.Packets < 40 {
				t.Errorf("the counters say %+v", s)
			}
		})
	}
}
