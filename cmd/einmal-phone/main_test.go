package main

import (
	"bytes"
	"context"
	"io"
	"net/netip"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
)

func noEnvironment(string) string { return "" }

// start runs the program, and gives its first line and what stops it.
func start(t *testing.T, args ...string) (line string) {
	t.Helper()
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, args, cli.Streams{Out: in, Err: io.Discard, Getenv: noEnvironment})
		in.CloseWithError(io.EOF)
		ended <- err
	}()
	buffer := make([]byte, 1000)
	n, err := out.Read(buffer)
	if err != nil {
		t.Fatalf("it does not start: %v", <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // what it says at the end
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return string(buffer[:n])
}

func TestAPINIsMadeAndEndedFromTheCommandLine(t *testing.T) {
	line := start(t, "serve", "-server", "https://call.example", "-number", "+49 30 1234", "-key",
		filepath.Join(t.TempDir(), "key"), "-door", "127.0.0.1:0", "-sip", "127.0.0.1:0", "-from",
		"127.0.0.1")
	found := regexp.MustCompile(`calls (\S+), invitations (\S+), key \S{43}\n`).FindStringSubmatch(line)
	if found == nil {
		t.Fatal(line)
	}
	at := "http://" + found[2]
	say := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), args, cli.Streams{Out: &out, Err: io.Discard, Getenv: noEnvironment})
		return out.String(), err
	}
	link, err := links.New("https://call.example", links.Audio)
	if err != nil {
		t.Fatal(err)
	}
	said, err := say("invite", "-door", at, link.Guest().String())
	parts := regexp.MustCompile(`^number \+49 30 1234\nPIN    \d{6}\nuntil  .*\nID     (\S{22})\n$`).
		FindStringSubmatch(said)
	if err != nil || parts == nil {
		t.Fatalf("%q, %v", said, err)
	}
	if _, err := say("end", "-door", at, parts[1]); err != nil {
		t.Error(err)
	}
	for _, args := range [][]string{{"end", "-door", at, parts[1]}, {"invite", "-door", at, link.String()},
		{"invite", "-door", "http://" + found[1], link.Guest().String()}} {
		if said, err := say(args...); err == nil || strings.Contains(err.Error(), link.Guest().String()[30:]) {
			t.Errorf("%s: %q, %v", args[0], said, err)
		}
	}
}

func TestWrongFlagsAreOneSentence(t *testing.T) {
	good := []string{"serve", "-server", "https://call.example", "-number", "1", "-from", "192.0.2.1"}
	for _, c := range []struct{ flag, value, says string }{
		{"-server", "call.example", "-server wants"}, {"-number", "", "-number is missing"},
		{"-door", "0.0.0.0:1", "-door wants"}, {"-from", "0.0.0.0/0", "-from wants"},
		{"-from", "", "nobody could call"}, {"-sip", "0.0.0.0:5060", "-contact is missing"},
		{"-sip", "here", "-sip wants"}, {"-rtp-ports", "7", "-rtp-ports wants"},
		{"-register", "nobody", "-register wants"}, {"-digits", "9", "-digits 0 to 4"},
		{"-contact", "x", "-contact wants"}, {"-calls", "0", "-calls wants"},
		{"-metrics", "0.0.0.0:9", "-metrics wants"}, {"-metrics", "9", "-metrics wants"},
	} {
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second) // or else it serves
		err := run(ctx, append(good[:len(good):len(good)], c.flag, c.value),
			cli.Streams{Out: io.Discard, Err: io.Discard, Getenv: noEnvironment})
		stop()
		var said bytes.Buffer
		if status := report(&said, err); status != 2 || !strings.Contains(said.String(), c.says) {
			t.Errorf("%s %q: status %d, %q", c.flag, c.value, status, said.String())
		}
	}
}

func TestAnAccountIsReadWithItsPort(t *testing.T) {
	f := flags{server: "https://call.example", number: "1", account: "sip:100@switch.example:5070",
		transport: "tcp", sip: "192.0.2.1:5060", door: "127.0.0.1:0", calls: 1, perCaller: 1, name: "x",
		ports: "40001-40010"}
	c, o, err := f.check()
	if err != nil {
		t.Fatal(err)
	}
	if a := c.Account; a.User != "100" || a.Host != "switch.example" || a.Port != 5070 || !a.TCP ||
		c.First != 40002 || c.Last != 40010 || o.Longest < time.Hour ||
		c.Listen != netip.MustParseAddrPort("192.0.2.1:5060") {
		t.Errorf("%+v, %+v", c, a)
	}
}
