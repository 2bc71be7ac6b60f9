// Package pair is what ties us to one other participant: the sealed path through the server, the
// direct connection that follows, and what the two say to each other alone. It asks its call little
// ([Env]) and tells it what happens in events of one type ([Event]).
package pair

import (
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/taskqueue"
	"einmal/internal/peer/transfer"

	"github.com/pion/webrtc/v4"
)

// Pair is what ties us to one other participant: first a sealed path through the server, then a
// direct connection. It belongs to the call's goroutine.
type Pair struct {
	env         *Env
	SID         protocol.SID
	IsHost      bool // the peer is the host
	IsMember    bool // the peer stands in the roster
	IsInitiator bool // we come after the peer in the roster, or knock
	Path        *seal.Path
	Conn        *rtc.Connection // nil before both are members and the relay is known
	Name        string
	Topic       string
	Safety      *seal.SafetyExchange
	SafetyCode  *seal.SafetyCode // nil before it is made
	Build       *protocol.Build  // what the peer runs; nil before it has told us
	Files       *transfer.Exchange

	wants         wantLimiter
	earlyMessages []protocol.Message // of the negotiation, before there is a connection
	Outbox        outbox
	wasSealed     bool // the sealed path has been, before
	WasOpen       bool // the data channel has been, and its certificate was the announced one
	toldConnected bool // the last event of the connection was Connected
	IsAbsent      bool // the server says that it is gone, and it cannot be reached
	IsClosed      bool
	withheld      withheld
	pathTimer     *time.Timer // of the sealed path's current attempt
}

// Env is what all pairs of a call have in common, and what they ask of it.
type Env struct {
	Tasks         *taskqueue.Queue // of the call's goroutine
	Room          protocol.RoomID
	PSK           []byte // of the room
	Settings      rtc.Settings
	Downloads     *transfer.DownloadDir
	Client        string                             // what we say that we run
	Taker         Taker                              // nil: nothing is to be recorded
	PictureHeight uint16                             // of each picture that we want; 0: we do not say
	SendFrame     func(to protocol.SID, body []byte) // through the server; it may get lost
	HasServer     func() bool
	IsOver        func() bool                   // the call is
	NewProof      func(h []byte) *protocol.Auth // our proof on the channel with handshake hash h
	// ExpectationOf says what the peer has to prove at this moment: rosters change.
	ExpectationOf func(*Pair) seal.Expectation
	OnEvent       func(*Pair, Event)
}

// New makes the pair of us, under the sid own, with the peer.
func New(env *Env, own, peer protocol.SID, isHost, isInitiator bool) *Pair {
	p := &Pair{env: env, SID: peer, IsHost: isHost, IsInitiator: isInitiator}
	p.Path = &seal.Path{
		IDs:         seal.ChannelIDs{PSK: env.PSK, Room: env.Room, Self: own, Peer: peer},
		IsInitiator: isInitiator,
		SendBody:    func(body []byte) { env.SendFrame(peer, body) },
		NewProof:    env.NewProof,
		IsProof: func(h []byte, m *protocol.Auth) bool {
			return env.ExpectationOf(p).IsMetBy(h, m)
		},
		Opened:   func(m *protocol.Auth) { p.handleAuth(m) },
		Received: func(m protocol.Message) { p.receiveSealed(m) },
		RunAfter: p.runAfter,
	}
	p.Safety = seal.NewSafetyExchange(own, peer, p.Path.HandshakeHash)
	p.Files = transfer.NewExchange(env.Downloads,
		func(m protocol.Message) { p.Conn.SendMessage(m) }, // files are spoken of nowhere else
		func(what transfer.Outcome, f *transfer.File, code string) {
			p.tellCall(FileOutcome{what, f, code})
		})
	return p
}

func (p *Pair) tellCall(e Event) { p.env.OnEvent(p, e) }

// runAfter runs f on the call's goroutine later, if the sealed path is needed then, in place of
// what was to run before: whoever begins attempts without end leaves one timer here.
func (p *Pair) runAfter(pause time.Duration, f func() error) {
	if p.pathTimer != nil {
		p.pathTimer.Stop()
	}
	p.pathTimer = time.AfterFunc(pause, func() {
		p.env.Tasks.Enqueue(func() {
			if !p.IsClosed && !p.IsReachable() && !p.env.IsOver() {
				p.closeOnError(f())
			}
		})
	})
}

// ReceiveFrame takes in what came through the server.
func (p *Pair) ReceiveFrame(body []byte) {
	if p.IsClosed {
		return
	}
	p.closeOnError(p.Path.ReceiveBody(body))
}

// handleAuth follows the peer's proof of who it is.
func (p *Pair) handleAuth(m *protocol.Auth) {
	p.tellCall(Authenticated{m})
	p.earlyMessages = nil // of a path that is no more
	if p.wasSealed && p.Conn != nil {
		// new ones replace them
		p.Path.DropWaiting(protocol.IsNegotiation)
		p.Conn.ResumeNegotiation()
	}
	p.wasSealed = true
}

