package peer

import (
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/taskqueue"
	"einmal/internal/peer/transfer"

	"github.com/pion/webrtc/v4"
)

// pair is what ties us to one other participant: first a sealed path through the server, then a
// direct connection. It belongs to the call's goroutine.
type pair struct {
	env         *pairEnv
	sid         protocol.SID
	isHost      bool // the peer is the host
	isMember    bool // the peer stands in the roster
	isInitiator bool // we come after the peer in the roster, or knock
	path        *seal.Path
	conn        *rtc.Connection // nil before both are members and the relay is known
	name        string
	topic       string
	safety      *seal.SafetyExchange
	safetyCode  *seal.SafetyCode // nil before it is made
	build       *protocol.Build  // what the peer runs; nil before it has said so
	files       *transfer.Exchange

	earlyMessages []protocol.Message // of the negotiation, before there is a connection
	outbox        outbox
	wasSealed     bool // the sealed path has been, before
	wasOpen       bool // the data channel has been, and its certificate was the announced one
	toldConnected bool // Connected is the last that was said of the connection
	isAbsent      bool // the server says that it is gone, and it cannot be reached
	isClosed      bool
	pathTimer     *time.Timer // of the sealed path's current attempt
}

// pairEnv is what all pairs of a call have in common, and what they ask of it.
type pairEnv struct {
	tasks     *taskqueue.Queue // of the call's goroutine
	room      protocol.RoomID
	psk       []byte // of the room
	settings  rtc.Settings
	downloads *transfer.DownloadDir

	sendFrame func(to protocol.SID, body []byte) // through the server; it may get lost
	hasServer func() bool
	isOver    func() bool                   // the call is
	newProof  func(h []byte) *protocol.Auth // that we are who we are, to the handshake hash
	// expectationOf says what the peer has to prove at this moment: rosters change.
	expectationOf func(*pair) seal.Expectation
	onEvent       func(*pair, pairEvent)
}

// newPair makes the pair of us, under the sid own, with the peer.
func newPair(env *pairEnv, own, peer protocol.SID, isHost, isInitiator bool) *pair {
	p := &pair{env: env, sid: peer, isHost: isHost, isInitiator: isInitiator}
	p.path = &seal.Path{
		Ids:         seal.ChannelIDs{Psk: env.psk, Room: env.room, Self: own, Peer: peer},
		IsInitiator: isInitiator,
		SendBody:    func(body []byte) { env.sendFrame(peer, body) },
		NewProof:    env.newProof,
		IsProof: func(h []byte, m *protocol.Auth) bool {
			return env.expectationOf(p).IsMetBy(h,
				m)
		},
		Opened:   func(m *protocol.Auth) { p.handleAuth(m) },
		Received: func(m protocol.Message) { p.receiveSealed(m) },
		RunAfter: p.runAfter,
	}
	p.safety = seal.NewSafetyExchange(own, peer, p.path.HandshakeHash)
	p.files = transfer.NewExchange(env.downloads,
		func(m protocol.Message) { p.conn.SendMessage(m) }, // files are spoken of nowhere else
		func(what transfer.Outcome, f *transfer.File, code string) {
			p.tellCall(pairFileOutcome{what, f, code})
		})
	return p
}

func (p *pair) tellCall(e pairEvent) { p.env.onEvent(p, e) }

// runAfter runs f on the call's goroutine later, if the sealed path is needed then, in place of
// what was to run before: whoever begins attempts without end leaves one timer here.
func (p *pair) runAfter(pause time.Duration, f func() error) {
	if p.pathTimer != nil {
		p.pathTimer.Stop()
	}
	p.pathTimer = time.AfterFunc(pause, func() {
		p.env.tasks.Enqueue(func() {
			if !p.isClosed && !p.isReachable() && !p.env.isOver() {
				p.checkError(f())
			}
		})
	})
}

// receiveFrame takes in what came through the server.
func (p *pair) receiveFrame(body []byte) {
	if p.isClosed {
		return
	}
	p.checkError(p.path.ReceiveBody(body))
}

// handleAuth: the peer has proved who it is.
func (p *pair) handleAuth(m *protocol.Auth) {
	p.tellCall(pairAuthenticated{m})
	p.earlyMessages = nil // of a path that is no more
	if p.wasSealed && p.conn != nil {
		// new ones replace them
		p.path.DropWaiting(protocol.IsNegotiation)
		p.conn.ResumeNegotiation()
	}
	p.wasSealed = true
}

