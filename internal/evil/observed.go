//go:build evil

package evil

// observed is what the server has seen of one room.
type observed struct {
	clients   []*Client            // in the order of their first join
	rosters   []jsonMessage        // that the host has signed, in order
	channels  map[string]attemptID // by the sids of sender and receiver
	mitmSides []*mitmSide
	expected  []Expectation
	messages  int
	fired     int  // times that the attack did something
	leaks     int  // times that a stranger was told something
	keepsOpen bool // connections that the real server closes
}

// Expectation says who must have raised an alarm by now.
type Expectation struct {
	Key   string // the victim's, for this join
	About string // sid of the pair; empty if it is about the host's word
}

// ExpectedAlarms gives all alarms that must have been raised.
func (s *Server) ExpectedAlarms() []Expectation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Expectation(nil), s.expected...)
}

// TimesFired says how often the attack has done something.
func (s *Server) TimesFired() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fired
}

// MessagesSeen says how many messages have passed.
func (s *Server) MessagesSeen() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.messages
}

// TimesLeaked says how often a stranger was told something.
func (s *Server) TimesLeaked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaks
}

// expectAlarm notes that a client must raise an alarm. The caller holds mu.
func (s *Server) expectAlarm(victim *Client, about string) {
	s.expected = append(s.expected, Expectation{victim.key, about})
}

// observe notes what a message shows, and whose it is. The caller holds mu.
func (s *Server) observe(m *Message) {
	for _, c := range s.clients {
		if c.conn == m.conn {
			m.Client = c
		}
	}
	if m.Binary {
		if m.isFrame(transport) {
			s.channels[m.senderSID()+m.Client.sid] = m.attempt()
		}
		return
	}
	switch t := parseText(m.Data); t.stringField("kind") {
	case "join":
		m.Client = s.clientByKey(t.stringField("key"))
		m.Client.conn, m.Client.isHost = m.conn, t["hostSignature"] != nil
	case "welcome":
		if m.Client != nil && !m.Up {
			m.Client.sid = t.stringField("sid")
		}
	case "roster":
		if m.Up {
			s.rosters = append(s.rosters, t)
		}
	}
}

func (s *Server) clientByKey(key string) *Client {
	for _, c := range s.clients {
		if c.key == key {
			return c
		}
	}
	c := &Client{key: key}
	s.clients = append(s.clients, c)
	return c
}

func (s *Server) clientBySID(sid string) *Client {
	for _, c := range s.clients {
		if c.sid == sid {
			return c
		}
	}
	return nil
}

// guests gives the guests in the order in which they came.
func (s *Server) guests() (guests []*Client) {
	for _, c := range s.clients {
		if !c.isHost {
			guests = append(guests, c)
		}
	}
	return guests
}
