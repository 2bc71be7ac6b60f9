package probe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"einmal/internal/mediafile"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/peertext"
)

const (
	// enoughPackets must arrive each way for a call to count: half a second of sound.
	enoughPackets = 25
	// endTime is how long the server may take to confirm the end of the room.
	endTime = 5 * time.Second
)

// join enters the probe's room with sound that goes through the relay alone.
func (p *probe) join(ctx context.Context, link peer.Link) (*peer.Call, error) {
	tone, err := mediafile.ToneClip()
	if err != nil {
		return nil, err
	}
	o := peer.Options{Name: "Probe", RelayOnly: true, LoopbackOnly: p.LoopbackOnly,
		Admit: func(string) peer.Decision { return peer.Admit }}
	if o.Media.Audio, err = tone.StartTrack(ctx, rtc.AudioCodec); err != nil {
		return nil, err
	}
	return peer.Join(ctx, link, o)
}

// callTask holds a whole call (ICE, DTLS, SRTP, data channel) with ourselves through the relay. It
// gives up with the context, before its own time is over.
func (p *probe) callTask(until context.Context, host *peer.Call, targets []target) task {
	c := Check{Code: "call", Group: "call", Name: "a call through the relay", StaysHere: true}
	for _, t := range targets {
		c.StaysHere = c.StaysHere && t.staysHere
	}
	return task{c, func(ctx context.Context) (finding, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(until, cancel)()
		guest, err := p.join(ctx, p.Link.Guest())
		if err != nil {
			return finding{}, err
		}
		defer guest.Leave()
		return said(holdCall(ctx, host, guest))
	}}
}

func holdCall(ctx context.Context, host, guest *peer.Call) (string, error) {
	start := time.Now()
	route, err := awaitConnection(ctx, guest)
	if err != nil {
		return "", err
	}
	took := time.Since(start)
	if route == peer.Direct {
		return "", problem{"bad-answer", "the call did not go through the relay"}
	}
	if err := errors.Join(awaitSound(ctx, host), awaitSound(ctx, guest)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, connected after %d ms, sound both ways", peertext.RouteNames[route],
		took.Milliseconds()), nil
}

func awaitConnection(ctx context.Context, call *peer.Call) (peer.Route, error) {
	for {
		e, err := call.Next(ctx)
		switch {
		case err != nil:
			return "", problem{"no-connection", "no connection came about"}
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
	return problem{"lost", "it connected, but no sound came through"}
}

// endRoom leaves nothing of the probe on the server. If it fails, the room expires.
func endRoom(ctx context.Context, host *peer.Call) {
	defer host.Leave()
	ctx, cancel := context.WithTimeout(ctx, endTime)
	defer cancel()
	if host.End() != nil {
		return
	}
	for {
		if e, err := host.Next(ctx); err != nil || e.Kind == peer.Over {
			return
		}
	}
}
