package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// check is one thing that was tried.
type check struct {
	Name string `json:"name"` // what people would call it
	OK   bool   `json:"ok"`
	// Counts says that calls need it, alone or together with others of its group.
	Group  string `json:"group"` // signalling, stun, relay or pair
	Detail string `json:"detail,omitempty"`
	Millis int64  `json:"milliseconds"`
}

// findings is what a probe found.
type findings struct {
	Works   bool     `json:"works"`
	Summary string   `json:"summary"`
	Checks  []check  `json:"checks"`
	Skipped []string `json:"skipped,omitempty"` // what could not be tried, and why
}

var probeCommand = cli.Command{
	Name: "probe", Takes: "URL", Summary: "say whether calls by a server work from here",
	Details: "It tries STUN, the relay, and whole calls with itself.\n",
	Setup: func(set *flag.FlagSet) cli.Action {
		var asJSON, loopback bool
		addCAFlag(set)
		set.BoolVar(&asJSON, "json", false, "print one JSON object")
		addLoopbackFlag(set, &loopback)
		creator := creatorFlag(set)
		return func(ctx context.Context, i cli.Invocation) error {
			link, err := links.New(strings.TrimSuffix(i.Operand, "/"), peer.Audio)
			if err != nil {
				return cli.Usage("einmal-peer probe wants the address of a server, such as "+
					"https://call.example, not %q.", i.Operand)
			}
			if link, err = byCreator(link, *creator); err != nil {
				return err
			}
			return runProbe(ctx, &probe{link: link, loopback: loopback,
				out: &output{w: i.Out, asJSON: asJSON}, relays: map[string]bool{}})
		}
	},
}

func runProbe(ctx context.Context, p *probe) (err error) {
	p.run(ctx)
	p.judge()
	if p.out.asJSON {
		err = p.out.object(p.findings)
	} else {
		err = p.out.line("\n%s", p.findings.Summary)
	}
	if err == nil && !p.findings.Works {
		err = errReported
	}
	return err
}

// probe tries one server after the other thing.
type probe struct {
	link     peer.Link
	loopback bool
	out      *output
	findings findings
	relays   map[string]bool // by transport, those that there are; true if a call may use it
}

// try does one check and prints it.
func (p *probe) try(group, name string, f func() (detail string, err error)) bool {
	start := time.Now()
	detail, err := f()
	c := check{Name: name, Group: group, OK: err == nil, Detail: detail,
		Millis: time.Since(start).Milliseconds()}
	if err != nil {
		c.Detail = peertext.ErrorSentence(err)
	}
	p.findings.Checks = append(p.findings.Checks, c)
	if !p.out.asJSON {
		p.out.line("%s", c)
	}
	return c.OK
}

func (c check) String() string {
	result := "ok    "
	if !c.OK {
		result = "FAILED"
	}
	text := fmt.Sprintf("%s  %s, %d ms", result, c.Name, c.Millis)
	if c.Detail != "" {
		text += ": " + c.Detail
	}
	return text
}

func (p *probe) skip(what string) {
	p.findings.Skipped = append(p.findings.Skipped, what)
	if !p.out.asJSON {
		p.out.line("-       %s", what)
	}
}

func (p *probe) run(ctx context.Context) {
	if !p.try("signalling", "the server answers",
		func() (string, error) { return "", peer.Reach(ctx, p.link.Origin) }) {
		return
	}
	var forbidden peer.ServerError
	_, err := peer.Create(ctx, p.link, 2, time.Hour)
	if errors.As(err, &forbidden) && forbidden.Code == "create-forbidden" {
		p.skip("the relay and a whole call: this server does not let everybody create a room to " +
			"try them in")
		p.stun(ctx, p.guessedRelay())
		return
	}
	if !p.try("signalling", "a room for the probe", func() (string, error) { return "", err }) {
		return
	}
	p.relay(ctx)
	p.pairs(ctx)
	p.endRoom(ctx)
}

// relay joins the probe's own room as its host, to get access to the relay, and tries that.
func (p *probe) relay(ctx context.Context) {
	call, err := peer.Join(ctx, p.link, peer.Options{Name: "Probe", LoopbackOnly: p.loopback})
	if err == nil {
		defer call.Leave() // which ends the access too
	}
	var access peer.RelayAccess
	if p.try("signalling", "access to the relay", func() (string, error) {
		if err != nil {
			return "", err
		}
		access, err = accessOf(ctx, call)
		return strings.Join(access.URLs, ", "), err
	}) {
		targets := p.targets(ctx, access.URLs)
		p.stun(ctx, targets)
		p.allocate(ctx, targets, access)
	}
}

func accessOf(ctx context.Context, call *peer.Call) (peer.RelayAccess, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if access, ok := call.Relay(); ok {
			return access, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return peer.RelayAccess{}, errors.New("the server gave none within 10 s")
}

// guessedRelay is where a server has its relay unless it was told otherwise: on its one port.
func (p *probe) guessedRelay() []target {
	u, err := url.Parse(p.link.Origin)
	if err != nil { // the link was made of it
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	at := net.JoinHostPort(u.Hostname(), port)
	urls := []string{"turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp"}
	if u.Scheme == "https" {
		urls = append(urls, "turns:"+at+"?transport=tcp")
	}
	return p.targets(context.Background(), urls)
}

// judge sums the checks up.
func (p *probe) judge() {
	good, tried := map[string][]string{}, map[string]bool{}
	for _, c := range p.findings.Checks {
		tried[c.Group] = true
		if c.OK {
			good[c.Group] = append(good[c.Group], c.Name)
		}
	}
	f := &p.findings
	switch {
	case len(good["pair"]) > 0:
		f.Works = true
		f.Summary = "Calls work from here: " + strings.Join(good["pair"], "; ") + "."
	case len(good["signalling"]) == 0:
		f.Summary = "No calls from here: the server cannot be reached."
	case !tried["pair"] && len(good["stun"]) > 0:
		f.Works = true
		f.Summary = "The server and its relay answer from here; whether a whole call works was " +
			"not tried."
	case len(good["relay"]) > 0:
		f.Summary = "The relay answers from here, but no call came about through it."
	default:
		f.Summary = "The server answers, but its relay cannot be reached from here. Calls work " +
			"at best with people to whom there is a direct way."
	}
}
