package peer

import (
	"crypto/ed25519"
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
	member      bool // the peer stands in the roster
	isInitiator bool // we come after the peer in the roster, or knock
	path        *seal.Path
	conn        *rtc.Connection // nil before both are members and the relay is known
	name        string
	topic       string
	safety      *seal.SafetyExchange
	code        *seal.SafetyCode // nil before it is made
	client      *protocol.Build  // what the peer runs; nil before it has said so
	files       *transfer.Exchange

	early    []protocol.Message // of the negotiation, before there is a connection
	held     held
	opened   bool // the sealed path has been, before
	direct   bool // the data channel has been, and its certificate was the announced one
	reported bool // Connected is the last that was said of the connection
	absent   bool // the server says that it is gone, and it cannot be reached
	closed   bool
	silence  *time.Timer // of the sealed path's current attempt
}

// pairEnv is what all pairs of a call have in common, and what they ask of it.
type pairEnv struct {
	tasks     *taskqueue.Queue // of the call's goroutine
	room      protocol.RoomID
	psk       []byte             // of the room
	key       ed25519.PrivateKey // of this join
	hostKey   ed25519.PrivateKey // nil unless we are the host
	settings  rtc.Settings
	downloads *transfer.DownloadDir

	sendFrame func(to protocol.SID, body []byte) // through the server; it may get lost
	hasServer func() bool
	isOver    func() bool // the call is
	// expect says what the peer has to prove at this moment: rosters change.
	expect  func(*pair) seal.Expectation
	onEvent func(*pair, pairEvent)
}

// newPair makes the pair of us, under the sid own, with the peer.
func newPair(env *pairEnv, own, peer protocol.SID, isHost, isInitiator bool) *pair {
	p := &pair{env: env, sid: peer, isHost: isHost, isInitiator: isInitiator}
	p.path = &seal.Path{
		Ids:         seal.ChannelIDs{Psk: env.psk, Room: env.room, Self: own, Peer: peer},
		IsInitiator: isInitiator,
		SendBody:    func(body []byte) { env.sendFrame(peer, body) },
		NewProof:    func(h []byte) *protocol.Auth { return seal.NewAuth(h, env.key, env.hostKey) },
		IsProof:     func(h []byte, m *protocol.Auth) bool { return env.expect(p).IsMetBy(h, m) },
		Opened:      func(m *protocol.Auth) { p.sealed(m) },
		Received:    func(m protocol.Message) { p.receiveSealed(m) },
		RunAfter:    p.after,
	}
	p.safety = seal.NewSafetyExchange(own, peer, p.path.HandshakeHash)
	p.files = transfer.NewExchange(env.downloads,
		func(m protocol.Message) { p.conn.SendMessage(m) }, // files are spoken of nowhere else
		func(what transfer.Outcome, f *transfer.File, code string) {
			p.emit(pairFile{what, f, code})
		})
	return p
}

func (p *pair) emit(e pairEvent) { p.env.onEvent(p, e) }

// after runs f on the call's goroutine later, if the sealed path is needed then, in place of what
// was to run before: whoever begins attempts without end leaves one timer here.
func (p *pair) after(pause time.Duration, f func() error) {
	if p.silence != nil {
		p.silence.Stop()
	}
	p.silence = time.AfterFunc(pause, func() {
		p.env.tasks.Enqueue(func() {
			if !p.closed && !p.live() && !p.env.isOver() {
				p.expectNoError(f())
			}
		})
	})
}

// frame takes in what came through the server.
func (p *pair) frame(body []byte) {
	if p.closed {
		return
	}
	p.expectNoError(p.path.ReceiveBody(body))
}

// sealed: the peer has proved who it is.
func (p *pair) sealed(m *protocol.Auth) {
	p.emit(pairAuthenticated{m})
	p.early = nil // of a path that is no more
	if p.opened && p.conn != nil {
		// new ones replace them
		p.path.DropWaiting(protocol.IsNegotiation)
		p.conn.ResumeNegotiation()
	}
	p.opened = true
}

