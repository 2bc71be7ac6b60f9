package peer

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"einmal/internal/peer/groups"
	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/signalling"
	"einmal/internal/peer/taskqueue"
	"einmal/internal/peer/together"
	"einmal/internal/peer/transfer"
)

// farewellTime is how long the last words may take before the connections are closed.
const farewellTime = time.Second

// keepTime is how long the server may take to promise a host who leaves for now that the room stays.
const keepTime = 5 * time.Second

// defaultName is for those who give no name.
const defaultName = "einmal-peer"

// Call is one participant of a call. Its methods are safe for concurrent use.
type Call struct {
	link        Link
	options     Options
	room        protocol.RoomID
	key         ed25519.PrivateKey // fresh for this join
	rtcSettings rtc.Settings
	pairEnv     *pair.Env
	tasks       *taskqueue.Queue
	socket      *signalling.Client
	done        chan struct{} // closed when all is over and closed
	cancel      context.CancelFunc

	events *eventQueue

	// The rest belongs to the call's goroutine.
	sid             protocol.SID // zero before the first welcome
	seats           int
	roster          *protocol.Roster // the newest that holds
	uncheckedRoster *protocol.Roster // came before the host has shown its key
	names           *protocol.Names  // the host's newest list of names
	// epoch of the last that held, also under another sid: no older one ever does
	newestEpoch uint64
	// our own, or the one that the link pins and the host has proved
	hostKey      *protocol.PublicKey
	host         *protocol.SID // whom a knocker deals with
	relay        *protocol.Relay
	pairs        map[protocol.SID]*pair.Pair
	departed     map[protocol.SID]bool // said goodbye; a roster may name them a little longer
	handedOver   map[protocol.SID]bool // have become the host in this call, or been it before
	admission    *hostAdmission        // only the host has one
	ticket       protocol.Blob         // to come back with
	device       [32]byte              // a secret that is our device's for this call
	downloads    *transfer.DownloadDir
	state        protocol.State  // what is switched on, as we last said
	highestHand  uint32          // of all that we have seen
	lastFile     protocol.FileID // that was offered, to whomever
	together     *together.Together
	groups       *groups.Groups
	joined       bool
	wasMember    bool
	connected    bool          // the server was told that we have a direct connection
	endMessage   *protocol.End // the host's, until the server has confirmed it
	leavesForNow bool          // the host, who wants the room to stay
	roomStays    bool          // the server has promised it
	appointment  *protocol.Appointment
	serverEnd    string // the code with which the server closed for good
	over         bool
}

// Join enters the room of a link: as its host with a host link, else as a guest who knocks. It
// returns once the server is reached; the rest comes as events. The call ends with ctx, or by
// Leave, End or Close.
func Join(ctx context.Context, link Link, o Options) (*Call, error) {
	if o.Name == "" {
		o.Name = defaultName
	}
	if o.Name = protocol.ToLine(o.Name); !protocol.IsName(o.Name) ||
		!protocol.IsAtMost(protocol.MaxTopic, o.Topic) {
		return nil, errors.New("join: a name has at most 80 characters, at least one that can be " +
			"seen, a topic at most 200")
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	c := &Call{
		link: link, options: o, room: protocol.RoomID(link.RoomID()), key: key,
		tasks: taskqueue.New(), done: make(chan struct{}), events: newEventQueue(),
		pairs: map[protocol.SID]*pair.Pair{}, departed: map[protocol.SID]bool{},
		handedOver: map[protocol.SID]bool{},
	}
	_, _ = rand.Read(c.device[:]) // it never fails
	if c.rtcSettings, err = o.connectionSettings(link); err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	if link.IsHost() {
		host := seal.PublicKeyOf(link.Host)
		c.hostKey = &host
		c.admission = &hostAdmission{call: c, waiting: map[protocol.SID]*knocker{},
			names: map[protocol.SID]string{}, returns: newReturnTimes()}
	}
	if c.downloads, err = transfer.OpenDownloadDir(o.Files); err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	c.pairEnv, c.groups = c.newPairEnv(), c.newGroups()
	c.together = c.newTogether()
	conn, err := signalling.Dial(ctx, link.Origin, o.dialer())
	if err != nil {
		c.downloads.Close()
		return nil, err
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx)) // the farewell needs the socket
	c.cancel = cancel
	c.socket = &signalling.Client{
		Origin: link.Origin, Dialer: o.dialer(), Context: life, Tasks: c.tasks,
		NewJoin: c.newJoin, OnMessage: c.handleServerMessage, OnFrame: c.handleFrame,
		OnLost: c.handleServerLost, OnRecovered: func() { c.emitEvent(Event{Kind: ServerBack}) },
		OnClosed: c.handleServerClosed,
	}
	c.tasks.Enqueue(func() { c.socket.StartWith(conn) })
	if o.Network == nil {
		context.AfterFunc(life, rtc.WatchNetwork(func(change rtc.NetworkChange) {
			c.tasks.Enqueue(func() { c.handleNetworkChange(change) })
		}))
	}
	go c.runTasks(ctx)
	return c, nil
}

