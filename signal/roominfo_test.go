package signal

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// looked is a call of two, with a host who made the room over the same connection, and with a
// knocker at the door.
func looked(t *testing.T) (r *testServer, p *testRoom, host, guest, knocker *client) {
	t.Helper()
	r = newTestServer(t)
	p = r.uncreatedRoom()
	host = r.connect()
	host.send(p.createFor(host, 4, 24*60*60, protocol.Appointment{1}))
	expect[*protocol.Created](host)
	host.send(p.joinMessage(host, true))
	host.welcome()
	p.install(host, []protocol.Member{member(host, protocol.RoleHost)})
	guest = p.admit(host)
	p.remove(host, p.admit(host, guest), guest)
	p.use(host, guest)
	p.leave(2)
	knocker = p.knock()
	expect[*protocol.Knock](host)
	for _, c := range []*client{host, guest} {
		expect[*protocol.RelayAccess](c)
	}
	return r, p, host, guest, knocker
}

func (p *testRoom) handle() string { return p.server.store.RoomKey(rooms.ID(p.room)).Handle() }

// TestTheOperatorSeesWhatTheServerHolds compares it with the server's memory and with what the
// people themselves are told.
func TestTheOperatorSeesWhatTheServerHolds(t *testing.T) {
	r, p, host, guest, knocker := looked(t)
	told := map[protocol.SID]*protocol.DataReport{}
	for _, c := range []*client{host, guest, knocker} {
		c.send(&protocol.DataRequest{})
		told[c.sid] = expect[*protocol.DataReport](c)
	}
	guest.lose()
	r.until(func() bool { return len(r.hub.conns) == 2 })

	looks, err := r.hub.RoomDetails(p.handle(), true)
	if err != nil || len(looks) != 1 {
		t.Fatalf("%d rooms, %v", len(looks), err)
	}
	look := looks[0]
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	l := r.hub.rooms[r.store.RoomKey(rooms.ID(p.room))]
	room := heldIn(l)
	want := protocol.RoomInfo{
		Handle: p.handle(), Expires: room.expires.Unix(), Seats: 4, Used: true,
		HostKey: p.hostKey, Members: 2, Waiting: 1,
		HostConnected: room.hostConnected, GuestConnected: room.guestConnected, Epoch: p.epoch,
		Removal: p.epoch, Appointment: true, Box: 2 * protocol.PieceSize,
	}
	for _, q := range room.peers {
		k := told[q.sid]
		person := protocol.Person{SID: q.sid, Key: q.key, Role: k.Role, Address: k.Address,
			Created: k.Created, Source: k.Source, Relay: k.Relay}
		person.Source.Sockets-- // that of the guest is gone
		if q.sid == guest.sid {
			person.Address, person.Lost, person.Relay.Renew = "", q.lostAt.Unix(), nil
		}
		want.People = append(want.People, person)
	}
	if !reflect.DeepEqual(look, want) {
		t.Errorf("seen is %+v, held is %+v", look, want)
	}
	onDisk := protocol.RoomInfo{Handle: look.Handle, Expires: look.Expires, Seats: look.Seats,
		Used:    look.Used,
		Removal: look.Removal, HostKey: look.HostKey, Appointment: true, Box: look.Box}
	if stored, err := p.stored(); err != nil ||
		!reflect.DeepEqual(recordInfo(r.store, l.key, stored), onDisk) {
		t.Errorf("on disk is %+v, %v", stored, err)
	}
}

func TestAddressesAreSeenOnlyWhenTheyAreWanted(t *testing.T) {
	r, _, host, _, _ := looked(t)
	for _, wanted := range []bool{false, true} {
		look, err := r.hub.RoomDetails("", wanted)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(look)
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{host.ws.LocalAddr().String(), relayed.Address} {
			if strings.Contains(string(text), `"`+address+`"`) != wanted {
				t.Errorf("wanted is %v, and this is seen: %s", wanted, text)
			}
		}
	}
}

func TestTheListOfRoomsHasThoseInMemoryAndThoseOnDisk(t *testing.T) {
	r, p, _, _, _ := looked(t)
	other := r.newRoom(2)
	looks, err := r.hub.RoomInfos()
	if err != nil || len(looks) != 2 {
		t.Fatalf("%d rooms, %v", len(looks), err)
	}
	for _, look := range looks {
		wants := map[string][4]any{p.handle(): {uint8(4), true, 2, 1},
			other.handle(): {uint8(2), false, 0, 0}}
		if got := [4]any{look.Seats, look.Used, look.Members,
			look.Waiting}; got != wants[look.Handle] || look.People != nil {
			t.Errorf("%+v", look)
		}
	}
}

func TestAnEndedRoomIsErasedAndEverybodyInItIsToldByWhom(t *testing.T) {
	r, p, host, guest, knocker := looked(t)
	if err := r.hub.EndRoom(p.handle()); err != nil || !p.gone() {
		t.Errorf("%v; gone is %v", err, p.gone())
	}
	for _, c := range []*client{host, guest, knocker} {
		c.expectEnd(protocol.CodeEndedByOperator)
	}
	late := r.connect() // is told no more than of any other room
	late.send(p.joinMessage(late, true))
	late.expectEnd(protocol.CodeRoomGone)
	nobodyThere := r.newRoom(2)
	if err := r.hub.EndRoom(nobodyThere.handle()); err != nil || !nobodyThere.gone() {
		t.Errorf("%v; gone is %v", err, nobodyThere.gone())
	}
	for _, handle := range []string{p.handle(), nobodyThere.handle(), "", "nonsense"} {
		if err := r.hub.EndRoom(handle); !errors.Is(err, rooms.ErrGone) {
			t.Errorf("%q: %v", handle, err)
		}
		if looks, err := r.hub.RoomDetails(handle, true); len(looks) > 0 ||
			handle != "" && !errors.Is(err, rooms.ErrGone) {
			t.Errorf("%q: %d rooms, %v", handle, len(looks), err)
		}
	}
}

// TestAnEndThatFailsIsNotSaidToBeOne, also where the record has expired under people, which looks
// like none.
func TestAnEndThatFailsIsNotSaidToBeOne(t *testing.T) {
	onFullDisk(t, func(t *testing.T, r *testServer) {
		p := r.newRoom(3)
		host, _ := p.call(1)
		limitFiles(t, 0)
		for range 2 {
			if err := r.hub.EndRoom(p.handle()); !errors.Is(err, errNotErased) {
				t.Errorf("the record has expired: %v; the room's end says %v", p.gone(), err)
			}
			time.Sleep(30 * time.Hour)
		}
		host.quiet()
		limitFiles(t, noLimit)
		if err := r.hub.EndRoom(p.handle()); err != nil {
			t.Error(err)
		}
		host.expectEnd(protocol.CodeEndedByOperator)
	})
}

// until waits for something in the hub's memory.
func (r *testServer) until(holds func() bool) {
	r.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		r.hub.mu.Lock()
		ok := holds()
		r.hub.mu.Unlock()
		if ok {
			return
		}
	}
	r.t.Fatal("it does not come about")
}
