package main

import (
	"bufio"
	"context"
	"flag"
	"io"
	"regexp"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
)

// endTime is how long the server may take to confirm the end of a call.
const endTime = 5 * time.Second

type hostFlags struct {
	callFlags
	mediaFlags
	server, kind, admit, topic string
	seats                      int
	lifetime                   time.Duration
	creator, files             *string
	echo                       bool
}

var hostCommand = cli.Command{
	Name: "host", Summary: "create a room and be its host",
	Details: `It prints the links. The end of the input ends the call. Besides what join reads,
/admit, /deny and /remove take an sid, /note an sid and a text; /lock, /unlock,
/end and /leave (for now: the room stays, or it is said that this is not certain)
take nothing.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		var f hostFlags
		f.register(set)
		return func(ctx context.Context, i cli.Invocation) error {
			return f.hostCall(ctx, i.In, i.Out)
		}
	},
}

func (f *hostFlags) register(set *flag.FlagSet) {
	f.callFlags.register(set, "Host")
	f.mediaFlags.register(set)
	set.StringVar(&f.server, "server", "http://localhost:8080",
		"create the room on the server at this `URL`")
	set.StringVar(&f.kind, "kind", "video", "hold a call of this `KIND`: video, audio or chat")
	set.StringVar(&f.admit, "admit", "all",
		"let people in by this `RULE`: all, none (see /admit) or name:REGEXP")
	set.StringVar(&f.topic, "topic", "", "show guests this `TEXT` before they are let in")
	set.IntVar(&f.seats, "seats", 6, "have seats for this `NUMBER` of people, 2 to 6, you included")
	set.DurationVar(&f.lifetime, "lifetime", 24*time.Hour,
		"erase the unused room after this `TIME`; servers may allow less")
	set.BoolVar(&f.echo, "echo", false, "send everybody's sound and picture back to them")
	f.creator, f.files = addCreatorFlag(set), addFilesFlag(set)
}

func (f *hostFlags) hostCall(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	o.Topic, o.Files = f.topic, *f.files
	if o.Admit, err = parseAdmitRule(f.admit); err != nil {
		return err
	}
	link, err := f.createRoom(ctx)
	if err != nil {
		return err
	}
	out := &output{w: stdout, asJSON: f.json}
	if err := out.printLinks(link); err != nil {
		return err
	}
	// not ctx: when that ends, the host still has to end the call
	playing, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	if o.Media, err = f.startMedia(playing, link.Kind); err != nil {
		return err
	}
	o.Media.Echo = f.echo
	call, err := peer.Join(playing, link, o)
	if err != nil {
		return err
	}
	read := make(chan struct{})
	go func() {
		readTyped(call, bufio.NewReader(stdin), out)
		close(read)
	}()
	go func() {
		select {
		case <-ctx.Done():
		case <-read:
		}
		f.endCall(call)
	}()
	return followCall(call, out, announceState(call, link.Kind, o.Media))
}

// endCall ends the call, or leaves if the server cannot be told.
func (f *hostFlags) endCall(call *peer.Call) {
	if call.End() == nil {
		select {
		case <-call.Done():
			return
		case <-time.After(endTime):
		}
	}
	call.Leave()
}

func (f *hostFlags) createRoom(ctx context.Context) (peer.Link, error) {
	kind, err := links.ParseKind(f.kind)
	if err != nil {
		return peer.Link{}, cli.Usage("-kind wants video, audio or chat, not %q.", f.kind)
	}
	if f.seats < 2 || f.seats > 6 {
		return peer.Link{}, cli.Usage("-seats wants a number from 2 to 6.")
	}
	if f.lifetime < time.Second || f.lifetime > 8760*time.Hour {
		return peer.Link{}, cli.Usage("-lifetime wants a time from 1s to 8760h.")
	}
	link, err := links.New(strings.TrimSuffix(f.server, "/"), kind)
	if err != nil {
		return peer.Link{}, cli.Usage("-server wants an address such as https://call.example, "+
			"not %q.",
			f.server)
	}
	if link, err = withCreator(link, *f.creator); err != nil {
		return peer.Link{}, err
	}
	_, err = peer.Create(ctx, link, f.seats, f.lifetime)
	return link, err
}

// parseAdmitRule reads all, none or name:REGEXP. Nil leaves it to what is typed.
func parseAdmitRule(text string) (func(name string) peer.Decision, error) {
	if text == "none" {
		return nil, nil
	}
	if text == "all" {
		return func(string) peer.Decision { return peer.Admit }, nil
	}
	pattern, ok := strings.CutPrefix(text, "name:")
	rule, err := regexp.Compile(pattern)
	if !ok || err != nil {
		return nil, cli.Usage("-admit wants all, none or name: and a regular expression, not %q.",
			text)
	}
	return func(name string) peer.Decision {
		if rule.MatchString(name) {
			return peer.Admit
		}
		return peer.Deny
	}, nil
}
