package rtc

import (
	"time"

	"einmal/internal/peer/protocol"

	"github.com/pion/webrtc/v4"
)

const docChannelID = 2

// How much may come on the channel for documents, and how much we send: less, so that what a broken
// path held up and then delivers at once is never too much.
var (
	docTaken = rateLimit{burst: 512 << 10, perSecond: 64 << 10, perMessage: 1 << 10}
	docSent  = rateLimit{burst: 256 << 10, perSecond: 48 << 10, perMessage: 1 << 10}
)

const (
	// mostDocs messages wait to be sent at most, mostUnsent bytes in the channel: a broken path
	// holds those up.
	mostDocs   = 256
	mostUnsent = 64 << 10
)

// DocChannel carries what people make together. It belongs to the call's goroutine.
type DocChannel struct {
	channel *webrtc.DataChannel
	post    func(func())
	limiter *rateLimiter
	waiting [][]byte
	timer   *time.Timer // until the next may go; nil: none waits
}

// addDocChannel makes the third data channel.
func (c *Connection) addDocChannel() error {
	negotiated, id := true, uint16(docChannelID)
	channel, err := c.PC.CreateDataChannel("einmal-doc",
		&webrtc.DataChannelInit{Negotiated: &negotiated, ID: &id})
	if err != nil {
		return err
	}
	c.Docs = &DocChannel{channel: channel, post: c.Post,
		limiter: newRateLimiter(docSent, time.Now())}
	channel.OnOpen(func() { c.Post(func() { c.OnDocOpen() }) })
	limiter, over := newRateLimiter(docTaken, time.Now()), false
	channel.OnMessage(func(m webrtc.DataChannelMessage) { // one after the other
		switch {
		case over: // what was under way when the peer was cut off
		case !limiter.allows(len(m.Data), time.Now()):
			over = true
			c.Post(func() { c.OnAttack("too-much") })
		case m.IsString || !protocol.IsDoc(m.Data):
			over = true
			c.Post(func() { c.OnAttack(string(protocol.ErrBadMessage)) })
		default:
			c.Post(func() { c.OnDoc(m.Data[0], m.Data[1:]) })
		}
	})
	return nil
}

// Send sends a message as the peer's pace allows. False: the channel is not open, or too many wait.
func (d *DocChannel) Send(kind byte, payload []byte) bool {
	if d.channel.ReadyState() != webrtc.DataChannelStateOpen || len(d.waiting) >= mostDocs ||
		len(payload) >= protocol.MaxDoc {
		return false
	}
	d.waiting = append(d.waiting, append([]byte{kind}, payload...))
	d.sendOn()
	return true
}

func (d *DocChannel) sendOn() {
	for d.timer == nil && len(d.waiting) > 0 {
		next := d.waiting[0]
		if d.channel.BufferedAmount() >= mostUnsent || !d.limiter.has(len(next), time.Now()) {
			d.timer = time.AfterFunc(docSent.pauseAfter(len(next)), func() {
				d.post(func() {
					d.timer = nil
					d.sendOn()
				})
			})
			return
		}
		d.limiter.allows(len(next), time.Now())
		d.waiting = d.waiting[1:]
		_ = d.channel.Send(next) // fails only when the channel is closing
	}
}

// unsentBytes counts what the peer has not confirmed yet.
func (d *DocChannel) unsentBytes() uint64 {
	unsent := d.channel.BufferedAmount()
	for _, message := range d.waiting {
		unsent += uint64(len(message))
	}
	return unsent
}
