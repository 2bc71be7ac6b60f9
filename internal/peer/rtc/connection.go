// Package rtc is the direct connection between two people, on pion/webrtc: negotiation, candidates
// and restarts of ICE, media, and the data channels. It knows no signalling server: what it has
// to say of the negotiation is handed to a function. Nothing here logs, pion included.
package rtc

import (
	"crypto/sha256"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

const (
	// A failed connection is tried again this often.
	retryTime = 4 * time.Second
	// Both sides may notice the same loss, and a peer may ask as often as it likes.
	restartPause = time.Second
	channelID    = 0
)

// Connection is the direct connection to one peer: ICE, DTLS, media and the data channels. Its
// fields belong to the call's goroutine, which also gets all callbacks.
type Connection struct {
	PC         *webrtc.PeerConnection
	Channel    *webrtc.DataChannel
	Files      *FileChannel
	Docs       *DocChannel
	negotiator *negotiator
	flows      []*flow
	withheld   withheld
	relay      atomic.Pointer[relayRoute] // the last that was asked for
	settings   Settings
	Post       func(func()) // drops the function once the connection is closed
	timer      *time.Timer
	// to be used from the next ICE restart on; nil once pion knows them
	pendingServers []webrtc.ICEServer
	restartPending bool          // ICE is to restart as soon as it has gathered
	restarted      time.Time     // when ICE was restarted last
	connected      bool          // it has been
	pathGone       bool          // an address of ours has, and the path with it
	gone           chan struct{} // closed with the connection

	OnOpen func()
	OnText func([]byte)
	// OnFileMessage gets what comes on the channel for files, OnFilesWritable is called when that
	// has room, OnFilesClosed when it is closed.
	OnFileMessage   func(webrtc.DataChannelMessage)
	OnFilesWritable func()
	OnFilesClosed   func()
	// OnDocOpen is called when the channel for documents is open, OnDoc gets what comes on it.
	OnDocOpen     func()
	OnDoc         func(kind byte, payload []byte)
	OnStateChange func(webrtc.PeerConnectionState)
	// Take is asked for each line of media that comes, on a goroutine of its own: take gets its
	// packets, done follows the last; a key frame comes after askKey. Nil: nobody takes any in.
	Take func(line Line, codec string, askKey func()) (take func(*rtp.Packet), done func())
	// MayOffer reports whether an offer would reach the peer at this moment.
	MayOffer func() bool
	// OnAttack gets the code of what the peer did.
	OnAttack func(code string)
}

// SetUp makes the connection; it begins with StartNegotiation. Set the callbacks before.
func (c *Connection) SetUp(s Settings, servers []webrtc.ICEServer, offers bool,
	signal func(protocol.Message)) error {
	c.settings, c.gone = s, make(chan struct{})
	var err error
	if c.PC, err = s.api.NewPeerConnection(s.configuration(servers)); err != nil {
		return err
	}
	c.negotiator = &negotiator{pc: c.PC, kind: s.kind, offers: offers, relayOnly: s.relayOnly,
		send: signal}
	c.PC.OnICECandidate(func(candidate *webrtc.ICECandidate) {
		c.Post(func() { c.handleCandidate(candidate) })
	})
	c.PC.OnConnectionStateChange(
		func(state webrtc.PeerConnectionState) { c.Post(func() { c.handleState(state) }) })
	if err := errors.Join(c.addMedia(s, offers), c.addDataChannel(), c.addFileChannel(),
		c.addDocChannel()); err != nil {
		c.PC.Close()
		return err
	}
	return nil
}

// StartNegotiation sends the first offer, if it is ours to send.
func (c *Connection) StartNegotiation() error { return c.negotiator.sendFirstOffer() }

// HandleNegotiation takes in what the peer says of the negotiation. An error is a description that
// must not be applied, or that pion cannot read.
func (c *Connection) HandleNegotiation(m protocol.Message) error {
	switch m := m.(type) {
	case *protocol.Description:
		return c.negotiator.applyDescription(m)
	case *protocol.Candidate:
		c.negotiator.addPeerCandidate(m)
	case *protocol.Restart:
		return c.followRestart()
	}
	return nil
}

func (c *Connection) addMedia(s Settings, offers bool) error {
	var kinds []webrtc.RTPCodecType
	switch s.kind {
	case links.Video:
		kinds = []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo}
	case links.Audio:
		kinds = []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio}
	}
	for _, kind := range kinds {
		f, track, err := newFlow(kind, s.media, c.withheld.of(kind))
		if err != nil {
			return err
		}
		transceiver, err := c.PC.AddTransceiverFromTrack(track,
			webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendrecv})
		if err != nil {
			return err
		}
		f.taker = c.Take
		c.flows = append(c.flows, f)
		go f.readRTCP(c.PC, transceiver.Sender())
	}
	if err := c.addScreen(s, offers); err != nil {
		return err
	}
	for _, f := range c.flows {
		f.isDeaf = &c.withheld.deaf
	}
	flows, pc := c.flows, c.PC
	pc.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
		// by place alone, which is that of the sections
		place := slices.Index(pc.GetTransceivers(), receiver.RTPTransceiver())
		if place >= 0 && place < len(flows) && flows[place].kind == track.Kind() {
			flows[place].readRTP(pc, track) // pion calls this on a goroutine of its own
		}
	})
	return nil
}

