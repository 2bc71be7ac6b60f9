package turnserver

import (
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/ratelimit"
)

// room and member are those who may use the relay now. They and all they hold are under table.mu.
type room struct {
	tag             string
	members         map[string]*member // by the caller's name for the peer
	tags            map[string]*member // by tag
	allocations     int
	bandwidthBucket *ratelimit.Bucket // for what is relayed in a second
	trafficBucket   *ratelimit.Bucket // and in a day
}

type member struct {
	tag           string
	room          *room
	allocations   map[*allocation]struct{}
	requestBucket *ratelimit.Bucket // how many it may send
	// until then none of its allocations gives way, in the table's time
	noneUnusedUntil int64
	release         *time.Timer // the second one of ReleaseSilent; nil if there never was one
	retired         bool        // it is removed
}

// forgetRoom ends a room. The caller holds the lock.
func (t *allocationTable) forgetRoom(r *room) {
	delete(t.tags, r.tag)
	for _, m := range r.members {
		t.retireMember(m)
	}
}

// retireMember ends a member. The caller holds the lock.
func (t *allocationTable) retireMember(m *member) {
	delete(m.room.tags, m.tag)
	if m.retired = true; m.release != nil {
		m.release.Stop()
	}
	for a := range m.allocations {
		t.endAllocation(a)
	}
}

func (t *allocationTable) addRoom(name, tag string) *room {
	r := &room{
		tag: tag, members: make(map[string]*member), tags: make(map[string]*member),
		bandwidthBucket: t.buckets.BucketFor("second", tag, ""),
		trafficBucket:   t.buckets.BucketFor("day", tag, ""),
	}
	t.rooms[name], t.tags[tag] = r, r
	return r
}

func (t *allocationTable) addMember(r *room, peer, tag string) *member {
	m := &member{
		tag: tag, room: r, allocations: make(map[*allocation]struct{}),
		requestBucket: t.buckets.BucketFor("pace", r.tag, tag),
	}
	r.members[peer], r.tags[tag] = m, m
	return m
}

// identity is what a user name says. Room and member are nil if the table does not have them yet,
// which only a relay with AnyRoom allows.
type identity struct {
	roomTag, peerTag string
	room             *room
	member           *member
	expires          time.Time
}

// identify finds the member of an unexpired user name. It checks no password. The caller holds the
// lock.
func (t *allocationTable) identify(username string) (who identity, ok bool) {
	who.expires, who.roomTag, who.peerTag, ok = auth.ParseUsername(username)
	if !ok || !time.Now().Before(who.expires) {
		return who, false
	}
	if who.room = t.tags[who.roomTag]; who.room != nil {
		who.member = who.room.tags[who.peerTag]
	}
	return who, who.member != nil || t.anyRoom
}

// findOrAddMember returns the member. On a relay with AnyRoom it is added here, with its first
// allocation. The caller holds the lock.
func (t *allocationTable) findOrAddMember(who identity) *member {
	if who.room == nil {
		who.room = t.addRoom(who.roomTag, who.roomTag)
	}
	if who.member == nil {
		who.member = t.addMember(who.room, who.peerTag, who.peerTag)
	}
	return who.member
}

// forgetIdleMember removes a member that came with its first allocation and has lost its last. The
// caller holds the lock.
func (t *allocationTable) forgetIdleMember(m *member) {
	if len(m.allocations) > 0 {
		return
	}
	delete(m.room.members, m.tag)
	delete(m.room.tags, m.tag)
	if len(m.room.members) == 0 {
		delete(t.rooms, m.room.tag)
		delete(t.tags, m.room.tag)
	}
}
