package signal

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"reflect"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/rooms"
)

// testRoom is a room with its host key, and the roster the host's client would hold.
type testRoom struct {
	server  *testServer
	t       *testing.T
	room    protocol.RoomID
	hostKey protocol.Key
	secret  ed25519.PrivateKey
	epoch   uint64
	members []protocol.Member
	newest  *protocol.Roster
}

// newRoom creates a room for so many seats, for a day.
func (r *testServer) newRoom(seats uint8) *testRoom {
	r.t.Helper()
	p := r.uncreatedRoom()
	c := r.connect()
	c.send(p.createMessage(c, seats, 24*60*60))
	expect[*protocol.Created](c)
	c.ws.Close()
	return p
}

// uncreatedRoom has the keys but no room.
func (r *testServer) uncreatedRoom() *testRoom {
	r.t.Helper()
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		r.t.Fatal(err)
	}
	p := &testRoom{server: r, t: r.t, hostKey: protocol.Key(public), secret: secret,
		epoch: 1790000000000}
	rand.Read(p.room[:])
	return p
}

func (p *testRoom) sign(message []byte) protocol.Signature {
	return protocol.Signature(ed25519.Sign(p.secret, message))
}

func (p *testRoom) createMessage(c *client, seats uint8, lifetime uint32) *protocol.Create {
	return p.createFor(c, seats, lifetime, protocol.Appointment{})
}

// createFor makes the room for an appointment.
func (p *testRoom) createFor(c *client, seats uint8, lifetime uint32,
	a protocol.Appointment) *protocol.Create {
	return &protocol.Create{
		Room: p.room, HostKey: p.hostKey, Seats: seats, Lifetime: lifetime, Appointment: a,
		Signature: p.sign(protocol.CreateBytes(c.nonce, &p.room, seats, lifetime, a)),
	}
}

// moveMessage gives the room another expiry and appointment.
func (p *testRoom) moveMessage(c *client, lifetime time.Duration,
	a protocol.Appointment) *protocol.Move {
	seconds := uint32(lifetime / time.Second)
	return &protocol.Move{Room: p.room, Lifetime: seconds, Appointment: a,
		Signature: p.sign(protocol.MoveBytes(c.nonce, &p.room, seconds, a))}
}

// move has whoever holds the host key move the room, over a connection of its own.
func (p *testRoom) move(lifetime time.Duration, a protocol.Appointment) *protocol.Moved {
	p.t.Helper()
	c := p.server.connect()
	c.send(p.moveMessage(c, lifetime, a))
	defer c.ws.Close()
	return expect[*protocol.Moved](c)
}

// joinMessage is a join of this client, with its sid if it has one.
func (p *testRoom) joinMessage(c *client, host bool) *protocol.Join {
	m := &protocol.Join{
		Room: p.room, Key: c.key, SID: c.sid,
		Signature: protocol.Signature(ed25519.Sign(c.secret,
			protocol.JoinBytes(c.nonce, &p.room, c.sid))),
	}
	if host {
		signature := p.sign(protocol.JoinHostBytes(c.nonce, &p.room, c.key))
		m.HostSignature = &signature
	}
	return m
}

// host joins as the host, and is told the newest roster.
func (p *testRoom) host() *client {
	p.t.Helper()
	c := p.server.connect()
	c.send(p.joinMessage(c, true))
	if w := c.welcome(); w.Role != protocol.RoleHost || w.Host != (protocol.SID{}) ||
		!reflect.DeepEqual(w.Roster, p.newest) {
		p.t.Fatalf("welcomed as %+v, want a host", w)
	}
	return c
}

// knock joins as a knocker.
func (p *testRoom) knock() *client {
	p.t.Helper()
	c := p.server.connect()
	c.send(p.joinMessage(c, false))
	if w := c.welcome(); w.Role != protocol.RoleKnocker || w.Roster != nil {
		p.t.Fatalf("welcomed as %+v, want a knocker", w)
	}
	return c
}

// back comes with the key and sid of a lost client and perhaps a roster, and returns the welcome.
func (p *testRoom) back(old *client, host bool,
	roster *protocol.Roster) (*client, *protocol.Welcome) {
	p.t.Helper()
	c := p.server.connect()
	c.key, c.secret, c.sid = old.key, old.secret, old.sid
	m := p.joinMessage(c, host)
	m.Roster = roster
	c.send(m)
	w := expect[*protocol.Welcome](c)
	c.sid = w.SID
	return c, w
}

func (c *client) welcome() *protocol.Welcome {
	c.t.Helper()
	w := expect[*protocol.Welcome](c)
	c.sid, c.welcomed = w.SID, w
	return w
}

func member(c *client, role protocol.Role) protocol.Member {
	return protocol.Member{SID: c.sid, Key: c.key, Role: role}
}

// roster signs a list under the next epoch.
func (p *testRoom) roster(members ...protocol.Member) *protocol.Roster {
	p.epoch++
	return p.rosterAt(p.epoch, members...)
}

func (p *testRoom) rosterAt(epoch uint64, members ...protocol.Member) *protocol.Roster {
	return &protocol.Roster{Epoch: epoch, Members: members,
		Signature: p.sign(protocol.RosterBytes(&p.room, epoch, members))}
}

// install has the host sign a list; those who are in it and named here take it.
func (p *testRoom) install(host *client, members []protocol.Member, takers ...*client) {
	p.t.Helper()
	p.members, p.newest = members, p.roster(members...)
	host.send(p.newest)
	for _, c := range append(takers, host) {
		if got := expect[*protocol.Roster](c); got.Epoch != p.epoch {
			p.t.Fatalf("got epoch %d, want %d", got.Epoch, p.epoch)
		}
	}
}

// call gathers a host and guests who are all members.
func (p *testRoom) call(guests int) (*client, []*client) {
	p.t.Helper()
	host := p.host()
	p.install(host, []protocol.Member{member(host, protocol.RoleHost)})
	var in []*client
	for range guests {
		in = append(in, p.admit(host, in...))
	}
	return host, in
}

// admit brings one more guest in; the others are those who are in already.
func (p *testRoom) admit(host *client, others ...*client) *client {
	p.t.Helper()
	guest := p.knock()
	if k := expect[*protocol.Knock](host); k.SID != guest.sid {
		p.t.Fatalf("the host heard of %v, want %v", k.SID, guest.sid)
	}
	p.install(host, append(p.members[:len(p.members):len(p.members)],
		member(guest, protocol.RoleGuest)),
		append(others, guest)...)
	return guest
}

// remove has the host take the last member off the list; the others are those who stay.
func (p *testRoom) remove(host, last *client, others ...*client) {
	p.t.Helper()
	p.install(host, p.members[:len(p.members)-1], append(others, last)...)
	last.expectEnd(protocol.CodeRemoved)
}

// use has the host and a guest report their connection, and waits until the use is on disk.
func (p *testRoom) use(host, guest *client) {
	p.t.Helper()
	host.send(&protocol.Connected{})
	guest.send(&protocol.Connected{})
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if room, err := p.stored(); err == nil && room.Used {
			return
		}
	}
	p.t.Fatal("the room was not marked as used")
}

func (p *testRoom) stored() (rooms.Room, error) {
	return p.server.store.Get(p.server.store.RoomKey(rooms.ID(p.room)))
}

// gone says whether the store has let go of the room.
func (p *testRoom) gone() bool {
	_, err := p.stored()
	return errors.Is(err, rooms.ErrGone)
}

func (p *testRoom) end() *protocol.End {
	return &protocol.End{Signature: p.sign(protocol.EndBytes(&p.room))}
}
