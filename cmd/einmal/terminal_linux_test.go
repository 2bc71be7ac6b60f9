package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// dialogue is a program at a terminal of its own (pty(7)), in a network of its own, where every
// port is free.
type dialogue struct {
	t       *testing.T
	command *exec.Cmd
	master  *os.File
	silent  chan struct{} // closed when nobody has the other end any more

	mu   sync.Mutex
	said bytes.Buffer
	read int // of what was said
}

// converse starts the program. It skips where there is no network of its own.
func converse(t *testing.T, env []string, name string, args ...string) *dialogue {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root gets a network of its own")
	}
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer slave.Close()
	d := &dialogue{t: t, command: exec.Command(name, args...), master: master,
		silent: make(chan struct{})}
	d.command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TERM=xterm"}, env...)
	d.command.Stdin, d.command.Stdout, d.command.Stderr = slave, slave, slave
	d.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true,
		Cloneflags: syscall.CLONE_NEWNET}
	if err := d.command.Start(); err != nil {
		t.Skipf("SKIPPED: no network of its own: %v", err)
	}
	t.Cleanup(func() { _ = d.command.Process.Kill() }) // it has mostly ended
	go func() {
		defer close(d.silent)
		for block := make([]byte, 4096); ; {
			n, err := master.Read(block)
			d.mu.Lock()
			d.said.Write(block[:n])
			d.mu.Unlock()
			if err != nil { // EIO
				return
			}
		}
	}()
	return d
}

// hears waits until the program has said this, behind what was heard before.
func (d *dialogue) hears(text string) {
	d.t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		d.mu.Lock()
		i := strings.Index(d.said.String()[d.read:], text)
		if i >= 0 {
			d.read += i + len(text)
		}
		d.mu.Unlock()
		switch {
		case i >= 0:
			return
		case time.Now().After(end):
			d.t.Fatalf("it does not say %q:\n%s", text, d.transcript())
		}
	}
}

// types answers the next prompt.
func (d *dialogue) types(lines ...string) {
	d.t.Helper()
	for _, line := range lines {
		d.hears("> ")
		if _, err := d.master.WriteString(line + "\r"); err != nil {
			d.t.Fatal(err)
		}
	}
}

// ends waits for the end and gives the exit status and all that was said.
func (d *dialogue) ends() (status int, said string) {
	d.t.Helper()
	_ = d.command.Wait() // its status says it
	<-d.silent
	return d.command.ProcessState.ExitCode(), d.transcript()
}

func (d *dialogue) transcript() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.ReplaceAll(d.said.String(), "\r\n", "\n")
}