// startConnection begins the direct connection: both are members, and the relay is known.
func (p *pair) startConnection(servers []webrtc.ICEServer) {
	if p.conn != nil || p.isClosed {
		return
	}
	conn := &rtc.Connection{}
	conn.Post = func(f func()) {
		p.env.tasks.Enqueue(func() {
			if p.conn == conn && !p.isClosed {
				f()
			}
		})
	}
	conn.OnOpen = p.channelOpened
	conn.OnText = p.receiveText
	conn.OnStateChange = p.handleState
	conn.OnFileMessage = p.receiveChunk
	conn.OnFilesWritable = p.files.SendChunks
	conn.OnFilesClosed = p.files.CutOff
	conn.MayOffer = p.env.hasServer
	conn.OnAttack = p.closeAttacked
	if err := conn.SetUp(p.env.settings, servers, p.isInitiator, p.sendNegotiation); err != nil {
		p.reportFailure()
		return
	}
	p.conn = conn
	p.files.UseChannel(conn.Files)
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
func (p *pair) sendNegotiation(m protocol.Message) {
	if p.conn != nil && p.conn.IsUsable() {
		p.conn.SendMessage(m)
		return
	}
	p.sendSealed(m)
}

// sendMessage sends any other message: never through the server once the data channel has opened.
func (p *pair) sendMessage(m protocol.Message) {
	switch {
	case p.isClosed:
	case isHeld(m) && (len(p.outbox.waiting) > 0 || !p.isReachable()):
		p.holdMessage(m)
	case p.wasOpen:
		p.conn.SendMessage(m)
	default:
		p.sendSealed(m)
	}
}

func (p *pair) sendSealed(m protocol.Message) { p.checkError(p.path.SendMessage(m)) }

// openPath opens the sealed path unless it is open.
func (p *pair) openPath() { p.checkError(p.path.Connect()) }

func (p *pair) checkError(err error) {
	if err != nil {
		p.closeAttacked(err.Error())
	}
}

// receiveText takes in what came over the data channel.
func (p *pair) receiveText(text []byte) {
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
func (p *pair) receiveChunk(m webrtc.DataChannelMessage) {
	if m.IsString {
		p.closeAttacked(string(protocol.ErrFiles))
		return
	}
	p.checkError(p.files.ReceiveChunk(m.Data))
}

func (p *pair) receiveSealed(m protocol.Message) {
	if protocol.IsDirectOnly(m) {
		p.closeAttacked("bad-message")
		return
	}
	p.receiveMessage(m)
}

func (p *pair) receiveMessage(m protocol.Message) {
	if p.isClosed {
		return
	}
	switch {
	case !protocol.IsNegotiation(m):
		p.tellCall(pairMessage{m})
	case p.isMember: // who is not admitted has nothing to negotiate
		p.receiveNegotiation(m)
	}
}

// maxEarly messages of a negotiation wait for the connection: descriptions and their candidates,
// said a few times.
const maxEarly = 256

func (p *pair) receiveNegotiation(m protocol.Message) {
	if p.conn == nil {
		if len(p.earlyMessages) < maxEarly {
			p.earlyMessages = append(p.earlyMessages, m)
		}
		return
	}
	if err := p.conn.HandleNegotiation(m); err != nil {
		p.closeAttacked("description")
	}
}

func (p *pair) channelOpened() {
	p.wasOpen = true
	p.path.DropWaiting(func(m protocol.Message) bool { return !protocol.IsNegotiation(m) })
	p.reportConnected()
	p.sendGreeting()
	p.tellCall(pairChannelOpen{})
}

// closeAttacked cuts the peer off: somebody tampered, or it broke the protocol.
func (p *pair) closeAttacked(code string) {
	if p.isClosed {
		return
	}
	p.close()
	p.tellCall(pairAttacked{code})
}

// isReachable says whether texts reach the peer without the server at this moment.
func (p *pair) isReachable() bool { return !p.isClosed && p.wasOpen && p.conn.IsUsable() }

// reopenPath opens the sealed path unless it is open or not needed.
func (p *pair) reopenPath() {
	if !p.isClosed && !p.isReachable() {
		p.openPath()
	}
}

func (p *pair) unsentBytes() uint64 {
	if p.conn == nil || p.isClosed {
		return 0
	}
	return p.conn.UnsentBytes()
}

func (p *pair) close() {
	if p.isClosed {
		return
	}
	p.isClosed = true
	p.outbox.waiting = nil
	p.files.CutOff()
	if p.conn != nil {
		p.conn.Close()
	}
}
