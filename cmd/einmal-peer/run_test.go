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

	"einmal/internal/loadtest"
	"einmal/internal/peer"
	"einmal/internal/peertext"
	"einmal/internal/probe"
	"einmal/internal/server/servertest"
)

// testProgram is a run of einmal-peer inside the test, with -json and on the loopback only.
type testProgram struct {
	t         *testing.T
	name      string
	in        io.WriteCloser
	lines     chan []byte
	ended     chan error
	interrupt context.CancelFunc
}

func startProgram(t *testing.T, args ...string) *testProgram {
	t.Helper()
	stdin, in := io.Pipe()
	out, stdout := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	p := &testProgram{t: t, name: args[0], in: in, lines: make(chan []byte, 1000),
		ended: make(chan error, 1), interrupt: stop}
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

// outputLine is any line that the program prints.
type outputLine struct {
	peer.Event
	Guest, Host string
}

func (p *testProgram) awaitLine(kind string) outputLine {
	p.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case text, ok := <-p.lines:
			var l outputLine
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

func (p *testProgram) typeLine(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, text+"\n"); err != nil {
		p.t.Fatal(err)
	}
}

// exitStatus waits for the end.
func (p *testProgram) exitStatus() int {
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
	server := servertest.Start(t).Public
	host := startProgram(t, "host", "-server", server, "-kind", "chat", "-topic", "The new logo")
	guest := startProgram(t, "join", host.awaitLine("link").Guest, "-name", "Anna")
	guest.typeLine("Good morning.")
	if e := host.awaitLine("admitted"); e.Name != "Anna" {
		t.Errorf("admitted %q", e.Name)
	}
	if e := guest.awaitLine("hello"); e.Topic != "The new logo" || e.Name != "Host" {
		t.Errorf("hello from %q about %q", e.Name, e.Topic)
	}
	if e := guest.awaitLine("connected"); e.Route != peer.Direct {
		t.Errorf("connected by %q", e.Route)
	}
	if e := host.awaitLine("chat"); e.Text != "Good morning." || e.Name != "Anna" {
		t.Errorf("%q from %q", e.Text, e.Name)
	}
	host.typeLine("Hello Anna")
	if e := guest.awaitLine("chat"); e.Text != "Hello Anna" {
		t.Errorf("%q", e.Text)
	}
	host.in.Close()
	if e := guest.awaitLine("over"); e.Code != "ended" {
		t.Errorf("over with %q", e.Code)
	}
	if h, g := host.exitStatus(), guest.exitStatus(); h != 0 || g != 0 {
		t.Errorf("status %d and %d", h, g)
	}
}

func TestTheSafetyCodeIsShownWhenItIsMadeAndWhenSomebodyAsks(t *testing.T) {
	server := servertest.Start(t).Public
	host := startProgram(t, "host", "-server", server, "-kind", "chat")
	guest := startProgram(t, "join", host.awaitLine("link").Guest, "-name", "Anna")
	made := guest.awaitLine("safety")
	if there := host.awaitLine("safety"); made.Safety == nil || there.Safety == nil ||
		*made.Safety != *there.Safety {
		t.Errorf("the guest sees %v, the host %v", made.Safety, there.Safety)
	}
	guest.typeLine("/safety")
	if asked := guest.awaitLine("safety"); asked.Name != "Host" || asked.SID != made.SID ||
		*asked.Safety != *made.Safety {
		t.Errorf("asked for: %+v", asked)
	}
	text := peertext.SafetySentence(peer.Safety{Name: "Anna", Code: made.Safety})
	for _, part := range append(made.Safety.Names[:], made.Safety.Emoji[:]...) {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not show %s", text, part)
		}
	}
	if text := peertext.SafetySentence(peer.Safety{}); !strings.Contains(text,
		"no safety code with Somebody yet") {
		t.Error(text)
	}
}

func TestARuleTurnsStrangersAway(t *testing.T) {
	server := servertest.Start(t).Public
	host := startProgram(t, "host", "-server", server, "-kind", "chat", "-admit", "name:^Anna")
	link := host.awaitLine("link").Guest
	stranger := startProgram(t, "join", link, "-name", "Zoe")
	if e := stranger.awaitLine("over"); e.Code != "denied" || stranger.exitStatus() != 1 {
		t.Errorf("over with %q", e.Code)
	}
	anna := startProgram(t, "join", link, "-name", "Anna")
	anna.awaitLine("connected")
	host.interrupt() // as a signal does
	if e := anna.awaitLine("over"); e.Code != "ended" || host.exitStatus() != 0 {
		t.Errorf("over with %q", e.Code)
	}
}

