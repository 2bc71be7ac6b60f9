package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"einmal/internal/peer"
)

// program is one run of einmal-peer inside the test, with -json and on the loopback only.
type program struct {
	t     *testing.T
	name  string
	in    io.WriteCloser
	lines chan []byte
	ended chan error
	stop  context.CancelFunc
}

func start(t *testing.T, args ...string) *program {
	t.Helper()
	stdin, in := io.Pipe()
	out, stdout := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	p := &program{t: t, name: args[0], in: in, lines: make(chan []byte, 1000),
		ended: make(chan error, 1), stop: stop}
	go func() {
		err := run(ctx, append(args, "-json", "-loopback"), stdin, stdout)
		stdout.Close()
		p.ended <- err
	}()
	go func() {
		defer close(p.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.lines <- bytes.Clone(lines.Bytes())
		}
	}()
	t.Cleanup(stop)
	return p
}

// line is any line that a program prints.
type line struct {
	peer.Event
	Guest, Host string
}

func (p *program) until(kind string) line {
	p.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case text, ok := <-p.lines:
			var l line
			if !ok {
				p.t.Fatalf("%s ended before %s", p.name, kind)
			}
			if err := json.Unmarshal(text, &l); err != nil {
				p.t.Fatalf("%s prints %q: %v", p.name, text, err)
			}
			if string(l.Kind) == kind {
				return l
			}
		case <-late:
			p.t.Fatalf("%s: no %s", p.name, kind)
		}
	}
}

func (p *program) types(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, text+"\n"); err != nil {
		p.t.Fatal(err)
	}
}

// status waits for the end.
func (p *program) status() int {
	p.t.Helper()
	select {
	case err := <-p.ended:
		return report(io.Discard, err)
	case <-time.After(20 * time.Second):
		p.t.Fatalf("%s does not end", p.name)
		return -1
	}
}

func TestAHostAndAGuestChatUntilTheInputEnds(t *testing.T) {
	server, _ := startServer(t)
	host := start(t, "host", "-server", server, "-kind", "chat", "-topic", "The new logo")
	guest := start(t, "join", host.until("link").Guest, "-name", "Anna")
	guest.types("Good morning.")
	if e := host.until("admitted"); e.Name != "Anna" {
		t.Errorf("admitted %q", e.Name)
	}
	if e := guest.until("hello"); e.Topic != "The new logo" || e.Name != "Host" {
		t.Errorf("hello from %q about %q", e.Name, e.Topic)
	}
	if e := guest.until("connected"); e.Route != peer.Direct {
		t.Errorf("connected by %q", e.Route)
	}
	if e := host.until("chat"); e.Text != "Good morning." || e.Name != "Anna" {
		t.Errorf("%q from %q", e.Text, e.Name)
	}
	host.types("Hello Anna")
	if e := guest.until("chat"); e.Text != "Hello Anna" {
		t.Errorf("%q", e.Text)
	}
	host.in.Close()
	if e := guest.until("over"); e.Code != "ended" {
		t.Errorf("over with %q", e.Code)
	}
	if h, g := host.status(), guest.status(); h != 0 || g != 0 {
		t.Errorf("status %d and %d", h, g)
	}
}

func TestTheSafetyCodeIsShownWhenItIsMadeAndWhenSomebodyAsks(t *testing.T) {
	server, _ := startServer(t)
	host := start(t, "host", "-server", server, "-kind", "chat")
	guest := start(t, "join", host.until("link").Guest, "-name", "Anna")
	made := guest.until("safety")
	if there := host.until("safety"); made.Safety == nil || there.Safety == nil ||
		*made.Safety != *there.Safety {
		t.Errorf("the guest sees %v, the host %v", made.Safety, there.Safety)
	}
	guest.types("/safety")
	if asked := guest.until("safety"); asked.Name != "Host" || asked.SID != made.SID ||
		*asked.Safety != *made.Safety {
		t.Errorf("asked for: %+v", asked)
	}
	text := safetySentence(peer.Safety{Name: "Anna", Code: made.Safety})
	for _, part := range append(made.Safety.Names[:], made.Safety.Emoji[:]...) {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not show %s", text, part)
		}
	}
	if text := safetySentence(peer.Safety{}); !strings.Contains(text,
		"no safety code with Somebody yet") {
		t.Error(text)
	}
}

