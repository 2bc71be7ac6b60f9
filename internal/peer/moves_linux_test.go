package peer

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"einmal/internal/peer/rtc"
)

const (
	movesFrom, movesTo = "10.9.0.77/24", "10.9.0.78/24"
	otherMachine       = "10.9.0.1"
	signalPort         = "8080"
	// soonBack is far less than the 20 s after which a server is asked whether it still answers.
	soonBack = 10 * time.Second
)

func TestWhoMovesIntoAnotherNetworkIsBackSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED that a change of network is noticed: namespaces need root")
	}
	program, err := serverProgram()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestAMoveInANamespace$", "-test.count=1",
		"-test.v")
	child.Env = append(os.Environ(), inNamespace+"="+program)
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("NOT TESTED that a change of network is noticed: this root may make no namespace")
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestAMoveInANamespace") {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// TestAMoveInANamespace is the part of the test above that runs in the namespace. Two people there
// talk through the relay of a server in another one; then their machine gets another address.
func TestAMoveInANamespace(t *testing.T) {
	if os.Getenv(inNamespace) == "" {
		return
	}
	s := startServerElsewhere(t)
	link := s.room(Chat, 2)
	join := func(link Link, o Options) *person {
		o.RelayOnly, o.Admit = true, letAllIn
		call, err := Join(t.Context(), link, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(call.Leave)
		return &person{call, t, o.Name}
	}
	host := join(link, Options{Name: "Host"})
	host.until(Joined)
	guest := join(link.Guest(), Options{Name: "Guest"})
	host.until(Connected)
	guest.until(Connected)
	for n, change := range [][2]string{{movesTo, movesFrom}, {movesFrom, movesTo}} {
		inThisNamespace(t, "address add "+change[0]+" dev one")
		inThisNamespace(t, "address del "+change[1]+" dev one")
		moved := time.Now()
		time.Sleep(rtc.WatchPause * 3 / 2) // else it goes out before the change is noticed
		if err := guest.Say("Here again"); err != nil {
			t.Fatal(err)
		}
		host.until(Said)
		if took := time.Since(moved); took > soonBack {
			t.Errorf("move %d: they talk after %v", n+1, took)
		} else {
			t.Logf("move %d: they talk after %v", n+1, took)
		}
	}
}

func inThisNamespace(t *testing.T, args string) {
	t.Helper()
	if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
		t.Fatalf("ip %s: %v %s", args, err, out)
	}
}

// startServerElsewhere runs the server in another namespace. Signalling is passed on from this
// machine, so that it needs no certificate.
func startServerElsewhere(t *testing.T) *server {
	t.Helper()
	holder := exec.Command("cat")
	holder.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	end, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	pid := strconv.Itoa(holder.Process.Pid)
	there := func(command string) *exec.Cmd {
		return exec.Command("nsenter", append([]string{"-t", pid, "-n"},
			strings.Fields(command)...)...)
	}
	for _, args := range []string{"link set lo up", "link add one type veth peer name two netns " +
		pid, "address add " + movesFrom + " dev one", "link set one up"} {
		inThisNamespace(t, args)
	}
	for _, args := range []string{"address add " + otherMachine + "/24 dev two",
		"link set two up"} {
		if out, err := there("ip " + args).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", args, err, out)
		}
	}
	if err := os.WriteFile("/proc/sys/net/ipv4/conf/all/promote_secondaries", []byte("1"),
		0); err != nil {
		t.Fatal(err) // the old address would take the new one along
	}
	go passOn(t, "127.0.0.1:"+signalPort, otherMachine+":"+signalPort)
	process := there(os.Getenv(inNamespace) + " serve -create open -data " + t.TempDir() +
		" -listen " + otherMachine + ":" + signalPort + " -public-url http://localhost:" +
		signalPort + " -relay-listen " + otherMachine + ":3478")
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
		_ = end.Close()
		_ = holder.Wait()
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("the server says %q: %v", line, err)
	}
	return &server{t: t, origin: "http://localhost:" + signalPort}
}

func passOn(t *testing.T, from, to string) {
	l, err := net.Listen("tcp", from)
	if err != nil {
		t.Error(err)
		return
	}
	for {
		near, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer near.Close()
			far, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer far.Close()
			go func() { _, _ = io.Copy(far, near) }()
			_, _ = io.Copy(near, far)
		}()
	}
}
