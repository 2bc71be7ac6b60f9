package rtc

import (
	"errors"
	"sync/atomic"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// gate is a track that one peer may be spared, while others get it. What is held back leaves no gap
// in the numbers of the packets: to that peer nothing is lost.
type gate struct {
	webrtc.TrackLocal
	isShut     atomic.Bool
	isWithheld *atomic.Bool // the peer may not have it, whatever it wants
}

func (g *gate) isClosed() bool { return g.isShut.Load() || g.isWithheld.Load() }

// Bind leaves a track silent that is made in a codec of which the peer has none: a telephone hears
// G.711 alone, and that is no reason to give up the connection.
func (g *gate) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	codec, err := g.TrackLocal.Bind(&gatedContext{c, &gatedWriter{to: c.WriteStream(), gate: g}})
	if common := c.CodecParameters(); errors.Is(err, webrtc.ErrUnsupportedCodec) && len(common) > 0 {
		return common[0], nil
	}
	return codec, err
}

type gatedContext struct {
	webrtc.TrackLocalContext
	writer *gatedWriter
}

func (c *gatedContext) WriteStream() webrtc.TrackLocalWriter { return c.writer }

type gatedWriter struct {
	to   webrtc.TrackLocalWriter
	gate *gate
	held atomic.Uint32 // packets
}

func (w *gatedWriter) WriteRTP(header *rtp.Header, payload []byte) (int, error) {
	if w.gate.isClosed() {
		w.held.Add(1)
		return len(payload), nil
	}
	sent := *header
	sent.SequenceNumber -= uint16(w.held.Load())
	return w.to.WriteRTP(&sent, payload)
}

// Write is for packets that are not taken apart; nobody here sends such.
func (w *gatedWriter) Write(packet []byte) (int, error) {
	if w.gate.isClosed() {
		return len(packet), nil
	}
	return w.to.Write(packet)
}

// SendPicture holds the picture back from the peer, or sends it again.
func (c *Connection) SendPicture(on bool) {
	for _, f := range c.flows {
		if f.screen || !f.isVideo() || f.gate.isShut.Swap(!on) == !on {
			continue
		}
		if on && f.echo {
			f.requestKeyFrame(c.PC)
		}
	}
}

// withheld is what the peer may not have, and whether what it sends is left. It is safe for concurrent use.
type withheld struct{ sound, picture, deaf atomic.Bool }

func (w *withheld) of(kind webrtc.RTPCodecType) *atomic.Bool {
	if kind == webrtc.RTPCodecTypeVideo {
		return &w.picture
	}
	return &w.sound
}

// Deafen has nothing taken that comes from the peer, or takes it again. It may be called before
// SetUp.
func (c *Connection) Deafen(on bool) { c.withheld.deaf.Store(on) }

// Withhold holds our media back from the peer, or sends them again. It may be called before SetUp.
func (c *Connection) Withhold(sound, picture bool) {
	c.withheld.sound.Store(sound)
	if c.withheld.picture.Swap(picture) == picture || picture {
		return
	}
	for _, f := range c.flows {
		if f.echo && f.isVideo() && !f.screen {
			f.requestKeyFrame(c.PC)
		}
	}
}
