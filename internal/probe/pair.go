package probe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/taskqueue"

	"github.com/pion/webrtc/v4"
)

// pairTime is how long the two ends have; a call that takes longer is given up by people.
const pairTime = 8 * time.Second

// RunPair connects two ends as a call does (ICE, DTLS, a data channel), through a relay alone and
// without a server that brokers it. Its one check is pair, its code works or no-call.
func RunPair(ctx context.Context, relay peer.RelayAccess, loopbackOnly bool) Report {
	check := task{Check{Code: "pair", Group: "call", Name: "an encrypted pair through the relay"},
		func(ctx context.Context) (finding, error) {
			return said("", connectPair(ctx, relay, loopbackOnly))
		}}.run(ctx)
	r := Report{Works: check.OK, Code: "works", Checks: []Check{check},
		Summary: "Two ends connect through this relay."}
	if !check.OK {
		r.Code = "no-call"
		r.Summary = "No encrypted connection comes about through this relay."
	}
	return r
}

// pairEnds is both ends, on one goroutine.
type pairEnds struct {
	tasks  *taskqueue.Queue
	ends   [2]*rtc.Connection
	opened int
	err    error
}

func connectPair(ctx context.Context, relay peer.RelayAccess, loopbackOnly bool) error {
	ctx, cancel := context.WithTimeout(ctx, pairTime)
	defer cancel()
	p := &pairEnds{tasks: taskqueue.New(), ends: [2]*rtc.Connection{{}, {}}}
	servers := []webrtc.ICEServer{{URLs: relay.URLs, Username: relay.Username,
		Credential: relay.Credential}}
	for place, end := range p.ends {
		settings, err := rtc.NewSettings(rtc.Config{Kind: links.Chat, RelayOnly: true,
			LoopbackOnly: loopbackOnly, UsesLoopback: true})
		if err == nil {
			p.setCallbacks(end)
			err = end.SetUp(settings, servers, place == 0, p.tellOther(place))
		}
		if err != nil {
			return fmt.Errorf("set the pair up: %w", err)
		}
		defer end.Close()
	}
	if err := p.ends[0].StartNegotiation(); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	return p.run(ctx)
}

func (p *pairEnds) setCallbacks(end *rtc.Connection) {
	end.Post = p.tasks.Enqueue
	end.OnOpen = func() { p.opened++ }
	end.OnText = func([]byte) {}
	end.OnStateChange = func(webrtc.PeerConnectionState) {}
	end.MayOffer = func() bool { return true }
	end.OnAttack = func(string) { p.err = problem{"bad-answer", "another certificate came"} }
	end.OnFilesWritable, end.OnFilesClosed, end.OnDocOpen = func() {}, func() {}, func() {}
	end.OnDoc = func(byte, []byte) {}
}

// tellOther hands what one end says of the negotiation to the other one.
func (p *pairEnds) tellOther(place int) func(protocol.Message) {
	return func(m protocol.Message) {
		p.tasks.Enqueue(func() { p.err = errors.Join(p.err, p.ends[1-place].HandleNegotiation(m)) })
	}
}

// run works until both ends have the data channel, which comes after the keys of DTLS.
func (p *pairEnds) run(ctx context.Context) error {
	for p.opened < len(p.ends) && p.err == nil {
		select {
		case <-p.tasks.Wake:
			for _, f := range p.tasks.TakeAll() {
				f()
			}
		case <-ctx.Done():
			return p.describeState()
		}
	}
	return p.err
}

// describeState says how far it came.
func (p *pairEnds) describeState() error {
	if p.ends[0].PC.ICEConnectionState() == webrtc.ICEConnectionStateConnected {
		return problem{"no-answer", "packets of a connection arrive, and those of its keys (DTLS) " +
			"do not"}
	}
	return problem{"no-connection", "no packet of a connection arrived (ICE)"}
}
