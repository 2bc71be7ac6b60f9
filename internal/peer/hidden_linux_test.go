package peer

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
)

const (
	ownAddress   = "192.0.2.77" // of the machine in the namespace
	ownAddress6  = "2001:db8::77"
	relayAddress = "198.51.100.7"
)

func TestWhoHidesItsAddressTellsNothingOfIt(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED that -relay-only hides the address: a network namespace needs root")
	}
	program, err := serverProgram()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestInANamespace$", "-test.count=1", "-test.v")
	child.Env = append(os.Environ(), inNamespace+"="+program)
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("NOT TESTED that -relay-only hides the address: this root may make no network " +
			"namespace")
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestInANamespace/tcp-IPv6") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestInANamespace is the part of the test above that runs in the namespace.
func TestInANamespace(t *testing.T) {
	if os.Getenv(inNamespace) == "" {
		return
	}
	for _, args := range []string{
		"link set lo up", "link add one type veth peer name two", "address add " + ownAddress +
			"/24 dev one", "address add " + ownAddress6 + "/64 dev one nodad", "link set one up",
		"link set two up",
	} {
		if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", args, err, out)
		}
	}
	for family, at := range map[string]string{"IPv4": ownAddress + ":3478",
		"IPv6": "[" + ownAddress6 + "]:3478"} {
		s := startServer(t, "-relay-listen", at, "-relay-address", relayAddress)
		for _, transport := range []string{"udp", "tcp"} {
			t.Run(transport+"-"+family, func(t *testing.T) { s.in(t).tellsNothing(transport) })
		}
	}
}

// tellsNothing has a guest who hides its address come in, talk, and look for another way; the host
// hears all that it says of its.
func (s *server) tellsNothing(transport string) {
	t := s.t
	join := func(link Link, o Options) *person {
		o.RelayTransport = transport
		call, err := Join(t.Context(), link, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(call.Leave)
		return &person{call, t, o.Name}
	}
	link := s.room(Audio, 2)
	host := join(link, Options{Name: "Host"})
	host.until(Joined)
	// the host could be reached directly
	guest := join(link.Guest(), Options{Name: "Anna", RelayOnly: true})
	sid := host.until(Knocked).SID
	candidates, descriptions := 0, 0
	hear := func(m protocol.Message) {
		switch m := m.(type) {
		case *protocol.Candidate:
			if m.Candidate == "" {
				return
			}
			candidates++
			if !strings.Contains(m.Candidate, " "+relayAddress+" ") ||
				!strings.Contains(m.Candidate, " typ relay raddr 0.0.0.0 rport 0") ||
				strings.Contains(m.Candidate, ownAddress) ||
				strings.Contains(m.Candidate, ownAddress6) {
				t.Errorf("it says %q", m.Candidate)
			}
		case *protocol.Description:
			descriptions++
			for _, word := range []string{"a=candidate", ownAddress, ownAddress6, relayAddress,
				"127.0.0.1"} {
				if strings.Contains(m.SDP, word) {
					t.Errorf("a description has %q:\n%s", word, m.SDP)
				}
			}
		}
	}
	host.runAndWait(func() {
		for _, p := range host.pairs {
			received := p.Path.Received
			p.Path.Received = func(m protocol.Message) {
				hear(m)
				received(m)
			}
		}
	})
	if err := host.Admit(sid); err != nil {
		t.Fatal(err)
	}
	if route := guest.until(Connected).Route; route == rtc.Direct {
		t.Error("it is connected directly")
	}
	host.until(Connected)
	host.each(func(c *rtc.Connection) {
		text := c.OnText
		c.OnText = func(b []byte) {
			if m, err := protocol.Decode(b, protocol.BetweenPeers); err == nil {
				hear(m)
			}
			text(b)
		}
	})
	before := descriptions
	guest.each(func(c *rtc.Connection) { c.RestartICE() })
	ctx, cancel := contextFor(t, 30*time.Second)
	defer cancel()
	for again := false; !again; time.Sleep(10 * time.Millisecond) {
		host.runAndWait(func() { again = descriptions > before && candidates > 1 })
		if ctx.Err() != nil {
			t.Fatalf("after a restart it has said %d descriptions, %d candidates",
				descriptions-before, candidates)
		}
	}
}
