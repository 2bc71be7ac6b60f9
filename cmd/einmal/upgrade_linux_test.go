package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/server/servertest"
)

// TestNobodyIsRefusedWhileTheServiceStartsAgain: an upgrade, and a process that is killed, under a
// call of two, with somebody at the door of another one and people who come all the time.
func TestNobodyIsRefusedWhileTheServiceStartsAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	for name, signal := range map[string]syscall.Signal{"upgrade": syscall.SIGTERM,
		"kill": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			a := newActivator(t)
			a.start()
			creator := a.addCreator()
			host, guest := a.call(creator)
			waiting := a.newRoom(creator)
			visitors := a.comeAllTheTime()
			gap := time.Now()
			a.stop(signal)
			datagram := servertest.Dial(t, "udp", a.endpoint().Address)
			datagram.Write([]byte("\x00\x01\x00\x00\x21\x12\xa4\x42who is there"))
			guest.say("Are you still there?")
			host.hears("Are you still there?")
			time.Sleep(time.Second) // a slow machine starts like this
			a.start()
			answer := make([]byte, 1500)
			datagram.SetReadDeadline(time.Now().Add(20 * time.Second))
			if n, err := datagram.Read(answer); err != nil || !strings.HasPrefix(string(answer[:n]),
				"\x01\x01") {
				t.Errorf("what came by UDP meanwhile is answered by %q, %v", answer[:n], err)
			}
			guest.until(peer.ServerBack)
			host.until(peer.ServerBack)
			t.Logf("signalling was away for %v", time.Since(gap).Round(time.Millisecond))
			host.say("Yes.")
			guest.hears("Yes.")
			a.eachAddressAnswers()
			a.nobodySharesThePort()
			joined := a.join(waiting, "Host")
			joined.until(peer.Joined)
			a.newRoom(creator)
			visitors.leave(t, signal == syscall.SIGTERM)
			if said := a.stderr.String(); said != "" {
				t.Errorf("it says %s", said)
			}
		})
	}
}

// TestSocketsThatNobodyListensOnAreNamed before the server starts: whoever came there would wait.
func TestSocketsThatNobodyListensOnAreNamed(t *testing.T) {
	a := newActivator(t)
	a.run("EINMAL_LISTEN=127.0.0.1:0", "EINMAL_PUBLIC_URL=http://localhost:8080")
	defer time.AfterFunc(time.Minute, func() { a.command.Process.Kill() }).Stop()
	a.command.Wait()
	if said := a.stderr.String(); a.command.ProcessState.ExitCode() != 2 ||
		!strings.HasPrefix(said, "einmal: socket-mismatch: ") ||
		!strings.Contains(said, "TCP [::]:"+a.port) {
		t.Errorf("%v, %s", a.command.ProcessState, said)
	}
}

// addCreator adds one as this user, beside the running server, and gives the file with the link.
func (a *activator) addCreator() string {
	a.t.Helper()
	out, err := exec.Command("einmal", "creator", "add", "Office", "-data",
		filepath.Join(a.root, "data"), "-public-url", a.endpoint().Public).Output()
	if err != nil {
		a.t.Fatal(err)
	}
	file := filepath.Join(a.t.TempDir(), "creator")
	if err := os.WriteFile(file, out[:strings.IndexByte(string(out), '\n')+1], 0o600); err != nil {
		a.t.Fatal(err)
	}
	return file
}

func (a *activator) newRoom(creator string) links.Link {
	a.t.Helper()
	made := room[struct{ Host string }](a.t, "new", "-kind", "chat", "-public-url",
		a.endpoint().Public, "-creator", creator)
	link, err := links.Parse(made.Host)
	if err != nil {
		a.t.Fatal(err)
	}
	return link
}

// call is one of two who reach each other directly.
func (a *activator) call(creator string) (host, guest talker) {
	a.t.Helper()
	link := a.newRoom(creator)
	host = a.join(link, "Host")
	host.until(peer.Joined)
	guest = a.join(link.Guest(), "Anna")
	for _, one := range []talker{guest, host} {
		if e := one.until(peer.Connected); e.Route != peer.Direct {
			a.t.Fatalf("they are connected by %q", e.Route)
		}
	}
	return host, guest
}

