package turnserver

import "time"

// room and member say who is alive. They and all they hold are under the lock of the exchange.
type room struct {
	tag         string
	members     map[string]*member // by the caller's name for the peer
	tags        map[string]*member // by tag
	allocations int
}

type member struct {
	tag         string
	room        *room
	allocations map[*allocation]struct{}
}

// Credentials makes a user name and password for a peer of a room and says when they expire. Room and peer count as alive
// from the first call until RemovePeer or CloseRoom; a peer that was removed gets a new tag, so that what it held before
// stays dead.
func (s *Server) Credentials(roomName, peer string) (username, pass string, expires time.Time) {
	x := s.exchange
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.rooms[roomName]
	if r == nil {
		r = &room{tag: randomTag(), members: make(map[string]*member), tags: make(map[string]*member)}
		x.rooms[roomName], x.tags[r.tag] = r, r
	}
	m := r.members[peer]
	if m == nil {
		m = &member{tag: randomTag(), room: r, allocations: make(map[*allocation]struct{})}
		r.members[peer], r.tags[m.tag] = m, m
	}
	expires = time.Now().Add(x.lifetime).Truncate(time.Second)
	username = userName(expires, r.tag, m.tag)
	return username, password(x.secret, username), expires
}

// RemovePeer ends a peer's allocations and makes its credentials worthless. An unknown peer is no error.
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

// identify finds the living member behind a user name. It does not look at a password. The caller holds the lock.
func (x *exchange) identify(username string) (m *member, expires time.Time) {
	expires, roomTag, peerTag, ok := parseUserName(username)
	if !ok || !time.Now().Before(expires) {
		return nil, time.Time{}
	}
	r := x.tags[roomTag]
	if r == nil {
		return nil, time.Time{}
	}
	return r.tags[peerTag], expires
}
