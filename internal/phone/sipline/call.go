package sipline

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"time"

	"einmal/internal/phone/voip"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

const (
	// ackTime is how long a telephone may take to confirm that it has been answered (RFC 3261,
	// 13.3.1.4: 64 times T1).
	ackTime = 32 * time.Second
	byeTime = 4 * time.Second
)

// Call is one telephone.
type Call struct {
	// Number of who calls, in digits, as far as it is one; empty if it is withheld.
	Number string
	// Caller stands for who calls, in counts.
	Caller string

	line    *Line
	key     string
	dialog  *sipgo.DialogServerSession
	offer   voip.Offer
	leg     *voip.Leg
	session uint64
	version int // of what we have agreed on
	mu      sync.Mutex
	ctx     context.Context
	end     context.CancelFunc
}

func newCall(l *Line, d *sipgo.DialogServerSession, caller string, offer voip.Offer) *Call {
	c := &Call{Number: digitsOf(caller), Caller: caller, key: caller, line: l, dialog: d, offer: offer,
		session: uint64(rand.Uint32())} //nolint:gosec // no secret
	c.ctx, c.end = context.WithCancel(d.Context())
	return c
}

// callerOf is what stands before the @ of who calls, and the source for those who withhold it.
func callerOf(r *sip.Request) string {
	user := strings.ToLower(r.From().Address.User)
	if user == "" || user == "anonymous" || len(user) > 64 {
		host, _, _ := strings.Cut(r.Source(), ":")
		return "@" + host
	}
	return user
}

// digitsOf gives a number, or nothing for what is a name.
func digitsOf(user string) string {
	digits := strings.TrimPrefix(user, "+")
	if strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return digits
}

// Closing is closed when the line is being closed: the call shall end.
func (c *Call) Closing() <-chan struct{} { return c.line.closing }

// Leg is the sound of the call.
func (c *Call) Leg() *voip.Leg { return c.leg }

// run answers and lets the line's owner have the call, until one of the two has hung up.
func (c *Call) run(source netip.Addr, tx sip.ServerTransaction) {
	defer c.end()
	own := c.line.config
	leg, err := voip.NewLeg(c.line.Own().Addr(), own.First, own.Last)
	if err != nil {
		_ = c.dialog.Respond(503, "Service Unavailable", nil)
		return
	}
	defer leg.Close()
	c.leg = leg
	leg.Follow(c.offer, source)
	if c.dialog.Respond(180, "Ringing", nil) != nil {
		return
	}
	select {
	case <-c.ctx.Done(): // it was cancelled meanwhile
		return
	case <-c.line.closing:
		_ = c.dialog.Respond(503, "Service Unavailable", nil)
		return
	case <-time.After(own.Ring):
	}
	patience := time.AfterFunc(ackTime, tx.Terminate) // the library waits for ever
	err = c.dialog.RespondSDP(c.answerTo(c.offer))
	patience.Stop()
	if err != nil {
		return
	}
	c.line.answer(c.ctx, c)
	if c.dialog.LoadState() == sip.DialogStateEnded {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), byeTime)
	defer cancel()
	_ = c.dialog.Bye(ctx) // who does not hear it has gone
}

// answerTo gives our side of what is agreed on.
func (c *Call) answerTo(offer voip.Offer) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version++
	at := netip.AddrPortFrom(c.line.config.Contact, c.leg.Own().Port())
	return offer.Answer(at, c.session, c.version)
}
