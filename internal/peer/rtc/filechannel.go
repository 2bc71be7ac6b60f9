package rtc

import (
	"time"

	"github.com/pion/webrtc/v4"
)

const (
	fileChannelID = 1
	// How many bytes of files wait in the channel, and when it is filled again. Pion sends what
	// waits in the order of its coming, whatever the channel: a text waits for no more than this.
	mostWaiting  = 256 << 10
	leastWaiting = mostWaiting / 2
	// relayedRate is how many bytes of files a second go to one peer over a relay.
	relayedRate = 1 << 20
	// The route may change at any time; it is checked this often.
	routeTime = time.Second
	// unheard is how many chunks may wait for the call's goroutine; then the peer has to.
	unheard = 64
)

// FileChannel carries the bytes of files. It belongs to the call's goroutine.
type FileChannel struct {
	Channel      *webrtc.DataChannel
	isRelayed    func() bool
	onWritable   func() // posts sender.pump
	routeChecked time.Time
	relayed      bool
	relayFreeAt  time.Time // when what was sent so far would be through at relayedRate
	awaitsRelay  bool
}

// addFileChannel makes the second data channel.
func (c *Connection) addFileChannel() error {
	negotiated, id := true, uint16(fileChannelID)
	channel, err := c.PC.CreateDataChannel("einmal-files",
		&webrtc.DataChannelInit{Negotiated: &negotiated, ID: &id})
	if err != nil {
		return err
	}
	f := &FileChannel{Channel: channel, isRelayed: func() bool { return c.Route() != Direct }}
	f.onWritable = func() {
		c.Post(func() {
			f.awaitsRelay = false
			c.OnFilesWritable()
		})
	}
	c.Files = f
	channel.SetBufferedAmountLowThreshold(leastWaiting)
	channel.OnBufferedAmountLow(f.onWritable)
	channel.OnOpen(f.onWritable)
	channel.OnClose(func() { c.Post(c.OnFilesClosed) })
	slots := make(chan struct{}, unheard)
	channel.OnMessage(func(m webrtc.DataChannelMessage) {
		select {
		case slots <- struct{}{}:
		case <-c.gone:
			return
		}
		c.Post(func() {
			<-slots
			c.OnFileMessage(m)
		})
	})
	return nil
}

// IsWritable reports whether another chunk may go now. If not, onWritable is called when it may.
func (f *FileChannel) IsWritable() bool {
	if f.Channel.ReadyState() != webrtc.DataChannelStateOpen ||
		f.Channel.BufferedAmount() >= mostWaiting {
		return false
	}
	if time.Since(f.routeChecked) > routeTime {
		f.routeChecked, f.relayed = time.Now(), f.isRelayed()
	}
	rest := time.Until(f.relayFreeAt)
	if !f.relayed || rest <= 0 {
		return true
	}
	if !f.awaitsRelay {
		f.awaitsRelay = true
		time.AfterFunc(rest, f.onWritable)
	}
	return false
}

// SendChunk fails only when the channel is closing.
func (f *FileChannel) SendChunk(chunk []byte) {
	_ = f.Channel.Send(chunk)
	if !f.relayed {
		return
	}
	if earliest := time.Now().Add(-time.Second); f.relayFreeAt.Before(earliest) {
		f.relayFreeAt = earliest // after a pause it may catch up on one second
	}
	f.relayFreeAt = f.relayFreeAt.Add(time.Second * time.Duration(len(chunk)) / relayedRate)
}