func TestWithoutARuleWhatIsTypedDecides(t *testing.T) {
	server := servertest.Start(t).Public
	host := startProgram(t, "host", "-server", server, "-kind", "chat", "-admit", "none")
	guest := startProgram(t, "join", host.awaitLine("link").Guest, "-name", "Anna")
	knock := host.awaitLine("knock")
	host.typeLine("/note " + knock.SID + " One minute, please.")
	if e := guest.awaitLine("note"); e.Text != "One minute, please." {
		t.Errorf("note %q", e.Text)
	}
	host.typeLine("/bogus")
	if e := host.awaitLine("problem"); e.Code != "not-done" {
		t.Errorf("problem %q", e.Code)
	}
	host.typeLine("/admit " + knock.SID)
	guest.awaitLine("connected")
	host.typeLine("/remove " + knock.SID)
	if e := guest.awaitLine("over"); e.Code != "removed" || guest.exitStatus() != 1 {
		t.Errorf("over with %q", e.Code)
	}
}

func TestAnEchoAnswersMedia(t *testing.T) {
	server := servertest.Start(t).Public
	host := startProgram(t, "host", "-server", server, "-tone", "-media",
		"../../internal/mediafile/testdata/square.ivf")
	link := host.awaitLine("link")
	echo := startProgram(t, "echo", "-")
	echo.typeLine(link.Guest)
	if e := host.awaitLine("state"); !e.Microphone || !e.Camera {
		t.Errorf("an echo has microphone %v and camera %v", e.Microphone, e.Camera)
	}
	if e := echo.awaitLine("state"); !e.Microphone || !e.Camera {
		t.Errorf("the host has microphone %v and camera %v", e.Microphone, e.Camera)
	}
	echo.interrupt()
	if e := host.awaitLine("left"); e.Name != "Echo" || echo.exitStatus() != 0 {
		t.Errorf("%q left", e.Name)
	}
}

func TestAProbeSaysWhatWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	server := servertest.Start(t)
	runProbe := func(flags ...string) (f probe.Report, status int) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"probe", server.Public, "-json"}, flags...), nil,
			&out)
		if err := json.Unmarshal(out.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		return f, report(io.Discard, err)
	}
	found, status := runProbe("-loopback")
	groups := map[string]int{}
	for _, c := range found.Checks {
		if !c.OK {
			t.Errorf("%s", c)
		}
		groups[c.Group]++
	}
	if status != 0 || !found.Works || found.Code != "works" || groups["signalling"] != 4 ||
		groups["stun"] != 2 || groups["relay"] != 2 || groups["call"] != 1 {
		t.Errorf("status %d, works %v, checks %v", status, found.Works, groups)
	}
	if found, status = runProbe(); status != 3 || found.Works || found.Code != "same-machine" {
		t.Errorf("of a server on this machine: status %d, %q", status, found.Summary)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if found, status = runProbe("-loopback"); status != 1 || found.Works ||
		found.Code != "no-server" {
		t.Errorf("without a server: status %d, %q", status, found.Summary)
	}
}

func TestALoadRunConnectsEverybody(t *testing.T) {
	server := servertest.Start(t).Public
	var out bytes.Buffer
	if err := run(t.Context(), []string{"load", server, "-rooms", "2", "-peers", "3", "-seconds",
		"1", "-json", "-loopback"}, nil, &out); err != nil {
		t.Fatal(err)
	}
	var f loadtest.Figures
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

func TestWhatTheServerKnowsIsPrintedAsJSON(t *testing.T) {
	server := servertest.Start(t).Public
	host := startProgram(t, "host", "-server", server, "-kind", "chat")
	guest := startProgram(t, "join", host.awaitLine("link").Guest, "-name", "Anna")
	guest.typeLine("/knows")
	e := guest.awaitLine("knows")
	var k struct {
		Role    string
		Members int
	}
	if err := json.Unmarshal(e.Knows, &k); err != nil || k.Role != "guest" || k.Members != 2 {
		t.Errorf("%s, %v", e.Knows, err)
	}
	if text := peertext.EventSentence(e.Event); text != string(e.Knows) {
		t.Errorf("for people: %q", text)
	}
}
