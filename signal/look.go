package signal

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// What the server holds about rooms, for its operator. look_test.go compares it with the server's
// memory; knows_test.go walks all that is there.

var errNotErased = errors.New("the room could not be erased")

// RoomInfo is one room.
type RoomInfo struct {
	Handle  string `json:"handle"`
	Expires int64  `json:"expires"` // seconds since 1970
	Seats   uint8  `json:"seats"`
	Used    bool   `json:"used"`
	// epoch of the newest roster that took somebody off
	Removal uint64       `json:"removal,omitzero"`
	HostKey protocol.Key `json:"hostKey"`
	Members int          `json:"members"`
	Waiting int          `json:"waiting"`
	// Only of a room that is in memory, because somebody is there or was a moment ago.
	HostConnected  bool   `json:"hostConnected,omitempty"` // has been reported
	GuestConnected bool   `json:"guestConnected,omitempty"`
	Epoch          uint64 `json:"epoch,omitzero"` // of the roster
	// since when no member has a connection, in seconds since 1970
	Empty  int64    `json:"empty,omitzero"`
	People []Person `json:"people,omitempty"`
}

// Person is somebody in a room, or at its door.
type Person struct {
	SID  protocol.SID  `json:"sid"`
	Key  protocol.Key  `json:"key"`
	Role protocol.Role `json:"role"`
	// since when there is no connection, in seconds since 1970
	Lost int64 `json:"lost,omitzero"`
	// the other end of the connection, IP:PORT, if addresses are wanted
	Address string `json:"address,omitempty"`
	// this room or another, over this connection
	Created bool                  `json:"created,omitempty"`
	Source  protocol.SourceCounts `json:"source"`
	// addresses in it are empty, unless they are wanted
	Relay *protocol.RelayReport `json:"relay,omitempty"`
}

// RecordInfo is what a record holds of a room.
func RecordInfo(key rooms.Key, record rooms.Room) RoomInfo {
	return RoomInfo{
		Handle: key.Handle(), Expires: record.Expires.Unix(), Seats: record.Seats,
		Used: record.Used, Removal: record.Removal,
		HostKey: record.HostKey,
	}
}

// RecordInfos lists what records hold of their rooms, those that expire first first.
func RecordInfos(all map[rooms.Key]rooms.Room) []RoomInfo {
	looks := make([]RoomInfo, 0, len(all))
	for key, record := range all {
		looks = append(looks, RecordInfo(key, record))
	}
	return sortInfos(looks)
}

func sortInfos(looks []RoomInfo) []RoomInfo {
	slices.SortFunc(looks, func(a, b RoomInfo) int {
		return cmp.Or(cmp.Compare(a.Expires, b.Expires),
			cmp.Compare(a.Handle, b.Handle))
	})
	return looks
}

// RoomInfos lists all rooms in the same order, without the people in them.
func (h *Hub) RoomInfos() ([]RoomInfo, error) {
	all, err := h.config.Store.ListRooms()
	if err != nil {
		return nil, err
	}
	looks := make([]RoomInfo, 0, len(all))
	h.mu.Lock()
	for key, l := range h.rooms {
		looks = append(looks, l.roomInfo())
		delete(all, key)
	}
	h.mu.Unlock()
	return sortInfos(append(looks, RecordInfos(all)...)), nil
}

// RoomDetails says all that is held about the room of a handle, or about all rooms if that is
// empty, and about the people in it, with their addresses only if those are wanted. The error is
// [rooms.ErrGone] if there is no such room, or the store's.
func (h *Hub) RoomDetails(handle string, addresses bool) ([]RoomInfo, error) {
	all, err := h.config.Store.ListRooms()
	if err == nil && handle != "" {
		var key rooms.Key
		key, err = rooms.FindByHandle(all, handle)
		all = map[rooms.Key]rooms.Room{key: all[key]}
	}
	if err != nil {
		return nil, err
	}
	looks := make([]RoomInfo, 0, len(all))
	for key, record := range all {
		looks = append(looks, h.roomDetails(key, record, addresses))
	}
	return sortInfos(looks), nil
}

func (h *Hub) roomDetails(key rooms.Key, record rooms.Room, addresses bool) RoomInfo {
	h.mu.Lock()
	l := h.rooms[key]
	if l == nil {
		h.mu.Unlock()
		return RecordInfo(key, record)
	}
	look, roomTag := l.roomInfo(), l.room.tag
	var peerTags []string
	for _, p := range l.room.peers {
		look.People = append(look.People, h.personInfo(&l.room, p))
		peerTags = append(peerTags, p.tag)
	}
	h.mu.Unlock()
	for i := range look.People {
		p := &look.People[i]
		if p.Relay != nil {
			p.Relay.Allocations = h.relayAllocations(roomTag, peerTags[i])
		}
		if !addresses {
			p.hideAddresses()
		}
	}
	return look
}

func (l *liveRoom) roomInfo() RoomInfo {
	r := &l.room
	look := RoomInfo{
		Handle: l.key.Handle(), Expires: r.expires.Unix(), Seats: r.seats, Used: r.used,
		Removal: r.removal, HostKey: r.hostKey,
		HostConnected: r.hostConnected, GuestConnected: r.guestConnected,
		Empty: unixOrZero(r.emptySince),
	}
	look.Members, look.Waiting = r.countPeople()
	if r.roster != nil {
		look.Epoch = r.roster.Epoch
	}
	return look
}

// personInfo needs the mutex.
func (h *Hub) personInfo(r *room, p *peer) Person {
	person := Person{SID: p.sid, Key: p.key, Role: p.currentRole(), Lost: unixOrZero(p.lostAt),
		Source: r.sourceCounts(p), Relay: p.relayReport()}
	if c := h.conns[p.connID]; c != nil {
		person.Address, person.Created = c.conn.RemoteAddr().String(), c.created.Load()
	}
	return person
}

// hideAddresses takes the addresses out.
func (p *Person) hideAddresses() {
	p.Address = ""
	if p.Relay != nil {
		for i := range p.Relay.Allocations {
			p.Relay.Allocations[i].Address = ""
		}
	}
}

// unixOrZero since 1970; 0 stands for no time.
func unixOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// EndRoom erases a room as if it had expired, and tells everybody in it that it is gone. It returns
// when no trace is left on disk. The error is [rooms.ErrGone] if there is no such room, or the
// store's.
func (h *Hub) EndRoom(handle string) error {
	all, err := h.config.Store.ListRooms()
	if err != nil {
		return err
	}
	key, err := rooms.FindByHandle(all, handle)
	if err != nil {
		return err
	}
	h.mu.Lock()
	l := h.rooms[key]
	if l == nil {
		l = h.openRoom(key, all[key]) // so that nobody enters it meanwhile
	}
	if !l.room.ending {
		l.room.startEnding()
		h.applyEffects(l, time.Now())
	}
	h.awaitJobs(l)
	h.mu.Unlock()
	if _, err := h.config.Store.Get(key); err == nil {
		return errNotErased
	}
	return nil
}
