package probe

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"einmal/internal/peertext"
)

// Check is one thing that was tried. Its codes stay as they are; names and details are for people.
type Check struct {
	// Code is server, websocket, room, access, stun-udp-ipv4 and its kin, mapping-ipv4 or -ipv6,
	// relay-udp-ipv4 and its kin (also -tcp-, -tls- and -ipv6), call, or pair.
	Code  string `json:"code"`
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Group string `json:"group"` // signalling, stun, relay or call
	// Problem is why it failed: no-connection, no-answer, refused, bad-answer, lost, or other.
	Problem string `json:"problem,omitempty"`
	// Result is what mapping found: none, same, different or unknown.
	Result string `json:"result,omitempty"`
	// StaysHere means that nothing of it left this machine: it proves nothing about the network.
	StaysHere bool   `json:"staysHere,omitempty"`
	Detail    string `json:"detail,omitempty"`
	Millis    int64  `json:"milliseconds"`
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
	if c.StaysHere {
		text += " (within this machine)"
	}
	return text
}

// task is a check to be done. Its function returns what else is to be said of it.
type task struct {
	Check

	do func(ctx context.Context) (found finding, err error)
}

type finding struct{ detail, result string }

func said(detail string, err error) (finding, error) { return finding{detail: detail}, err }

// runTogether does checks side by side, and reports each as it is done, in the report in order.
func (p *probe) runTogether(ctx context.Context, tasks ...task) {
	first := len(p.report.Checks)
	for _, t := range tasks {
		p.report.Checks = append(p.report.Checks, t.Check)
	}
	done := p.report.Checks[first:]
	var all sync.WaitGroup
	var told sync.Mutex
	for place, t := range tasks {
		all.Go(func() {
			c := t.run(ctx)
			told.Lock()
			defer told.Unlock()
			done[place] = c
			p.OnCheck(c)
		})
	}
	all.Wait()
}

// run does one check.
func (t task) run(ctx context.Context) Check {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	start := time.Now()
	found, err := t.do(ctx)
	c := t.Check
	c.OK, c.Detail, c.Result = err == nil, found.detail, found.result
	c.Millis = time.Since(start).Milliseconds()
	if err == nil {
		return c
	}
	var known problem
	if c.Problem, c.Detail = "other", peertext.ErrorSentence(err); errors.As(err, &known) {
		c.Problem, c.Detail = known.code, known.text
	}
	return c
}

// skip notes what cannot be tried, and why.
func (p *probe) skip(what string) {
	p.report.Skipped = append(p.report.Skipped, what)
	p.OnSkip(what)
}

// isGood says whether a check was done and went well.
func (r Report) isGood(code string) bool {
	for _, c := range r.Checks {
		if c.Code == code {
			return c.OK
		}
	}
	return false
}

// transports lists those over which the relay passed packets on, outside this machine if so wanted.
func (r Report) transports(outside bool) (names []string) {
	for _, transport := range []string{"udp", "tcp", "tls"} {
		for _, c := range r.Checks {
			if c.OK && strings.HasPrefix(c.Code, "relay-"+transport) && !(outside && c.StaysHere) {
				names = append(names, strings.ToUpper(transport))
				break
			}
		}
	}
	return names
}
