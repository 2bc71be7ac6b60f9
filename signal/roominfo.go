package signal

import (
	"cmp"
	"errors"
	"sort"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/rooms"
)

// What the server holds about rooms, for its operator. roominfo_test.go compares it with the
// server's memory.

var errNotErased = errors.New("the room could not be erased")

// recordInfo is what the disk holds of a room.
func recordInfo(store *rooms.Store, key rooms.Key, record rooms.Room) protocol.RoomInfo {
	return protocol.RoomInfo{
		Handle: key.Handle(), Expires: record.Expires.Unix(), Seats: record.Seats,
		Used: record.Used, Removal: record.Removal,
		HostKey: record.HostKey, Appointment: record.Appointment != rooms.Room{}.Appointment,
		Box: boxSize(store, key),
	}
}

// RecordInfos lists what the disk holds of rooms, in the order in which they expire.
func RecordInfos(store *rooms.Store, all map[rooms.Key]rooms.Room) []protocol.RoomInfo {
	infos := make([]protocol.RoomInfo, 0, len(all))
	for key, record := range all {
		infos = append(infos, recordInfo(store, key, record))
	}
	return sortInfos(infos)
}

func sortInfos(infos []protocol.RoomInfo) []protocol.RoomInfo {
	// Not by package slices, which would compile all of its sorting once more, for this type.
	sort.Slice(infos, func(i, j int) bool {
		a, b := infos[i], infos[j]
		return cmp.Or(cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.Handle, b.Handle)) < 0
	})
	return infos
}

// RoomInfos lists all rooms in the same order, without the people in them.
func (h *Hub) RoomInfos() ([]protocol.RoomInfo, error) {
	all, err := h.config.Store.ListRooms()
	if err != nil {
		return nil, err
	}
	infos := make([]protocol.RoomInfo, 0, len(all))
	h.mu.Lock()
	for key, l := range h.rooms {
		infos = append(infos, l.room.RoomInfo(key.Handle()))
		delete(all, key)
	}
	h.mu.Unlock()
	return sortInfos(append(infos, RecordInfos(h.config.Store, all)...)), nil
}

// RoomDetails says all that is held about the room of a handle, or about all rooms if that is
// empty, and about the people in it, with their addresses only if those are wanted. The error is
// [rooms.ErrGone] if there is no such room, or the store's.
func (h *Hub) RoomDetails(handle string, addresses bool) ([]protocol.RoomInfo, error) {
	all, err := h.listRooms()
	if err == nil && handle != "" {
		var key rooms.Key
		key, err = rooms.FindByHandle(all, handle)
		all = map[rooms.Key]rooms.Room{key: all[key]}
	}
	if err != nil {
		return nil, err
	}
	infos := make([]protocol.RoomInfo, 0, len(all))
	for key, record := range all {
		if info := h.roomDetails(key, record, addresses); info != nil {
			infos = append(infos, *info)
		}
	}
	if handle != "" && len(infos) == 0 { // it has gone meanwhile
		return nil, rooms.ErrGone
	}
	return sortInfos(infos), nil
}

// listRooms lists the rooms on disk and those in memory; of one whose record has expired under
// people, the record is zero.
func (h *Hub) listRooms() (map[rooms.Key]rooms.Room, error) {
	all, err := h.config.Store.ListRooms()
	h.mu.Lock()
	defer h.mu.Unlock()
	for key := range h.rooms {
		if _, isOnDisk := all[key]; !isOnDisk && err == nil {
			all[key] = rooms.Room{}
		}
	}
	return all, err
}

// roomDetails gives nil if the room has gone meanwhile.
func (h *Hub) roomDetails(key rooms.Key, record rooms.Room, addresses bool) *protocol.RoomInfo {
	h.mu.Lock()
	l := h.rooms[key]
	if l == nil {
		h.mu.Unlock()
		if record == (rooms.Room{}) {
			return nil
		}
		info := recordInfo(h.config.Store, key, record)
		return &info
	}
	info, roomTag := l.room.RoomInfo(key.Handle()), l.room.RelayTag()
	var peerTags []string
	l.room.EachPerson(func(p protocol.Person, at roomstate.ConnID, tag string) {
		if c := h.conns[at]; c != nil {
			p.Address, p.Created = c.conn.RemoteAddr().String(), c.created.Load()
		}
		info.People = append(info.People, p)
		peerTags = append(peerTags, tag)
	})
	h.mu.Unlock()
	for i := range info.People {
		p := &info.People[i]
		if p.Relay != nil {
			p.Relay.Allocations = h.relayAllocations(roomTag, peerTags[i])
		}
		if !addresses {
			hideAddresses(p)
		}
	}
	return &info
}

// hideAddresses takes the addresses of a person out.
func hideAddresses(p *protocol.Person) {
	p.Address = ""
	if p.Relay != nil {
		for i := range p.Relay.Allocations {
			p.Relay.Allocations[i].Address = ""
		}
	}
}

// EndRoom erases a room, and tells everybody in it that the operator has ended it; to whoever comes
// later it is gone like any other. It returns when no trace is left on disk. The error is
// [rooms.ErrGone] if there is no such room, or the store's.
func (h *Hub) EndRoom(handle string) error {
	all, err := h.listRooms()
	if err != nil {
		return err
	}
	key, err := rooms.FindByHandle(all, handle)
	if err != nil {
		return err
	}
	h.mu.Lock()
	l := h.rooms[key]
	if l == nil && all[key] == (rooms.Room{}) {
		h.mu.Unlock()
		return rooms.ErrGone
	}
	if l == nil {
		l = h.openRoom(key, all[key]) // so that nobody enters it meanwhile
	}
	if !l.room.IsEnding() {
		l.room.EndByOperator()
		h.applyEffects(l, time.Now())
	}
	h.awaitJobs(l)
	defer h.mu.Unlock()
	if !l.gone { // the store may say that it is, of a record that has expired
		return errNotErased
	}
	return nil
}
