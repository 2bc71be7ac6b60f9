package probe

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"einmal/internal/mediafile"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/peertext"
)

const (
	callTime = 30 * time.Second
	// enoughPackets must arrive each way for a call to count: half a second of sound.
	enoughPackets = 25
	// endTime is how long the server may take to confirm the end of the room.
	endTime = 5 * time.Second
)

// checkCalls holds whole calls (DTLS, SRTP, data channel) with ourselves in the probe's room, one
// by each route.
func (p *probe) checkCalls(ctx context.Context) {
	p.runCheck("pair", "directly", func() (string, error) {
		return p.holdCall(ctx, peer.Options{})
	})
	for _, transport := range []string{"udp", "tcp", "tls"} {
		name := "through the relay over " + strings.ToUpper(transport)
		usable, offered := p.relays[transport]
		if !usable {
			if offered {
				p.skipCheck("a call " + name + ": it does not answer over IPv4, and this program " +
					"can hold calls over no other")
			}
			continue
		}
		p.runCheck("pair", name, func() (string, error) {
			return p.holdCall(ctx, peer.Options{RelayOnly: true, RelayTransport: transport})
		})
	}
}

func (p *probe) holdCall(ctx context.Context, o peer.Options) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	tone, err := mediafile.ToneClip()
	if err != nil {
		return "", err
	}
	if o.Media.Audio, err = tone.StartTrack(ctx, rtc.AudioCodec); err != nil {
		return "", err
	}
	o.Name, o.LoopbackOnly = "Probe", p.LoopbackOnly
	o.Admit = func(string) peer.Decision { return peer.Admit }
	host, err := peer.Join(ctx, p.Link, o)
	if err != nil {
		return "", err
	}
	defer host.Leave()
	guest, err := peer.Join(ctx, p.Link.Guest(), o)
	if err != nil {
		return "", err
	}
	defer guest.Leave()
	start := time.Now()
	route, err := awaitConnection(ctx, guest)
	if err != nil {
		return "", err
	}
	if o.RelayOnly != (route != peer.Direct) {
		return "", fmt.Errorf("the call went another way: %s", peertext.RouteNames[route])
	}
	took := time.Since(start)
	if err := errors.Join(awaitSound(ctx, host), awaitSound(ctx, guest)); err != nil {
		return "", err
	}
	return fmt.Sprintf("connected after %d ms, sound both ways", took.Milliseconds()), nil
}

func awaitConnection(ctx context.Context, call *peer.Call) (peer.Route, error) {
	for {
		e, err := call.Next(ctx)
		switch {
		case err != nil:
			return "", errors.New("no connection came about")
		case e.Kind == peer.Connected:
			return e.Route, nil
		case e.Kind == peer.Over && e.Code != "left":
			return "", peertext.EndingProblem(e.Code)
		}
	}
}

func awaitSound(ctx context.Context, call *peer.Call) error {
	for ctx.Err() == nil {
		for _, s := range call.Stats() {
			if s.AudioPackets >= enoughPackets {
				return nil
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("it connected, but no sound came through")
}

// endRoom leaves nothing of the probe on the server. If it fails, the room expires.
func (p *probe) endRoom(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, endTime)
	defer cancel()
	host, err := peer.Join(ctx, p.Link, peer.Options{LoopbackOnly: p.LoopbackOnly})
	if err != nil {
		return
	}
	for {
		e, err := host.Next(ctx)
		if err != nil || e.Kind == peer.Over {
			host.Leave()
			return
		}
		if e.Kind == peer.Joined {
			_ = host.End() // if it fails, the room expires
		}
	}
}
