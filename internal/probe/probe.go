// Package probe tries what works from here to a server: signalling, STUN, the relay over each
// transport, and a whole call through it. Nothing counts that stays within this machine, so there
// is no direct call with ourselves: that would work wherever there is no network at all.
package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
)

const (
	// checkTime is how long one check may take.
	checkTime = 20 * time.Second
	// accessTime is how long the server may take to give access to the relay.
	accessTime = 10 * time.Second
)

// Report is what a probe found.
type Report struct {
	Works bool `json:"works"`
	// Code is the verdict: works, works-without-udp, no-server, no-websocket, no-room, no-relay,
	// no-call, not-tried or same-machine.
	Code    string   `json:"code"`
	Summary string   `json:"summary"` // for people
	Checks  []Check  `json:"checks"`
	Skipped []string `json:"skipped,omitempty"` // what could not be tried, and why
}

// Config is what a probe needs. As the probe goes on, it calls OnCheck after each check, and OnSkip
// for what it cannot try.
type Config struct {
	Link links.Link // of a room that it may create on the server
	// LoopbackOnly uses the loopback network alone, and then takes it for proof: for tests.
	LoopbackOnly bool
	OnCheck      func(Check)
	OnSkip       func(what string)
}

type probe struct {
	Config
	report Report
}

// Run does all checks, as many as can be at once, and sums them up.
func Run(ctx context.Context, c Config) Report {
	p := &probe{Config: c}
	p.runChecks(ctx)
	p.judge()
	return p.report
}

func (p *probe) runChecks(ctx context.Context) {
	origin := p.Link.Origin
	p.runTogether(ctx,
		task{Check{Code: "server", Group: "signalling", Name: "the server answers"},
			func(ctx context.Context) (finding, error) { return said("", fetchPage(ctx, origin)) }},
		task{Check{Code: "websocket", Group: "signalling", Name: "signalling (WebSocket)"},
			func(ctx context.Context) (finding, error) { return said("", peer.Reach(ctx, origin)) }})
	if !p.report.isGood("websocket") {
		return
	}
	_, err := peer.Create(ctx, p.Link, 2, time.Hour)
	var refused peer.ServerError
	if errors.As(err, &refused) && refused.Code == "create-forbidden" {
		p.skip("the relay and a call: this server does not let everybody create a room to try " +
			"them in (-creator)")
		targets := p.guessTargets(ctx)
		p.runTogether(ctx, append(stunTasks(targets), mappingTasks(targets)...)...)
		return
	}
	p.runTogether(ctx, task{
		Check{Code: "room", Group: "signalling", Name: "a room for the probe"},
		func(context.Context) (finding, error) { return said("", err) }})
	if err == nil {
		p.checkRoom(ctx)
	}
}

// checkRoom tries the relay and a call, as the host of the probe's room.
func (p *probe) checkRoom(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the sound ends
	host, err := p.join(ctx, p.Link)
	var access peer.RelayAccess
	p.runTogether(ctx, task{
		Check{Code: "access", Group: "signalling", Name: "access to the relay"},
		func(ctx context.Context) (finding, error) {
			if err != nil {
				return finding{}, err
			}
			access, err = awaitAccess(ctx, host)
			return said(strings.Join(access.URLs, ", "), err)
		}})
	if host == nil {
		return
	}
	defer endRoom(ctx, host)
	if err != nil {
		return
	}
	targets := p.resolveTargets(ctx, access.URLs)
	relays := relayTasks(targets, access)
	callCtx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	whenAllFail(relays, giveUp)
	tasks := append(append(stunTasks(targets), mappingTasks(targets)...), relays...)
	p.runTogether(ctx, append(tasks, p.callTask(callCtx, host, targets))...)
}

// whenAllFail has f called once all of these have failed.
func whenAllFail(tasks []task, f func()) {
	var failed atomic.Int64
	for place, t := range tasks {
		tasks[place].do = func(ctx context.Context) (finding, error) {
			found, err := t.do(ctx)
			if err != nil && int(failed.Add(1)) == len(tasks) {
				f()
			}
			return found, err
		}
	}
}

// fetchPage asks for the start page, through a proxy if one is set, as signalling does.
func fetchPage(ctx context.Context, origin string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, origin, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	var failed *url.Error
	if errors.As(err, &failed) {
		return problem{"no-connection", fmt.Sprintf("no connection: %v", withoutAddress(failed.Err))}
	}
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

func awaitAccess(ctx context.Context, call *peer.Call) (peer.RelayAccess, error) {
	ctx, cancel := context.WithTimeout(ctx, accessTime)
	defer cancel()
	for ctx.Err() == nil {
		if access, ok := call.Relay(); ok {
			return access, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return peer.RelayAccess{}, problem{"no-answer", "the server gave none within 10 s"}
}
