package main

import (
	"bufio"
	"context"
	"io"
	"regexp"
	"strings"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
)

// endTime is how long the server may take to confirm the end of a call.
const endTime = 5 * time.Second

type hostFlags struct {
	talkFlags
	mediaFlags
	server, kind, admit, topic string
	seats                      int
	lifetime                   time.Duration
	creator, files             *string
	echo                       bool
}

func runHost(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	var f hostFlags
	c := newCommand("host", "")
	f.talkFlags.add(c, "Host")
	f.mediaFlags.add(c)
	c.StringVar(&f.server, "server", "http://localhost:8080", "`URL` of the server, as people "+
		"open it")
	c.StringVar(&f.kind, "kind", "video", "`KIND` of the call: video, audio or chat")
	c.StringVar(&f.admit, "admit", "all", "`RULE` for who comes in: all, none (see /admit), or "+
		"name:REGEXP, which turns all others away")
	c.StringVar(&f.topic, "topic", "", "`TEXT` that guests see before they are let in")
	c.IntVar(&f.seats, "seats", 6, "`NUMBER` of people, the host among them, 2 to 6")
	c.DurationVar(&f.lifetime, "lifetime", 24*time.Hour, "`TIME` after which an unused room is "+
		"gone, at most 720h")
	c.BoolVar(&f.echo, "echo", false, "send back to everybody the sound and picture that come "+
		"from them")
	f.creator, f.files = creatorFlag(c), filesFlag(c)
	if _, err := c.parse(args, stdout); err != nil {
		return done(err)
	}
	return f.host(ctx, stdin, stdout)
}

func (f *hostFlags) host(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	o.Topic, o.Files = f.topic, *f.files
	if o.Admit, err = admitRule(f.admit); err != nil {
		return err
	}
	link, err := f.create(ctx)
	if err != nil {
		return err
	}
	out := &output{w: stdout, asJSON: f.json}
	if err := out.links(link); err != nil {
		return err
	}
	// what ends the host is the end of the call
	playing, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	if o.Media, err = f.open(playing, link.Kind); err != nil {
		return err
	}
	o.Media.Echo = f.echo
	call, err := peer.Join(playing, link, o)
	if err != nil {
		return err
	}
	read := make(chan struct{})
	go func() {
		typed(call, bufio.NewReader(stdin), out)
		close(read)
	}()
	go func() {
		select {
		case <-ctx.Done():
		case <-read:
		}
		f.end(call)
	}()
	return talk(call, out, tellState(call, link.Kind, o.Media))
}

// end ends the call, or leaves if the server cannot be told.
func (f *hostFlags) end(call *peer.Call) {
	if call.End() == nil {
		select {
		case <-call.Done():
			return
		case <-time.After(endTime):
		}
	}
	call.Leave()
}

func (f *hostFlags) create(ctx context.Context) (peer.Link, error) {
	kind, err := links.ParseKind(f.kind)
	if err != nil {
		return peer.Link{}, usage("-kind wants video, audio or chat, not %q.", f.kind)
	}
	if f.seats < 2 || f.seats > 6 {
		return peer.Link{}, usage("-seats wants a number from 2 to 6.")
	}
	if f.lifetime < time.Second || f.lifetime > 720*time.Hour {
		return peer.Link{}, usage("-lifetime wants a time from 1s to 720h.")
	}
	link, err := links.New(strings.TrimSuffix(f.server, "/"), kind)
	if err != nil {
		return peer.Link{}, usage("-server wants an address such as https://call.example, not %q.",
			f.server)
	}
	if link, err = byCreator(link, *f.creator); err != nil {
		return peer.Link{}, err
	}
	_, err = peer.Create(ctx, link, f.seats, f.lifetime)
	return link, err
}

// admitRule reads all, none or name:REGEXP. Nil leaves it to what is typed.
func admitRule(text string) (func(name string) peer.Decision, error) {
	if text == "none" {
		return nil, nil
	}
	if text == "all" {
		return func(string) peer.Decision { return peer.Admit }, nil
	}
	pattern, ok := strings.CutPrefix(text, "name:")
	rule, err := regexp.Compile(pattern)
	if !ok || err != nil {
		return nil, usage("-admit wants all, none or name: and a regular expression, not %q.", text)
	}
	return func(name string) peer.Decision {
		if rule.MatchString(name) {
			return peer.Admit
		}
		return peer.Deny
	}, nil
}
