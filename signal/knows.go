package signal

// What the server holds at this moment, for the person it is about (docs/protocol.md, 3.3). Nothing
// is collected for it: each field is read from what is there anyway. knows_test.go walks all that
// is there, so that a new field is told, or stands in a list with the reason why not.

// maxTold is how many relayed addresses an answer names, so that it fits into a message. Browsers
// make a few dozen.
const maxTold = 256

type (
	// Ask is a client's question what the server holds about it.
	Ask struct{}
	// Knows is the answer. Used, Removal, Connected, Members and Waiting are for members and the
	// host: a knocker learns of nobody.
	Knows struct {
		Address string `json:"address"` // the other end of this connection, IP:PORT
		Source  Source `json:"source"`
		Created bool   `json:"created"` // a room, over this connection
		SID     SID    `json:"sid"`
		Key     Key    `json:"key"`
		Role    Role   `json:"role"`
		Handle  string `json:"handle"` // names the room to the operator
		Seats   uint8  `json:"seats"`
		Expires int64  `json:"expires"` // seconds since 1970
		HostKey Key    `json:"hostKey"`
		Used    *bool  `json:"used,omitempty"`
		// epoch of the newest roster that took somebody off, if one did
		Removal *uint64 `json:"removal,omitempty"`
		// the host, or some guest, whichever one is, has said so
		Connected *bool      `json:"connected,omitempty"`
		Members   *int       `json:"members,omitempty"`
		Waiting   *int       `json:"waiting,omitempty"`
		Relay     *HeldRelay `json:"relay,omitempty"` // once there are credentials
	}
	// Source is what is counted of one network address, or IPv6 /64.
	Source struct {
		Sockets  int   `json:"sockets"`  // open now
		Attempts int   `json:"attempts"` // creates and joins, in the minute that began at Since
		Since    int64 `json:"since"`    // seconds since 1970
		Creates  int   `json:"creates"`  // in an hour, where creating takes work
		// on this room; those of more than a minute ago go with the next
		Knocks int `json:"knocks"`
	}
	// HeldRelay is what the relay in this process holds about a peer.
	HeldRelay struct {
		// when the next credentials come, in seconds since 1970
		Renew       *int64       `json:"renew,omitempty"`
		Allocations []Allocation `json:"allocations,omitempty"` // at least one
	}
	// Allocation is one relayed address.
	Allocation struct {
		Transport string `json:"transport"` // udp, tcp or tls
		Address   string `json:"address"`   // of the client, as the relay sees it, IP:PORT
		Relayed   string `json:"relayed"`   // IP:PORT
		Until     int64  `json:"until"`     // seconds since 1970
		Permitted bool   `json:"permitted"` // others of the room may send to it
		Channels  int    `json:"channels"`  // bound to relayed addresses of others
		Sent      int64  `json:"sent"`      // when its client last sent data
	}
)

func (*Ask) kind() string   { return "knows" }
func (*Knows) kind() string { return "knows" }

// knows answers a client that has joined.
func (c *conn) knows() Code {
	if c.live == nil {
		return codeWrongState
	}
	var m *Knows
	var roomTag, peerTag string
	c.hub.act(c.live, func(r *room) Code {
		if p := r.at(c.id); p != nil && !r.ending {
			m = r.known(p, c.live.key.Handle())
			roomTag, peerTag = r.tag, p.tag
		}
		return ""
	})
	if m == nil { // just removed, or the room is over: the last word is on its way
		return ""
	}
	m.Address, m.Created = c.ws.RemoteAddr().String(), c.made.Load()
	if m.Relay != nil {
		m.Relay.Allocations = c.hub.allocations(roomTag, peerTag)
	}
	c.say(m)
	c.spend(rate) // more often than once a second is slowed down, after a while
	return ""
}

// known is what the room holds about a peer, for this peer. The caller adds what the connection and
// the relay hold.
func (r *room) known(p *peer, handle string) *Knows {
	m := &Knows{
		Source: r.sourceOf(p), SID: p.sid, Key: p.key, Role: p.role(),
		Handle: handle, Seats: r.seats, Expires: r.expires.Unix(), HostKey: r.hostKey,
	}
	m.Relay = p.relay()
	if r.inside(p) {
		connected := r.guestConnected
		if p.host {
			connected = r.hostConnected
		}
		used := r.used
		members, waiting := r.count()
		m.Used, m.Connected, m.Members, m.Waiting = &used, &connected, &members, &waiting
		if removal := r.removal; removal > 0 {
			m.Removal = &removal
		}
	}
	return m
}

// relay begins what the relay holds; nil before there are credentials.
func (p *peer) relay() *HeldRelay {
	if p.tag == "" {
		return nil
	}
	held := &HeldRelay{}
	if !p.renew.IsZero() {
		renew := p.renew.Unix()
		held.Renew = &renew
	}
	return held
}

// count says how many are in the call and how many wait.
func (r *room) count() (members, waiting int) {
	for _, p := range r.peers {
		if p.knocker() {
			waiting++
		} else {
			members++
		}
	}
	return members, waiting
}

// sourceOf gives the counts of where a peer comes from; all are 0 of one that only a roster has
// named.
func (r *room) sourceOf(p *peer) Source {
	if p.from == nil {
		return Source{}
	}
	p.from.limiter.mu.Lock()
	defer p.from.limiter.mu.Unlock()
	s := Source{Sockets: p.from.sockets, Attempts: p.from.attempts, Since: p.from.minute.Unix(),
		Creates: p.from.creates}
	for _, k := range r.knocks {
		if k.from == p.from {
			s.Knocks++
		}
	}
	return s
}

// allocations asks the relay.
func (h *Hub) allocations(roomTag, peerTag string) []Allocation {
	if h.config.Relay.Allocations == nil {
		return nil
	}
	held := h.config.Relay.Allocations(roomTag, peerTag)
	return held[:min(len(held), maxTold)]
}
