// Package probe tries what works from here to a server: signalling, STUN, the relay over each
// transport, and whole calls with itself.
package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// Check is one thing that was tried.
type Check struct {
	Name   string `json:"name"` // for people
	OK     bool   `json:"ok"`
	Group  string `json:"group"` // signalling, stun, relay or pair
	Detail string `json:"detail,omitempty"`
	Millis int64  `json:"milliseconds"`
}

// Report is what a probe found.
type Report struct {
	Works   bool     `json:"works"`
	Summary string   `json:"summary"`
	Checks  []Check  `json:"checks"`
	Skipped []string `json:"skipped,omitempty"` // what could not be tried, and why
}

// Config is what a probe needs. As the probe goes on, it calls OnCheck after each check, and OnSkip
// for what it cannot try.
type Config struct {
	Link         links.Link // of a room that it may create on the server
	LoopbackOnly bool
	OnCheck      func(Check)
	OnSkip       func(what string)
}

type probe struct {
	Config
	report Report
	relays map[string]bool // those on offer, by transport; true if calls can use it
}

// Run does all checks and sums them up.
func Run(ctx context.Context, c Config) Report {
	p := &probe{Config: c, relays: map[string]bool{}}
	p.runChecks(ctx)
	p.summarize()
	return p.report
}

// runCheck does one check and reports it.
func (p *probe) runCheck(group, name string, f func() (detail string, err error)) bool {
	start := time.Now()
	detail, err := f()
	c := Check{Name: name, Group: group, OK: err == nil, Detail: detail,
		Millis: time.Since(start).Milliseconds()}
	if err != nil {
		c.Detail = peertext.ErrorSentence(err)
	}
	p.report.Checks = append(p.report.Checks, c)
	p.OnCheck(c)
	return c.OK
}

func (c Check) String() string {
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

func (p *probe) skipCheck(what string) {
	p.report.Skipped = append(p.report.Skipped, what)
	p.OnSkip(what)
}

func (p *probe) runChecks(ctx context.Context) {
	if !p.runCheck("signalling", "the server answers",
		func() (string, error) { return "", peer.Reach(ctx, p.Link.Origin) }) {
		return
	}
	var forbidden peer.ServerError
	_, err := peer.Create(ctx, p.Link, 2, time.Hour)
	if errors.As(err, &forbidden) && forbidden.Code == "create-forbidden" {
		p.skipCheck("the relay and a whole call: this server does not let everybody create a " +
			"room to try them in")
		p.checkSTUN(ctx, p.guessRelayTargets())
		return
	}
	if !p.runCheck("signalling", "a room for the probe",
		func() (string, error) { return "", err }) {
		return
	}
	p.checkRelay(ctx)
	p.checkCalls(ctx)
	p.endRoom(ctx)
}

// checkRelay joins the probe's room as its host, which gives access to the relay, and tries that.
func (p *probe) checkRelay(ctx context.Context) {
	call, err := peer.Join(ctx, p.Link, peer.Options{Name: "Probe", LoopbackOnly: p.LoopbackOnly})
	if err == nil {
		defer call.Leave() // this ends the access too
	}
	var access peer.RelayAccess
	if p.runCheck("signalling", "access to the relay", func() (string, error) {
		if err != nil {
			return "", err
		}
		access, err = awaitAccess(ctx, call)
		return strings.Join(access.URLs, ", "), err
	}) {
		targets := p.resolveTargets(ctx, access.URLs)
		p.checkSTUN(ctx, targets)
		p.checkAllocations(ctx, targets, access)
	}
}

func awaitAccess(ctx context.Context, call *peer.Call) (peer.RelayAccess, error) {
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

// guessRelayTargets gives where a server has its relay by default: on its one port.
func (p *probe) guessRelayTargets() []relayTarget {
	u, err := url.Parse(p.Link.Origin)
	if err != nil { // never: the link was made from it
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
	return p.resolveTargets(context.Background(), urls)
}

// summarize says what the checks mean.
func (p *probe) summarize() {
	good, tried := map[string][]string{}, map[string]bool{}
	for _, c := range p.report.Checks {
		tried[c.Group] = true
		if c.OK {
			good[c.Group] = append(good[c.Group], c.Name)
		}
	}
	f := &p.report
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
