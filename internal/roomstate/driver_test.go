package roomstate

import (
	"crypto/ed25519"
	"reflect"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// roomDriver drives a room value alone: no sockets, no store, no clock.
type roomDriver struct {
	t      *testing.T
	room   Room
	secret ed25519.PrivateKey
	id     protocol.RoomID
	now    time.Time
	last   ConnID
	epoch  uint64
	source *sourcelimit.Source // of who enters next
	all    []effect            // of the last event
}

func newRoomDriver(t *testing.T) *roomDriver {
	public, secret, _ := ed25519.GenerateKey(nil)
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	return &roomDriver{t: t, secret: secret, id: protocol.RoomID{7}, now: now, room: Room{
		hostKey: protocol.Key(public), seats: 3, expires: now.Add(24 * time.Hour),
		hostExpiry: now.Add(24 * time.Hour), tag: newRelayTag(),
	}}
}

// after ends an event.
func (s *roomDriver) after(code protocol.Code) protocol.Code {
	s.all = s.room.DrainEffects(s.now)
	return code
}

func (s *roomDriver) pass(d time.Duration) {
	s.now = s.now.Add(d)
	s.room.RunDue(s.now)
	s.after("")
}

func (s *roomDriver) sign(message []byte) protocol.Signature {
	return protocol.Signature(ed25519.Sign(s.secret, message))
}

// enter joins under a key; the peer is the newest then.
func (s *roomDriver) enter(key byte, host bool) *peer {
	s.t.Helper()
	s.last++
	m := &protocol.Join{Room: s.id, Key: protocol.Key{key}}
	if host {
		signature := s.sign(protocol.JoinHostBytes(protocol.Nonce{}, &s.id, m.Key))
		m.HostSignature = &signature
	}
	if code := s.after(s.room.AcceptJoin(s.now, s.last, s.source, m, &s.room.hostKey)); code != "" {
		s.t.Fatalf("join: %s", code)
	}
	return s.room.peerAt(s.last)
}

func (s *roomDriver) roster(peers ...*peer) *protocol.Roster {
	s.epoch++
	m := &protocol.Roster{Epoch: s.epoch}
	for _, p := range peers {
		role := protocol.RoleGuest
		if p.isHost {
			role = protocol.RoleHost
		}
		m.Members = append(m.Members, protocol.Member{SID: p.sid, Key: p.key, Role: role})
	}
	m.Signature = s.sign(protocol.RosterBytes(&s.id, m.Epoch, m.Members))
	return m
}

func (s *roomDriver) install(peers ...*peer) {
	s.t.Helper()
	if code := s.after(s.room.SetRoster(peers[0].connID, s.roster(peers...),
		&s.room.hostKey)); code != "" {
		s.t.Fatalf("roster: %s", code)
	}
}

// kinds lists the effects of the last event by their types.
func (s *roomDriver) kinds() []string {
	var names []string
	for _, e := range s.all {
		names = append(names, reflect.TypeOf(e).Name())
	}
	return names
}

func (s *roomDriver) want(kinds ...string) {
	s.t.Helper()
	if got := s.kinds(); !reflect.DeepEqual(got, kinds) {
		s.t.Errorf("the effects are %v, want %v", got, kinds)
	}
}