// start begins the direct connection: both are members, and the relay is known.
func (p *pair) start(servers []webrtc.ICEServer) {
	if p.conn != nil || p.closed {
		return
	}
	conn := &rtc.Connection{}
	conn.Post = func(f func()) {
		p.env.tasks.Enqueue(func() {
			if p.conn == conn && !p.closed {
				f()
			}
		})
	}
	conn.OnOpen = p.channelOpened
	conn.OnText = p.text
	conn.OnStateChange = p.changed
	conn.OnFileMessage = p.chunk
	conn.OnFilesWritable = p.files.SendChunks
	conn.OnFilesClosed = p.files.CutOff
	conn.MayOffer = p.env.hasServer
	conn.OnAttack = p.alarm
	if err := conn.SetUp(p.env.settings, servers, p.isInitiator, p.signal); err != nil {
		p.problem()
		return
	}
	p.conn = conn
	p.files.UseChannel(conn.Files)
	if err := conn.StartNegotiation(); err != nil {
		p.problem()
	}
	early := p.early
	p.early = nil
	for _, m := range early {
		p.negotiate(m)
	}
}

// signal sends a message of the negotiation: directly if it gets there, else sealed through the
// server.
func (p *pair) signal(m protocol.Message) {
	if p.conn != nil && p.conn.IsUsable() {
		p.conn.SendMessage(m)
		return
	}
	p.saySealed(m)
}

// say sends any other message: never through the server once the data channel has opened.
func (p *pair) say(m protocol.Message) {
	switch {
	case p.closed:
	case isHeld(m) && (len(p.held.lines) > 0 || !p.live()):
		p.hold(m)
	case p.direct:
		p.conn.SendMessage(m)
	default:
		p.saySealed(m)
	}
}

func (p *pair) saySealed(m protocol.Message) { p.expectNoError(p.path.SendMessage(m)) }

// connect opens the sealed path unless it is open.
func (p *pair) connect() { p.expectNoError(p.path.Connect()) }

func (p *pair) expectNoError(err error) {
	if err != nil {
		p.alarm(err.Error())
	}
}

// text takes in what came over the data channel.
func (p *pair) text(text []byte) {
	m, err := protocol.Decode(text, protocol.BetweenPeers)
	if _, isAuth := m.(*protocol.Auth); err != nil || isAuth {
		p.alarm("bad-message")
		return
	}
	if protocol.IsDirectOnly(m) {
		p.receiveDirect(m)
	} else {
		p.receive(m)
	}
}

// chunk takes in what came over the channel for files.
func (p *pair) chunk(m webrtc.DataChannelMessage) {
	if m.IsString {
		p.alarm(string(protocol.ErrFiles))
		return
	}
	p.expectNoError(p.files.ReceiveChunk(m.Data))
}

func (p *pair) receiveSealed(m protocol.Message) {
	if protocol.IsDirectOnly(m) {
		p.alarm("bad-message")
		return
	}
	p.receive(m)
}

func (p *pair) receive(m protocol.Message) {
	if p.closed {
		return
	}
	switch {
	case !protocol.IsNegotiation(m):
		p.emit(pairMessage{m})
	case p.member: // who is not admitted has nothing to negotiate
		p.negotiate(m)
	}
}

// maxEarly messages of a negotiation wait for the connection: descriptions and their candidates,
// said a few times.
const maxEarly = 256

func (p *pair) negotiate(m protocol.Message) {
	if p.conn == nil {
		if len(p.early) < maxEarly {
			p.early = append(p.early, m)
		}
		return
	}
	if err := p.conn.HandleNegotiation(m); err != nil {
		p.alarm("description")
	}
}

func (p *pair) channelOpened() {
	p.direct = true
	p.path.DropWaiting(func(m protocol.Message) bool { return !protocol.IsNegotiation(m) })
	p.report()
	p.greet()
	p.emit(pairOpen{})
}

// alarm cuts the peer off: somebody tampered, or it broke the protocol.
func (p *pair) alarm(code string) {
	if p.closed {
		return
	}
	p.close()
	p.emit(pairAttacked{code})
}

// live says whether texts reach the peer without the server at this moment.
func (p *pair) live() bool { return !p.closed && p.direct && p.conn.IsUsable() }

// reconnect opens the sealed path unless it is open or not needed.
func (p *pair) reconnect() {
	if !p.closed && !p.live() {
		p.connect()
	}
}

func (p *pair) unsent() uint64 {
	if p.conn == nil || p.closed {
		return 0
	}
	return p.conn.UnsentBytes()
}

func (p *pair) close() {
	if p.closed {
		return
	}
	p.closed = true
	p.held.lines = nil
	p.files.CutOff()
	if p.conn != nil {
		p.conn.Close()
	}
}
