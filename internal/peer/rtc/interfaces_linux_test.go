package rtc

import (
	"errors"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

const inNamespace = "EINMAL_RTC_IN_NAMESPACE"

func TestARestartFindsTheAddressesOfThisMoment(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED that a restart finds new addresses: a network namespace needs root")
	}
	child := exec.Command(os.Args[0], "-test.run=^TestInANamespace$", "-test.count=1", "-test.v")
	child.Env = append(os.Environ(), inNamespace+"=1")
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("NOT TESTED that a restart finds new addresses: this root may make no network " +
			"namespace")
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestInANamespace") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestInANamespace is the part of the test above that runs in the namespace.
func TestInANamespace(t *testing.T) {
	if os.Getenv(inNamespace) == "" {
		return
	}
	ip := func(args string) {
		if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", args, err, out)
		}
	}
	ip("link set lo up")
	for name, who := range map[string]func(*wire) *Connection{
		"who offers":  func(w *wire) *Connection { return w.offerer },
		"who answers": func(w *wire) *Connection { return w.other },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, nil)
			w.untilUsable()
			localOf := func(c *Connection) string {
				pair, err := c.PC.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
				if err != nil || pair == nil {
					return ""
				}
				return pair.Local.Address
			}
			old := localOf(who(w))
			// as when a machine moves from one network into another
			ip("address add 127.0.0.2/32 dev lo")
			ip("address del 127.0.0.1/8 dev lo")
			ip("address del ::1/128 dev lo")
			has := func(a netip.Addr) bool { return a.String() == "127.0.0.2" }
			if has(netip.MustParseAddr(old)) {
				t.Fatalf("it began at %s", old)
			}
			who(w).FollowNetwork(NetworkChange{Has: has, IsLoss: true})
			if who(w).IsUsable() {
				t.Error("the path from an address that is gone counts as usable")
			}
			w.runUntil("way over the new address",
				func() bool { return localOf(who(w)) == "127.0.0.2" })
			w.untilUsable()
			w.mustTalk("after")
			ip("address add 127.0.0.1/8 dev lo")
			ip("address add ::1/128 dev lo nodad")
			ip("address del 127.0.0.2/32 dev lo")
		})
	}
}
