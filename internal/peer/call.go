package peer

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/transport/v4"
	"github.com/pion/webrtc/v4"
)

// farewellTime is how long the last words may take before the connections are closed.
const farewellTime = time.Second

// nameless is what somebody is called who has no name.
const nameless = "einmal-peer"

// Options of a call. The zero value is a guest without a name that sends nothing.
type Options struct {
	Name  string // at most 80 characters; what cannot be seen in it is left out
	Topic string // of the call, said by the host; at most 200 characters
	Media Media
	// Admit decides on a knock, for a host. Nil leaves all to Call.Admit and Call.Deny.
	Admit func(name string) Decision
	// RelayOnly hides our addresses from the others.
	RelayOnly bool
	// RelayTransport limits the relay's addresses to "udp", "tcp" or "tls"; empty: all.
	RelayTransport string
	// LoopbackOnly sends nothing beyond this machine.
	LoopbackOnly bool
	// Files is the directory for files that the others send; empty: none are taken.
	Files string
	// Source is the address that the signalling comes from; the zero value leaves it to the system.
	Source netip.Addr
	// Network stands in for the system's; nil is that.
	Network *Network
}

// Network is how a call reaches others.
type Network struct {
	Dial    func(ctx context.Context, network, address string) (net.Conn, error) // to the server
	Packets transport.Net                                                        // to the others
}

// Decision is what becomes of a knock.
type Decision int

const (
	Wait Decision = iota
	Admit
	Deny
)

// Call is one participant of a call. Its methods are safe for concurrent use.
type Call struct {
	link    Link
	options Options
	room    roomID
	key     ed25519.PrivateKey // fresh for this join
	pion    settings
	box     *mailbox
	socket  *socket
	done    chan struct{} // closed when all is over and closed
	cancel  context.CancelFunc

	eventsMu   sync.Mutex // guards the next two
	events     []Event
	eventsOver bool
	eventsWake chan struct{}

	// The rest belongs to the call's goroutine.
	sid       SID // zero before the first welcome
	seats     int
	roster    *rosterMessage // the newest that holds
	unchecked *rosterMessage // came before the host has shown its key
	named     *namesMessage  // the newest word of the host on who is called what
	// epoch of the last that held, also under another sid: no older one ever does
	newest    uint64
	hostKey   *publicKey // our own, or the one that the link pins and the host has proved
	host      *SID       // whom a knocker deals with
	relay     *relayMessage
	pairs     map[SID]*pair
	departed  map[SID]bool // said good-bye; a roster may name them a little longer
	desk      *desk        // only the host has one
	ticket    blob         // to come back with
	shelf     *shelf
	lastFile  fileID // that was offered, to whomever
	joined    bool
	wasMember bool
	connected bool        // has been said to the server
	ending    *endMessage // the host's, until the server has confirmed it
	serverEnd string      // the code with which the server closed for good
	over      bool
}

// Join enters the room of a link: as its host with a host link, else as a guest who knocks. It
// returns once the server is reached; the rest comes as events. The call ends with ctx, or by
// Leave, End or Close.
func Join(ctx context.Context, link Link, o Options) (*Call, error) {
	if o.Name == "" {
		o.Name = nameless
	}
	if o.Name = toLine(o.Name); !isName(o.Name) || !isAtMost(maxTopic, o.Topic) {
		return nil, errors.New("join: a name has at most 80 characters, at least one that can be " +
			"seen, a topic at most 200")
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	c := &Call{
		link: link, options: o, room: roomID(link.RoomID()), key: key,
		box: newMailbox(), done: make(chan struct{}), eventsWake: make(chan struct{}, 1),
		pairs: map[SID]*pair{}, departed: map[SID]bool{},
	}
	if c.pion, err = newSettings(link, o); err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	if link.IsHost() {
		host := publicOf(link.Host)
		c.hostKey = &host
		c.desk = &desk{call: c, waiting: map[SID]*knocker{}, names: map[SID]string{},
			returns: map[publicKey]int{}}
	}
	if c.shelf, err = openShelf(o.Files); err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	conn, err := dial(ctx, link.Origin, o.dialer())
	if err != nil {
		c.shelf.close()
		return nil, err
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx)) // the farewell needs the socket
	c.cancel = cancel
	c.socket = &socket{
		origin: link.Origin, dialer: o.dialer(), ctx: life, box: c.box,
		answer: c.join, received: c.receive, frame: c.frame,
		lost: c.lost, found: func() { c.emit(Event{Kind: ServerBack}) }, closed: c.closed,
	}
	c.box.post(func() { c.socket.use(conn) })
	go c.run(ctx)
	return c, nil
}

func newSettings(link Link, o Options) (settings, error) {
	s := settings{kind: link.Kind, media: o.Media, relayOnly: o.RelayOnly}
	var engine webrtc.SettingEngine
	engine.SetICETimeouts(quietTime, lostTime, keepTime)
	engine.SetSCTPRTOMax(resendTime)
	engine.SetRelayAcceptanceMinWait(relayPatience)
	if o.RelayOnly {
		engine.SetRelayAcceptanceMinWait(0) // there is nothing better to wait for
	}
	if o.LoopbackOnly {
		engine.SetIPFilter(net.IP.IsLoopback)
		engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	}
	if o.Network != nil {
		engine.SetNet(o.Network.Packets)
		engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	}
	engine.SetIncludeLoopbackCandidate(o.LoopbackOnly || isLocal(link.Origin))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return s, err
	}
	certificate, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return s, err
	}
	s.certificate = *certificate
	s.api, err = newAPI(engine)
	return s, err
}

// run is the call's goroutine.
func (c *Call) run(ctx context.Context) {
	defer close(c.done)
	defer c.cancel()
	ended := ctx.Done()
	for {
		select {
		case <-ended:
			ended = nil
			c.leave()
		case <-c.box.wake:
		}
		for _, f := range c.box.take() {
			f()
			if c.over && c.pairs == nil {
				return
			}
		}
	}
}

// do runs f on the call's goroutine and waits for it, or for the end of the call.
func (c *Call) do(f func()) {
	ran := make(chan struct{})
	c.box.post(func() {
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

// finish is the way out, whatever the reason. What was said still goes out before the connections
// close, and only then the server hears the last word: it takes the relay away with the seat.
func (c *Call) finish(code string) {
	if c.over {
		return
	}
	c.over = true
	c.emit(Event{Kind: Over, Code: code})
	deadline := time.Now().Add(farewellTime)
	c.box.post(func() { c.farewell(deadline) }) // later: the caller may still go through the pairs
}

func (c *Call) farewell(deadline time.Time) {
	unsent := uint64(0)
	for _, p := range c.pairs {
		unsent += p.unsent()
	}
	if unsent > 0 && time.Now().Before(deadline) {
		time.AfterFunc(10*time.Millisecond, func() { c.box.post(func() { c.farewell(deadline) }) })
		return
	}
	for _, p := range c.pairs {
		p.close()
	}
	c.pairs = nil
	c.shelf.close()
	c.socket.send(&leaveMessage{}) // says nothing new to a server that knows that it is over
	c.socket.close()
}

func isLocal(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