// runTasks is the loop of the call's goroutine.
func (c *Call) runTasks(ctx context.Context) {
	defer close(c.done)
	defer c.cancel()
	ended := ctx.Done()
	for {
		select {
		case <-ended:
			ended = nil
			c.leaveCall()
		case <-c.tasks.Wake:
		}
		for _, f := range c.tasks.TakeAll() {
			f()
			if c.over && c.pairs == nil {
				return
			}
		}
	}
}

// handleNetworkChange looks after what began at an address that is gone. The signalling comes
// first: without it no pair can negotiate.
func (c *Call) handleNetworkChange(change rtc.NetworkChange) {
	if c.over {
		return
	}
	c.socket.FollowNetwork(change.Has)
	for _, p := range c.pairs {
		if p.Conn != nil && !p.IsClosed {
			p.Conn.FollowNetwork(change)
		}
	}
}

// Next waits for the next event. The error is io.EOF after the last one, or the context's.
func (c *Call) Next(ctx context.Context) (Event, error) { return c.events.waitForNext(ctx) }

func (c *Call) emitEvent(e Event) { c.events.addEvent(e) }

// runAndWait runs f on the call's goroutine and waits for it, or for the end of the call.
func (c *Call) runAndWait(f func()) {
	ran := make(chan struct{})
	c.tasks.Enqueue(func() {
		if !c.over {
			f()
		}
		close(ran)
	})
	select {
	case <-ran:
	case <-c.done:
	}
}

func (c *Call) leaveCall() {
	if c.over {
		return
	}
	c.together.Recordings.EndOwn("stopped")
	c.broadcast(&protocol.Bye{})
	c.finish("left")
}

// finish ends the call, whatever the reason. Texts under way still go out before the connections
// close, and only then the server is told: it takes the relay away with the seat.
func (c *Call) finish(code string) {
	if c.over {
		return
	}
	c.together.Recordings.EndOwn("stopped")
	c.over = true
	c.emitEvent(Event{Kind: Over, Code: code})
	deadline := time.Now().Add(farewellTime)
	// later: the caller may still go through the pairs
	c.tasks.Enqueue(func() { c.farewell(deadline) })
}

func (c *Call) farewell(deadline time.Time) {
	unsent := uint64(0)
	for _, p := range c.pairs {
		unsent += p.UnsentBytes()
	}
	if unsent > 0 && time.Now().Before(deadline) {
		time.AfterFunc(10*time.Millisecond,
			func() { c.tasks.Enqueue(func() { c.farewell(deadline) }) })
		return
	}
	for _, p := range c.pairs {
		p.Close()
	}
	clear(c.pairs)
	c.downloads.Close()
	if c.leavesForNow {
		c.socket.Leave(&protocol.Leave{Keep: true}, keepTime, func(heard bool) {
			c.roomStays, c.pairs = heard, nil
		})
		return
	}
	// says nothing new to a server that knows that it is over
	c.socket.SendMessage(&protocol.Leave{})
	c.socket.Close()
	c.pairs = nil
}
