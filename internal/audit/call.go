package audit

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/residue"
)

// routesOfRound are the routes of the calls of one round.
var routesOfRound = []peer.Route{peer.Direct, peer.RelayUDP, peer.RelayTCP}

// connectTime is how long a call may take to connect.
const connectTime = 30 * time.Second

// endTime is how long the server may take to confirm the end of a call.
const endTime = 5 * time.Second

// Names of markers that the audit treats by themselves.
const (
	markerRoom   = "room id"
	markerKey    = "key of the room in the database"
	markerAnswer = "answer to what the server knows"
	markerPiece  = "piece of the box"
)

// heldCall is a call between two of our own participants.
type heldCall struct {
	route       peer.Route
	link        peer.Link
	host, guest *peer.Call
	chat        []string
	// what the server tells host and guest that it holds about them
	serverAnswers []json.RawMessage
	box           []peer.Trace // of what was left before
}

// holdCall creates a room in which a host and a guest talk.
func holdCall(ctx context.Context, newLink func() (links.Link, error),
	route peer.Route) (*heldCall, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	link, err := newLink()
	if err != nil {
		return nil, err
	}
	if _, err := peer.Create(ctx, link, 2, time.Hour); err != nil {
		return nil, err
	}
	if _, err := peer.Move(ctx, link, time.Hour, time.Now()); err != nil {
		return nil, err
	}
	c := &heldCall{route: route, link: link,
		chat: []string{"Line " + randomText(), "Answer " + randomText()}}
	if err := c.leaveBox(ctx); err != nil {
		return nil, err
	}
	if c.host, err = peer.Join(context.WithoutCancel(ctx), link,
		c.options(link.Origin)); err != nil {
		return nil, err
	}
	if c.guest, err = peer.Join(context.WithoutCancel(ctx), link.Guest(),
		c.options(link.Origin)); err != nil {
		c.leaveAndEnd()
		return nil, err
	}
	if err := c.connectAndTalk(ctx); err != nil {
		c.leaveAndEnd()
		return nil, err
	}
	return c, nil
}

// leaveBox leaves something for the guest, unless the server takes nothing.
func (c *heldCall) leaveBox(ctx context.Context) error {
	err := peer.LeaveBox(ctx, c.link, "Somebody", "Note "+randomText(), "")
	var refused peer.ServerError
	if errors.As(err, &refused) && refused.Code == "mailbox-full" {
		return nil
	}
	if err == nil {
		c.box, err = peer.BoxTraces(ctx, c.link)
	}
	return err
}

func (c *heldCall) options(origin string) peer.Options {
	o := peer.Options{
		Name: "Somebody " + randomText(), Topic: "Topic " + randomText(),
		Admit: func(string) peer.Decision { return peer.Admit },
	}
	switch c.route {
	case peer.RelayUDP:
		o.RelayOnly, o.RelayTransport = true, "udp"
	case peer.RelayTCP:
		o.RelayOnly, o.RelayTransport = true, "tcp"
	}
	if onLoopback(origin) {
		o.LoopbackOnly = true
		// an address that nobody else has
		o.Source = netip.AddrFrom4([4]byte{127, randomOctet(), randomOctet(), randomOctet()})
	}
	return o
}

func randomOctet() byte { return byte(1 + mathrand.IntN(254)) }

func onLoopback(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.Is4() && ip.IsLoopback()
}

// connectAndTalk waits until both are connected, have read each other's text, and have been told
// what the server holds about them.
func (c *heldCall) connectAndTalk(ctx context.Context) error {
	if err := awaitEvent(ctx, c.guest, peer.Connected, c.route); err != nil {
		return err
	}
	if err := awaitEvent(ctx, c.host, peer.Connected, c.route); err != nil {
		return err
	}
	for i, side := range []struct{ says, hears *peer.Call }{{c.guest, c.host}, {c.host, c.guest}} {
		if err := side.says.Say(c.chat[i]); err != nil {
			return err
		}
		if err := awaitEvent(ctx, side.hears, peer.Said, ""); err != nil {
			return err
		}
	}
	for _, call := range []*peer.Call{c.host, c.guest} {
		if err := call.AskServer(); err != nil {
			return err
		}
		e, err := nextEvent(ctx, call, peer.Known, "")
		if err != nil {
			return err
		}
		c.serverAnswers = append(c.serverAnswers, e.Knows)
	}
	return nil
}

func awaitEvent(ctx context.Context, call *peer.Call, kind peer.EventKind, route peer.Route) error {
	_, err := nextEvent(ctx, call, kind, route)
	return err
}

// nextEvent waits for an event of this kind, and of this route unless that is empty.
func nextEvent(ctx context.Context, call *peer.Call, kind peer.EventKind,
	route peer.Route) (peer.Event, error) {
	for {
		e, err := call.Next(ctx)
		switch {
		case err != nil:
			return e, cli.Problemf("no-call", "A call did not come about within %s; "+
				"einmal-peer probe may say why.", connectTime)
		case e.Kind == peer.Over:
			return e, peer.ServerError{Code: e.Code}
		case e.Kind == kind && (route == "" || e.Route == route):
			return e, nil
		}
	}
}

// markers gives everything that could be left of the call.
func (c *heldCall) markers() (all []residue.Marker) {
	for _, side := range []*peer.Call{c.host, c.guest} {
		for _, t := range side.Traces() {
			all = append(all, residue.Marker{Name: t.Name, Value: t.Value})
		}
	}
	for _, t := range c.box {
		all = append(all, residue.Marker{Name: t.Name, Value: t.Value})
	}
	for _, text := range c.chat {
		all = append(all, residue.Marker{Name: "line of the chat", Value: []byte(text)})
	}
	for _, told := range c.serverAnswers {
		all = append(all, residue.Marker{Name: markerAnswer, Value: told})
		var room struct{ Handle string }
		if json.Unmarshal(told, &room) == nil {
			all = append(all, residue.Marker{Name: "handle of the room",
				Value: []byte(room.Handle)})
		}
	}
	for _, link := range []peer.Link{c.link, c.link.Guest()} {
		_, fragment, _ := strings.Cut(link.String(), "#")
		all = append(all, residue.Marker{Name: "link", Value: []byte(fragment)})
	}
	return all
}

// endCall ends the call as its host, and waits until both sides are done. What was left in a direct
// call is taken before; else it goes with the room.
func (c *heldCall) endCall() error {
	if c.route == peer.Direct && len(c.box) > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), connectTime)
		defer cancel()
		if err := peer.EraseBox(ctx, c.link.Guest()); err != nil {
			return fmt.Errorf("take what was left: %w", err)
		}
	}
	if err := c.host.End(); err != nil {
		return fmt.Errorf("end a call: %w", err)
	}
	for _, call := range []*peer.Call{c.host, c.guest} {
		select {
		case <-call.Done():
		case <-time.After(endTime):
			return cli.Problemf("no-end", "The server has not confirmed the end of a call.")
		}
	}
	return nil
}

// leaveAndEnd cleans up after a failure. The room ends at once, in two minutes or in an hour.
func (c *heldCall) leaveAndEnd() {
	for _, call := range []*peer.Call{c.guest, c.host} {
		if call != nil {
			_ = call.End() // the guest may not
			call.Leave()
		}
	}
}

func randomText() string {
	b := make([]byte, 9)
	rand.Read(b)
	return hex.EncodeToString(b)
}