// talker is somebody in a call whose connection may not break.
type talker struct {
	t    *testing.T
	call *peer.Call
	name string
}

func (a *activator) join(link links.Link, name string) talker {
	a.t.Helper()
	call, err := peer.Join(a.t.Context(), link, peer.Options{Name: name, LoopbackOnly: true,
		Admit: func(string) peer.Decision { return peer.Admit }})
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(call.Leave)
	return talker{a.t, call, name}
}

func (p talker) until(kind peer.EventKind) peer.Event {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	for {
		e, err := p.call.Next(ctx)
		if err != nil || e.Kind == peer.Reconnecting || e.Kind == peer.Over {
			p.t.Fatalf("%s waits for %s: %v, %v", p.name, kind, e.Kind, err)
		}
		if e.Kind == kind {
			return e
		}
	}
}

func (p talker) say(text string) {
	p.t.Helper()
	if err := p.call.Say(text); err != nil {
		p.t.Fatal(err)
	}
}

func (p talker) hears(text string) {
	p.t.Helper()
	if e := p.until(peer.Said); e.Text != text {
		p.t.Errorf("%s hears %q", p.name, e.Text)
	}
}

// eachAddressAnswers: a client drops what comes from another address than it has asked.
func (a *activator) eachAddressAnswers() {
	a.t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		a.t.Fatal(err)
	}
	for _, from := range addresses {
		d := net.Dialer{LocalAddr: &net.UDPAddr{IP: from.(*net.IPNet).IP}}
		for _, to := range addresses {
			ip := to.(*net.IPNet).IP
			c, err := d.Dial("udp", net.JoinHostPort(ip.String(), a.port))
			if err != nil || ip.IsLinkLocalUnicast() {
				continue // no way from the one to the other
			}
			if !servertest.RefusesAllocate(a.t, c) {
				a.t.Errorf("one of %d addresses does not answer by UDP", len(addresses))
			}
			c.Close()
		}
	}
}

// nobodySharesThePort: what belongs to a call does not go to another program.
func (a *activator) nobodySharesThePort() {
	a.t.Helper()
	for _, address := range []string{"127.0.0.1:" + a.port, "127.0.0.9:" + a.port, ":" + a.port} {
		l := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) (err error) {
			failed := c.Control(func(fd uintptr) {
				err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
			})
			return errors.Join(failed, err)
		}}
		c, err := l.ListenPacket(a.t.Context(), "udp", address)
		if err == nil {
			c.Close()
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			a.t.Errorf("another program opens the port: %v", err)
		}
	}
}

// visitors ask for the page, one after the other, and each waits for an answer.
type visitors struct {
	stop                   chan struct{}
	all                    sync.WaitGroup
	answered, cut, refused atomic.Int32
}

func (a *activator) comeAllTheTime() *visitors {
	v := &visitors{stop: make(chan struct{})}
	client := &http.Client{Timeout: time.Minute,
		Transport: &http.Transport{DisableKeepAlives: true}}
	v.all.Go(func() {
		for tick := time.Tick(5 * time.Millisecond); ; {
			select {
			case <-tick:
				v.all.Go(func() { v.ask(client, a.endpoint().Public) })
			case <-v.stop:
				return
			}
		}
	})
	return v
}

func (v *visitors) ask(client *http.Client, url string) {
	answer, err := client.Get(url)
	switch {
	case err == nil && answer.StatusCode == http.StatusOK:
		answer.Body.Close()
		v.answered.Add(1)
	case err != nil && !strings.Contains(err.Error(), "refused"):
		v.cut.Add(1)
	default:
		v.refused.Add(1)
	}
}

// leave says how they fared. Only a process that was killed leaves questions without an answer.
func (v *visitors) leave(t *testing.T, wasAsked bool) {
	t.Helper()
	close(v.stop)
	v.all.Wait()
	t.Logf("%d were answered, %d were cut off, %d refused", v.answered.Load(), v.cut.Load(),
		v.refused.Load())
	if v.refused.Load() != 0 || v.answered.Load() == 0 || wasAsked && v.cut.Load() != 0 {
		t.Error("somebody came in vain")
	}
}
