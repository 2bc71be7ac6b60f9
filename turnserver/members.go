package turnserver

import "time"

// room and member say who is alive. They and all they hold are under the lock of the exchange.
type room struct {
	tag         string
	members     map[string]*member // by the caller's name for the peer
	tags        map[string]*member // by tag
	allocations int
	budget      *budget // for what is relayed in a second
	traffic     *budget // and in a day
}

type member struct {
	tag         string
	room        *room
	allocations map[*allocation]struct{}
	pace        *budget // of its requests
	crowded     int64   // until then none of them gives way, in the exchange's time
}

// Credentials makes a user name and password for a peer of a room and says when they expire. Room
// and peer count as alive from the first call until RemovePeer or CloseRoom; a peer that was
// removed gets a new tag, so that what it held before stays dead.
func (s *Server) Credentials(roomName, peer string) (username, pass string, expires time.Time) {
	x := s.exchange
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.rooms[roomName]
	if r == nil {
		r = x.addRoom(roomName, randomTag())
	}
	m := r.members[peer]
	if m == nil {
		m = x.addMember(r, peer, randomTag())
	}
	expires = time.Now().Add(x.lifetime).Truncate(time.Second)
	username = userName(expires, r.tag, m.tag)
	return username, password(x.secret, username), expires
}

// RemovePeer ends a peer's allocations and makes its credentials worthless. An unknown peer is no
// error.
func (s *Server) RemovePeer(roomName, peer string) {
	x := s.exchange
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.rooms[roomName]
	if r == nil {
		return
	}
	if m := r.members[peer]; m != nil {
		delete(r.members, peer)
		x.retire(m)
	}
}

// CloseRoom ends all allocations of a room and forgets it. An unknown room is no error.
func (s *Server) CloseRoom(roomName string) {
	x := s.exchange
	x.mu.Lock()
	defer x.mu.Unlock()
	if r := x.rooms[roomName]; r != nil {
		delete(x.rooms, roomName)
		x.forget(r)
	}
}

// forget ends a room. The caller holds the lock.
func (x *exchange) forget(r *room) {
	delete(x.tags, r.tag)
	for _, m := range r.members {
		x.retire(m)
	}
}

// retire ends a member. The caller holds the lock.
func (x *exchange) retire(m *member) {
	delete(m.room.tags, m.tag)
	for a := range m.allocations {
		x.end(a)
	}
}

func (x *exchange) addRoom(name, tag string) *room {
	r := &room{
		tag: tag, members: make(map[string]*member), tags: make(map[string]*member),
		budget:  x.budgets.of(place{"second", tag, ""}),
		traffic: x.budgets.of(place{"day", tag, ""}),
	}
	x.rooms[name], x.tags[tag] = r, r
	return r
}

func (x *exchange) addMember(r *room, peer, tag string) *member {
	m := &member{
		tag: tag, room: r, allocations: make(map[*allocation]struct{}),
		pace: x.budgets.of(place{"pace", r.tag, tag}),
	}
	r.members[peer], r.tags[tag] = m, m
	return m
}

// identity is what a user name says. Room and member are nil if they are not here yet, which only a
// relay for any room allows.
type identity struct {
	roomTag, peerTag string
	room             *room
	member           *member
	expires          time.Time
}

// identify finds whom an unexpired user name is about. It does not look at a password. The caller
// holds the lock.
func (x *exchange) identify(username string) (who identity, ok bool) {
	who.expires, who.roomTag, who.peerTag, ok = parseUserName(username)
	if !ok || !time.Now().Before(who.expires) {
		return who, false
	}
	if who.room = x.tags[who.roomTag]; who.room != nil {
		who.member = who.room.tags[who.peerTag]
	}
	return who, who.member != nil || x.anyRoom
}

// enter returns the member, who comes with its first allocation if the relay is for any room. The
// caller holds the lock.
func (x *exchange) enter(who identity) *member {
	if who.room == nil {
		who.room = x.addRoom(who.roomTag, who.roomTag)
	}
	if who.member == nil {
		who.member = x.addMember(who.room, who.peerTag, who.peerTag)
	}
	return who.member
}

// tidy lets a member go that came with its first allocation and has lost the last. The caller holds
// the lock.
func (x *exchange) tidy(m *member) {
	if len(m.allocations) > 0 {
		return
	}
	delete(m.room.members, m.tag)
	delete(m.room.tags, m.tag)
	if len(m.room.members) == 0 {
		delete(x.rooms, m.room.tag)
		delete(x.tags, m.room.tag)
	}
}
