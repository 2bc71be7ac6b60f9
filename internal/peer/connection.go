package peer

import (
	"crypto/sha256"
	"errors"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"

	"github.com/pion/webrtc/v4"
)

const (
	// A failed connection is tried again this often.
	retryTime = 4 * time.Second
	channelID = 0
)

// connection is the direct way to one peer: ICE, DTLS, media and the data channel. Its fields
// belong to the call's goroutine, which also gets all callbacks.
type connection struct {
	pc         *webrtc.PeerConnection
	channel    *webrtc.DataChannel
	files      *fileChannel
	negotiator *negotiator
	flows      []*flow
	settings   settings
	post       func(func()) // drops the function once the connection is closed
	timer      *time.Timer
	// to be used from the next ICE restart on; nil once pion knows them
	pendingServers []webrtc.ICEServer
	restartPending bool          // ICE is to restart as soon as it has gathered
	connected      bool          // it has been
	gone           chan struct{} // closed with the connection

	onOpen func()
	onText func([]byte)
	// onFileMessage gets what comes on the channel for files, onFilesWritable is called when that
	// has room, onFilesClosed when it is closed.
	onFileMessage   func(webrtc.DataChannelMessage)
	onFilesWritable func()
	onFilesClosed   func()
	onStateChange   func(webrtc.PeerConnectionState)
	// mayOffer says whether an offer would reach the peer at this moment.
	mayOffer func() bool
	// onAttack says in which way.
	onAttack func(code string)
}

// setUp makes the connection; it begins with startNegotiation. Set the callbacks before.
func (c *connection) setUp(s settings, servers []webrtc.ICEServer, polite bool,
	signal func(protocol.Message)) error {
	c.settings, c.gone = s, make(chan struct{})
	var err error
	if c.pc, err = s.api.NewPeerConnection(s.configuration(servers)); err != nil {
		return err
	}
	c.negotiator = &negotiator{pc: c.pc, kind: s.kind, polite: polite, relayOnly: s.relayOnly,
		send: signal}
	c.pc.OnICECandidate(func(candidate *webrtc.ICECandidate) {
		c.post(func() { c.handleCandidate(candidate) })
	})
	c.pc.OnConnectionStateChange(
		func(state webrtc.PeerConnectionState) { c.post(func() { c.handleState(state) }) })
	if err := errors.Join(c.addMedia(s), c.addDataChannel(), c.addFileChannel()); err != nil {
		c.pc.Close()
		return err
	}
	return nil
}

// startNegotiation sends the first offer, if it is ours to send.
func (c *connection) startNegotiation() error { return c.negotiator.sendFirstOffer() }

// handleNegotiation takes in what the peer says of the negotiation. An error is a description that
// must not be applied, or that pion cannot read.
func (c *connection) handleNegotiation(m protocol.Message) error {
	switch m := m.(type) {
	case *protocol.Description:
		return c.negotiator.applyDescription(m)
	case *protocol.Candidate:
		c.negotiator.addPeerCandidate(m)
	}
	return nil
}

func (c *connection) addMedia(s settings) error {
	var kinds []webrtc.RTPCodecType
	switch s.kind {
	case links.Video:
		kinds = []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo}
	case links.Audio:
		kinds = []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio}
	}
	for _, kind := range kinds {
		f, track, err := newFlow(kind, s.media)
		if err != nil {
			return err
		}
		transceiver, err := c.pc.AddTransceiverFromTrack(track,
			webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendrecv})
		if err != nil {
			return err
		}
		c.flows = append(c.flows, f)
		go f.readRTCP(c.pc, transceiver.Sender())
	}
	flows, pc := c.flows, c.pc
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		for _, f := range flows {
			if f.kind == track.Kind() {
				f.readRTP(pc, track) // pion calls this on a goroutine of its own
			}
		}
	})
	return nil
}

func (c *connection) addDataChannel() error {
	negotiated, id := true, uint16(channelID)
	var err error
	c.channel, err = c.pc.CreateDataChannel("einmal",
		&webrtc.DataChannelInit{Negotiated: &negotiated, ID: &id})
	if err != nil {
		return err
	}
	c.channel.OnOpen(func() { c.post(c.channelOpened) })
	pace, over := newRateLimiter(time.Now()), false
	c.channel.OnMessage(func(m webrtc.DataChannelMessage) { // one after the other
		switch {
		case over: // what was under way when the peer was cut off
		case pace.allows(len(m.Data), time.Now()):
			c.post(func() { c.onText(m.Data) })
		default:
			over = true
			c.post(func() { c.onAttack("too-much") })
		}
	})
	// Ours are negotiated; who opens another wants something else.
	c.pc.OnDataChannel(func(*webrtc.DataChannel) {
		c.post(func() { c.onAttack("another-channel") })
	})
	return nil
}

func (c *connection) channelOpened() {
	if c.isForeign() {
		c.onAttack("certificate")
		return
	}
	c.onOpen()
}

// isForeign says whether the peer has shown another certificate than it announced. Pion ends the
// handshake then; this is how we know that it did not just fail.
func (c *connection) isForeign() bool {
	certificate := c.pc.SCTP().Transport().GetRemoteCertificate()
	return len(certificate) > 0 &&
		protocol.Fingerprint(sha256.Sum256(certificate)) != c.negotiator.announced
}

// fingerprints gives those of the two certificates that are in use, once the data channel has
// opened.
func (c *connection) fingerprints() (own, peer protocol.Fingerprint, err error) {
	transport := c.pc.SCTP().Transport()
	local, err := transport.GetLocalParameters()
	if err != nil {
		return own, peer, err
	}
	for _, f := range local.Fingerprints { // pion gives one
		own, _ = protocol.FingerprintOf("a=fingerprint:" + f.Algorithm + " " + f.Value)
	}
	return own, sha256.Sum256(transport.GetRemoteCertificate()), nil
}

func (c *connection) handleState(state webrtc.PeerConnectionState) {
	if c.isForeign() {
		c.onAttack("certificate")
		return
	}
	switch state {
	case webrtc.PeerConnectionStateFailed:
		if c.connected {
			c.restartUntilConnected()
		}
	case webrtc.PeerConnectionStateConnected:
		c.connected = true
		c.stopTimer()
	}
	c.onStateChange(state)
}

// hasConnected says whether it ever has been connected.
func (c *connection) hasConnected() bool { return c.connected }

func (c *connection) stopTimer() {
	if c.timer != nil {
		c.timer.Stop()
	}
}

// isOpen says whether the data channel has been opened, also while its path is broken: texts then
// wait in it.
func (c *connection) isOpen() bool {
	return c.channel.ReadyState() == webrtc.DataChannelStateOpen
}

// isUsable says whether texts reach the peer at this moment. pion gives the path up as soon as ICE
// restarts, and tells its state later.
func (c *connection) isUsable() bool {
	if !c.isOpen() || c.pc.ConnectionState() != webrtc.PeerConnectionStateConnected {
		return false
	}
	_, hasPath := c.pc.SCTP().Transport().ICETransport().GetSelectedCandidatePairStats()
	return hasPath
}

// sendMessage fails only when the channel is closing.
func (c *connection) sendMessage(m protocol.Message) {
	_ = c.channel.SendText(string(protocol.Encode(m)))
}

// unsentBytes counts the bytes that the peer has not confirmed yet.
func (c *connection) unsentBytes() uint64 {
	if !c.isUsable() {
		return 0
	}
	return c.channel.BufferedAmount()
}

func (c *connection) close() {
	c.stopTimer()
	close(c.gone)
	_ = c.pc.Close() // there is nobody to tell
}
