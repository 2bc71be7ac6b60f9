// Command phone tries the telephone gateway with other people's programs: sipp makes 100 calls in
// each law, and two baresip telephones, which have registered at a kamailio as the gateway has, meet
// in a room and hear each other. It prints what docs/phone.md shows.
//
//	make phone
package main

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

//go:embed caller.xml
var caller string

//go:embed kamailio.cfg
var switchboard string

const password = "a-password-for-this-run"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "einmal-phone-")
	if err == nil {
		t := &trial{ctx: ctx, dir: dir}
		err = errors.Join(t.run(), t.end())
		if os.Getenv("KEEP") == "" {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "phone:", err)
		os.Exit(1)
	}
}

// trial is one run, with everything that it has started.
type trial struct {
	ctx     context.Context
	dir     string
	server  string // its URL
	gateway *program
	started []*program
	calls   string // where the gateway takes them
	door    string
}

// program is one that runs beside us.
type program struct {
	*exec.Cmd
	name  string
	in    *os.File
	lines chan string
}

// start runs a program; what it prints comes as lines.
func (t *trial) start(name string, args ...string) (*program, error) {
	p := &program{Cmd: exec.CommandContext(t.ctx, name, args...), name: filepath.Base(name),
		lines: make(chan string, 10_000)}
	p.Cancel = func() error { return p.Process.Signal(syscall.SIGTERM) }
	out, err := p.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.Stderr = p.Stdout
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p.Stdin, p.in = reader, writer
	if err := p.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	t.started = append(t.started, p)
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			select {
			case p.lines <- s.Text():
			default: // nobody has asked for so much
			}
		}
	}()
	return p, nil
}

// await waits for a line, and gives what the pattern has found in it.
func (p *program) await(pattern string) ([]string, error) {
	wanted, late := regexp.MustCompile(pattern), time.After(time.Minute)
	var seen []string
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				return nil, fmt.Errorf("%s ended without %q: %s", p.name, pattern, strings.Join(seen, " | "))
			}
			if found := wanted.FindStringSubmatch(line); found != nil {
				return found, nil
			}
			seen = append(seen[max(0, len(seen)-20):], line)
		case <-late:
			return nil, fmt.Errorf("%s: no %q: %s", p.name, pattern, strings.Join(seen, " | "))
		}
	}
}

// stop ends a program, and gives what it says last.
func (p *program) stop() (rest []string) {
	_ = p.Process.Signal(syscall.SIGTERM) // it may have ended
	patience := time.AfterFunc(10*time.Second, func() { _ = p.Process.Kill() })
	defer patience.Stop()
	for line := range p.lines {
		rest = append(rest, line)
	}
	_ = p.Wait() // however it ended
	return rest
}

func (t *trial) end() error {
	for i := len(t.started) - 1; i >= 0; i-- {
		if p := t.started[i]; p.ProcessState == nil {
			p.stop()
		}
	}
	return nil
}

func (t *trial) file(name, text string) (string, error) {
	path := filepath.Join(t.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// freePort is one that was free a moment ago, in UDP and TCP.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

func (t *trial) run() error {
	server, err := t.start("bin/einmal", "serve", "-listen", "127.0.0.1:0", "-data",
		filepath.Join(t.dir, "data"))
	if err != nil {
		return err
	}
	ready, err := server.await(`^einmal is ready: (http://\S+)`)
	if err != nil {
		return err
	}
	t.server = strings.TrimSuffix(ready[1], ",")
	port, err := freePort()
	if err != nil {
		return err
	}
	if err := t.openSwitchboard(port); err != nil {
		return err
	}
	if err := t.openGateway(port); err != nil {
		return err
	}
	for _, law := range []string{"PCMU", "PCMA"} {
		if err := t.callManyTimes(law); err != nil {
			return err
		}
	}
	if err := t.meet(port); err != nil {
		return err
	}
	for _, line := range t.gateway.stop() {
		fmt.Println("gateway:", line)
	}
	return nil
}

func (t *trial) openSwitchboard(port string) error {
	text := strings.NewReplacer("PORT", port, "PASSWORD", password).Replace(switchboard)
	path, err := t.file("kamailio.cfg", text)
	if err != nil {
		return err
	}
	_, err = t.start("kamailio", "-f", path, "-DD", "-E", "-m", "32", "-M", "4", "-w", t.dir, "-Y", t.dir,
		"-P", filepath.Join(t.dir, "kamailio.pid"))
	return err
}

func (t *trial) openGateway(port string) error {
	secret, err := t.file("password", password)
	if err != nil {
		return err
	}
	t.gateway, err = t.start("bin/einmal-phone", "serve", "-server", t.server, "-number", "phone", "-key",
		filepath.Join(t.dir, "phone.key"), "-door", "127.0.0.1:0", "-sip", "127.0.0.1:0", "-from",
		"127.0.0.1", "-register", "phone@127.0.0.1:"+port, "-password-file", secret, "-calls", "100",
		"-loopback")
	if err != nil {
		return err
	}
	ready, err := t.gateway.await(`calls (\S+), invitations (\S+),`)
	if err != nil {
		return err
	}
	t.calls, t.door = ready[1], "http://"+ready[2]
	_, err = t.gateway.await(`einmal-phone is registered`)
	fmt.Println("kamailio: the gateway is registered, with a password")
	return err
}