func TestARuleTurnsStrangersAway(t *testing.T) {
	server, _ := startServer(t)
	host := start(t, "host", "-server", server, "-kind", "chat", "-admit", "name:^Anna")
	link := host.until("link").Guest
	stranger := start(t, "join", link, "-name", "Zoe")
	if e := stranger.until("over"); e.Code != "denied" || stranger.status() != 1 {
		t.Errorf("over with %q", e.Code)
	}
	anna := start(t, "join", link, "-name", "Anna")
	anna.until("connected")
	host.stop() // as by a signal
	if e := anna.until("over"); e.Code != "ended" || host.status() != 0 {
		t.Errorf("over with %q", e.Code)
	}
}

func TestWithoutARuleWhatIsTypedDecides(t *testing.T) {
	server, _ := startServer(t)
	host := start(t, "host", "-server", server, "-kind", "chat", "-admit", "none")
	guest := start(t, "join", host.until("link").Guest, "-name", "Anna")
	knock := host.until("knock")
	host.types("/note " + knock.SID + " One minute, please.")
	if e := guest.until("note"); e.Text != "One minute, please." {
		t.Errorf("note %q", e.Text)
	}
	host.types("/bogus")
	if e := host.until("problem"); e.Code != "not-done" {
		t.Errorf("problem %q", e.Code)
	}
	host.types("/admit " + knock.SID)
	guest.until("connected")
	host.types("/remove " + knock.SID)
	if e := guest.until("over"); e.Code != "removed" || guest.status() != 1 {
		t.Errorf("over with %q", e.Code)
	}
}

func TestAnEchoAnswersMedia(t *testing.T) {
	server, _ := startServer(t)
	host := start(t, "host", "-server", server, "-tone", "-media", "testdata/square.ivf")
	link := host.until("link")
	echo := start(t, "echo", "-")
	echo.types(link.Guest)
	if e := host.until("state"); !e.Microphone || !e.Camera {
		t.Errorf("an echo has microphone %v and camera %v", e.Microphone, e.Camera)
	}
	if e := echo.until("state"); !e.Microphone || !e.Camera {
		t.Errorf("the host has microphone %v and camera %v", e.Microphone, e.Camera)
	}
	echo.stop()
	if e := host.until("left"); e.Name != "Echo" || echo.status() != 0 {
		t.Errorf("%q left", e.Name)
	}
}

func TestAProbeSaysWhatWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	server, kill := startServer(t)
	probe := func() (f findings, status int) {
		var out bytes.Buffer
		err := run(t.Context(), []string{"probe", server, "-json", "-loopback"}, nil, &out)
		if err := json.Unmarshal(out.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		return f, report(io.Discard, err)
	}
	found, status := probe()
	groups := map[string]int{}
	for _, c := range found.Checks {
		if !c.OK {
			t.Errorf("%s", c)
		}
		groups[c.Group]++
	}
	if status != 0 || !found.Works || groups["stun"] != 2 || groups["relay"] != 2 ||
		groups["pair"] != 3 {
		t.Errorf("status %d, works %v, checks %v", status, found.Works, groups)
	}
	kill()
	if found, status = probe(); status != 1 || found.Works ||
		!strings.Contains(found.Summary, "cannot be reached") {
		t.Errorf("without a server: status %d, %q", status, found.Summary)
	}
}

func TestALoadRunConnectsEverybody(t *testing.T) {
	server, _ := startServer(t)
	var out bytes.Buffer
	if err := run(t.Context(), []string{"load", server, "-rooms", "2", "-peers", "3", "-seconds",
		"1", "-json", "-loopback"}, nil, &out); err != nil {
		t.Fatal(err)
	}
	var f figures
	if err := json.Unmarshal(out.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if f.Pairs != 6 || f.Connected != 6 || f.Packets == 0 || f.SetUpP50 == 0 ||
		f.SetUpMax < f.SetUpP95 || len(f.Problems) > 0 {
		t.Errorf("%+v", f)
	}
	if text := f.String(); !strings.HasPrefix(text, "2 rooms of 3: 6 of 6 pairs connected") {
		t.Errorf("%s", text)
	}
}
