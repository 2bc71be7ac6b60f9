//go:build evil

package evil

// books is what the server knows of one room.
type books struct {
	clients  []*Client            // in the order of their first join
	rosters  []text               // that the host has signed, in order
	channels map[string]attemptID // by the sids of sender and receiver
	doubles  []*doppelganger
	expected []Expectation
	seen     int  // messages
	fired    int  // times that the attack did something
	leaks    int  // what a stranger was told
	mute     bool // what the real server closes stays open
}

// Expectation says whose client has to raise an alarm by now.
type Expectation struct {
	Key   string // the victim's, for this join
	About string // sid of the pair; empty if it is about the host's word
}

// Expected gives all alarms that have to be there.
func (s *Server) Expected() []Expectation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Expectation(nil), s.expected...)
}

// Fired says how often the attack has done something.
func (s *Server) Fired() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fired
}

// Seen counts the messages that came by.
func (s *Server) Seen() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// Leaks says how often a stranger was told something.
func (s *Server) Leaks() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaks
}

// expect notes that a client has to raise an alarm. The caller holds mu.
func (s *Server) expect(victim *Client, about string) {
	s.expected = append(s.expected, Expectation{victim.key, about})
}

// note keeps the server's books. The caller holds mu.
func (s *Server) note(m *Message) {
	for _, c := range s.clients {
		if c.wire == m.wire {
			m.Client = c
		}
	}
	if m.Binary {
		if m.isFrame(transport) {
			s.channels[m.sender()+m.Client.sid] = m.attempt()
		}
		return
	}
	switch t := parse(m.Data); t.word("kind") {
	case "join":
		m.Client = s.known(t.word("key"))
		m.Client.wire, m.Client.host = m.wire, t["hostSignature"] != nil
	case "welcome":
		if m.Client != nil && !m.Up {
			m.Client.sid = t.word("sid")
		}
	case "roster":
		if m.Up {
			s.rosters = append(s.rosters, t)
		}
	}
}

func (s *Server) known(key string) *Client {
	for _, c := range s.clients {
		if c.key == key {
			return c
		}
	}
	c := &Client{key: key}
	s.clients = append(s.clients, c)
	return c
}

func (s *Server) bySID(sid string) *Client {
	for _, c := range s.clients {
		if c.sid == sid {
			return c
		}
	}
	return nil
}

// guests, in the order of their coming.
func (s *Server) guests() (guests []*Client) {
	for _, c := range s.clients {
		if !c.host {
			guests = append(guests, c)
		}
	}
	return guests
}