// addScreen prepares the lines on which the peer may share a screen; we share none. Whoever answers
// gets them with the offer.
func (c *Connection) addScreen(s Settings, offers bool) error {
	if s.kind != links.Video {
		return nil
	}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo,
		webrtc.RTPCodecTypeAudio} {
		c.flows = append(c.flows, &flow{kind: kind, screen: true, hear: s.media.hearing(kind),
			taker: c.Take})
		if !offers {
			continue
		}
		if _, err := c.PC.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{
			Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			return err
		}
	}
	return nil
}

func (c *Connection) addDataChannel() error {
	negotiated, id := true, uint16(channelID)
	var err error
	c.Channel, err = c.PC.CreateDataChannel("einmal",
		&webrtc.DataChannelInit{Negotiated: &negotiated, ID: &id})
	if err != nil {
		return err
	}
	c.Channel.OnOpen(func() { c.Post(c.channelOpened) })
	limiter, over := newRateLimiter(textLimit, time.Now()), false
	c.Channel.OnMessage(func(m webrtc.DataChannelMessage) { // one after the other
		switch {
		case over: // what was under way when the peer was cut off
		case limiter.allows(len(m.Data), time.Now()):
			c.Post(func() { c.OnText(m.Data) })
		default:
			over = true
			c.Post(func() { c.OnAttack("too-much") })
		}
	})
	// Ours are negotiated; a peer that opens another wants something else.
	c.PC.OnDataChannel(func(*webrtc.DataChannel) {
		c.Post(func() { c.OnAttack("another-channel") })
	})
	return nil
}

func (c *Connection) channelOpened() {
	if c.isForeign() {
		c.OnAttack("certificate")
		return
	}
	c.OnOpen()
}

// isForeign reports whether the peer has shown another certificate than it announced. Pion ends the
// handshake then; this is how we know that it did not just fail.
func (c *Connection) isForeign() bool {
	certificate := c.PC.SCTP().Transport().GetRemoteCertificate()
	return len(certificate) > 0 &&
		protocol.Fingerprint(sha256.Sum256(certificate)) != c.negotiator.announced
}

// Fingerprints returns those of the two certificates that are in use, once the data channel has
// opened.
func (c *Connection) Fingerprints() (own, peer protocol.Fingerprint, err error) {
	transport := c.PC.SCTP().Transport()
	local, err := transport.GetLocalParameters()
	if err != nil {
		return own, peer, err
	}
	for _, f := range local.Fingerprints { // pion gives one
		own, _ = protocol.FingerprintOf("a=fingerprint:" + f.Algorithm + " " + f.Value)
	}
	return own, sha256.Sum256(transport.GetRemoteCertificate()), nil
}

func (c *Connection) handleState(state webrtc.PeerConnectionState) {
	if c.isForeign() {
		c.OnAttack("certificate")
		return
	}
	switch state {
	case webrtc.PeerConnectionStateFailed:
		if c.connected {
			c.restartUntilConnected()
		}
	case webrtc.PeerConnectionStateConnected:
		c.connected, c.pathGone = true, false
		c.stopTimer()
	}
	c.OnStateChange(state)
}

// HasConnected reports whether it ever has been connected.
func (c *Connection) HasConnected() bool { return c.connected }

func (c *Connection) stopTimer() {
	if c.timer != nil {
		c.timer.Stop()
	}
}

// isOpen reports whether the data channel has been opened, also while its path is broken: texts
// then wait in it.
func (c *Connection) isOpen() bool {
	return c.Channel.ReadyState() == webrtc.DataChannelStateOpen
}

// IsUsable reports whether texts reach the peer at this moment. pion gives the path up as soon as
// ICE restarts, and tells its state later.
func (c *Connection) IsUsable() bool {
	if c.pathGone || !c.isOpen() || c.PC.ConnectionState() != webrtc.PeerConnectionStateConnected {
		return false
	}
	_, hasPath := c.PC.SCTP().Transport().ICETransport().GetSelectedCandidatePairStats()
	return hasPath
}

// SendMessage fails only when the channel is closing.
func (c *Connection) SendMessage(m protocol.Message) {
	_ = c.Channel.SendText(string(protocol.Encode(m)))
}

// UnsentBytes counts the bytes that the peer has not confirmed yet.
func (c *Connection) UnsentBytes() uint64 {
	if !c.IsUsable() {
		return 0
	}
	return c.Channel.BufferedAmount() + c.Docs.unsentBytes()
}

func (c *Connection) Close() {
	c.stopTimer()
	close(c.gone)
	_ = c.PC.Close() // nothing to do about an error
}