// StartConnection begins the direct connection: both are members, and the relay is known.
func (p *Pair) StartConnection(servers []webrtc.ICEServer) {
	if p.Conn != nil || p.IsClosed {
		return
	}
	conn := p.newConnection()
	conn.Post = func(f func()) {
		p.env.Tasks.Enqueue(func() {
			if p.Conn == conn && !p.IsClosed {
				f()
			}
		})
	}
	conn.OnOpen = p.channelOpened
	conn.OnText = p.receiveText
	conn.OnStateChange = p.handleState
	conn.OnFileMessage = p.receiveChunk
	conn.OnFilesWritable = p.Files.SendChunks
	conn.OnFilesClosed = p.Files.CutOff
	p.carryDocs(conn)
	conn.MayOffer = p.env.HasServer
	conn.OnAttack = p.closeAttacked
	if err := conn.SetUp(p.env.Settings, servers, p.IsInitiator, p.sendNegotiation); err != nil {
		p.reportFailure()
		return
	}
	p.Conn = conn
	p.Files.UseChannel(conn.Files)
	if err := conn.StartNegotiation(); err != nil {
		p.reportFailure()
	}
	early := p.earlyMessages
	p.earlyMessages = nil
	for _, m := range early {
		p.receiveNegotiation(m)
	}
}

// sendNegotiation sends a message of the negotiation: directly if it gets there, else sealed
// through the server.
func (p *Pair) sendNegotiation(m protocol.Message) {
	if p.Conn != nil && p.Conn.IsUsable() {
		p.Conn.SendMessage(m)
		return
	}
	p.SendSealed(m)
}

// SendMessage sends any other message: never through the server once the data channel has opened.
func (p *Pair) SendMessage(m protocol.Message) {
	switch {
	case p.IsClosed:
	case isHeld(m) && (len(p.Outbox.Waiting) > 0 || !p.IsReachable()):
		p.holdMessage(m)
	case p.WasOpen:
		p.Conn.SendMessage(m)
	default:
		p.SendSealed(m)
	}
}

func (p *Pair) SendSealed(m protocol.Message) { p.closeOnError(p.Path.SendMessage(m)) }

// OpenPath opens the sealed path unless it is open.
func (p *Pair) OpenPath() { p.closeOnError(p.Path.Connect()) }

func (p *Pair) closeOnError(err error) {
	if err != nil {
		p.closeAttacked(err.Error())
	}
}

// receiveText takes in what came over the data channel.
func (p *Pair) receiveText(text []byte) {
	m, err := protocol.Decode(text, protocol.BetweenPeers)
	if _, isAuth := m.(*protocol.Auth); err != nil || isAuth {
		p.closeAttacked("bad-message")
		return
	}
	if protocol.IsDirectOnly(m) {
		p.receiveDirect(m)
	} else {
		p.receiveMessage(m)
	}
}

// receiveChunk takes in what came over the channel for files.
func (p *Pair) receiveChunk(m webrtc.DataChannelMessage) {
	if m.IsString {
		p.closeAttacked(string(protocol.ErrFiles))
		return
	}
	p.closeOnError(p.Files.ReceiveChunk(m.Data))
}

func (p *Pair) receiveSealed(m protocol.Message) {
	if protocol.IsDirectOnly(m) {
		p.closeAttacked("bad-message")
		return
	}
	p.receiveMessage(m)
}

func (p *Pair) receiveMessage(m protocol.Message) {
	switch {
	case p.IsClosed:
	case !protocol.IsNegotiation(m):
		p.tellCall(Message{m})
	case p.IsMember: // knockers have nothing to negotiate
		p.receiveNegotiation(m)
	}
}

// maxEarly messages of a negotiation wait for the connection: descriptions and their candidates,
// a few times over.
const maxEarly = 256

func (p *Pair) receiveNegotiation(m protocol.Message) {
	if p.Conn == nil {
		if len(p.earlyMessages) < maxEarly {
			p.earlyMessages = append(p.earlyMessages, m)
		}
		return
	}
	if err := p.Conn.HandleNegotiation(m); err != nil {
		p.closeAttacked("description")
	}
}

func (p *Pair) channelOpened() {
	p.WasOpen = true
	p.Path.DropWaiting(func(m protocol.Message) bool { return !protocol.IsNegotiation(m) })
	p.reportConnected()
	p.sendGreeting()
	p.tellCall(ChannelOpen{})
}

// closeAttacked cuts the peer off: somebody tampered, or it broke the protocol.
func (p *Pair) closeAttacked(code string) {
	if p.IsClosed {
		return
	}
	p.Close()
	p.tellCall(Attacked{code})
}

// IsReachable reports whether texts reach the peer without the server at this moment.
func (p *Pair) IsReachable() bool { return !p.IsClosed && p.WasOpen && p.Conn.IsUsable() }

// ReopenPath opens the sealed path unless it is open or not needed.
func (p *Pair) ReopenPath() {
	if !p.IsClosed && !p.IsReachable() {
		p.OpenPath()
	}
}

func (p *Pair) UnsentBytes() uint64 {
	if p.Conn == nil || p.IsClosed {
		return 0
	}
	return p.Conn.UnsentBytes()
}

func (p *Pair) Close() {
	if p.IsClosed {
		return
	}
	p.IsClosed = true
	p.Outbox.Waiting = nil
	p.Files.CutOff()
	if p.Conn != nil {
		p.Conn.Close()
	}
}
