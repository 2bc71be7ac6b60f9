package peer

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"einmal/internal/links"
)

// inNamespace is set in a process of this test that has a network namespace of its own; its value
// is the server's program.
const inNamespace = "EINMAL_IN_NAMESPACE"

// serverDir holds the server's program, once there is one.
var serverDir string

// serverProgram is the real server, built when a test wants it first; its page is a stand-in, so
// that no test here needs a built web client.
var serverProgram = sync.OnceValues(func() (program string, err error) {
	if program = os.Getenv(inNamespace); program != "" {
		return program, nil
	}
	if serverDir, err = os.MkdirTemp("", "einmal-peer-"); err != nil {
		return "", err
	}
	program = filepath.Join(serverDir, "einmal")
	return program, buildServer(program)
})

func TestMain(m *testing.M) {
	flag.Parse()
	// Those that are parallel wait for most of a minute, on no matter how many cores.
	flag.Set("test.parallel", "8")
	status := m.Run()
	_ = os.RemoveAll(serverDir)
	os.Exit(status)
}

func buildServer(program string) error {
	page, list := program+".html", program+".json"
	asset, err := filepath.Abs("../../webclient/brotli/index.html")
	if err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{asset: page,
		asset + ".br": ""}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(page, []byte("<!doctype html>\n<title>einmal</title>\n"),
		0o600); err != nil {
		return err
	}
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-overlay", list, "-o", program,
		"../../cmd/einmal")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return nil
}

// server is a running server process with a data directory of its own.
type server struct {
	t       *testing.T
	origin  string
	address string // where it listens; a proxy in front has the origin
	data    string
	flags   []string
	process *exec.Cmd
}

var (
	readyLine   = regexp.MustCompile(`^einmal is ready: (http://localhost:(\d+))`)
	addressLine = regexp.MustCompile(`^  page, signalling   TCP (\S+) `)
)

func startServer(t *testing.T, flags ...string) *server {
	s := &server{t: t, data: t.TempDir(), flags: flags}
	if said := s.start("0"); said != "" {
		t.Fatalf("the server says %q", said)
	}
	t.Cleanup(s.kill)
	return s
}

// in returns the same server to a subtest.
func (s *server) in(t *testing.T) *server { return &server{t: t, origin: s.origin, data: s.data} }

// start returns what it says instead of being ready.
func (s *server) start(port string) string {
	s.t.Helper()
	flags := append([]string{"serve", "-listen", "127.0.0.1:" + port, "-data", s.data}, s.flags...)
	program, err := serverProgram()
	if err != nil {
		s.t.Fatal(err)
	}
	s.process = exec.Command(program, flags...)
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || !readyLine.MatchString(lines.Text()) {
		s.kill()
		return fmt.Sprintf("%q", lines.Text())
	}
	s.origin = readyLine.FindStringSubmatch(lines.Text())[1]
	if !lines.Scan() || !addressLine.MatchString(lines.Text()) {
		s.t.Fatalf("the server says %q", lines.Text())
	}
	s.address = addressLine.FindStringSubmatch(lines.Text())[1]
	go func() {
		for lines.Scan() { // so that it never waits for us
		}
	}()
	return ""
}

// kill is kill -9.
func (s *server) kill() {
	if s.process != nil {
		s.process.Process.Kill()
		s.process.Wait()
		s.process = nil
	}
}

// restart starts it again, on the same port and data. While it was gone, another program's
// connection may have got the port.
func (s *server) restart() {
	s.t.Helper()
	port := readyLine.FindStringSubmatch("einmal is ready: " + s.origin)[2]
	end := time.Now().Add(20 * time.Second)
	for said := s.start(port); said != ""; said = s.start(port) {
		s.t.Log("the server does not start again yet:", said)
		if time.Now().After(end) {
			s.t.Fatal("the server does not start again on its port")
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// room creates a room and gives its host link.
func (s *server) room(kind Kind, seats int) Link {
	s.t.Helper()
	link, err := links.New(s.origin, kind)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := Create(s.t.Context(), link, seats, time.Hour); err != nil {
		s.t.Fatal(err)
	}
	return link
}

// person is a call whose events a test reads.
type person struct {
	*Call
	t    *testing.T
	name string
}

func (s *server) join(link Link, o Options) *person {
	s.t.Helper()
	o.LoopbackOnly = true
	call, err := Join(s.t.Context(), link, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(call.Leave)
	return &person{call, s.t, o.Name}
}

// until reads events until one of this kind, and fails after a while.
func (p *person) until(kind EventKind) Event {
	p.t.Helper()
	return p.untilThat(string(kind), func(e Event) bool { return e.Kind == kind })
}

func (p *person) untilThat(what string, holds func(Event) bool) Event {
	p.t.Helper()
	ctx, cancel := contextFor(p.t, time.Minute)
	defer cancel()
	var seen []string
	for {
		e, err := p.Next(ctx)
		if err != nil {
			p.t.Fatalf("%s waits for %s: %v; saw %s", p.name, what, err, strings.Join(seen, ", "))
		}
		seen = append(seen, string(e.Kind)+" "+e.Code)
		if holds(e) {
			return e
		}
	}
}
