// Package roomstate is what happens in one room while somebody is there: who is in it, who may say
// what to whom, and when it is over.
//
// A [Room] is a pure value. Events go in as method calls with the time they happen at, and what is
// to be done comes out of [Room.DrainEffects]. It has no sockets, no locks and no clock; only new
// sids and tags come from outside, out of crypto/rand. It verifies no signature: it is told under
// which key one was good. The caller serialises the calls.
//
// The methods are in join.go (who comes), commands.go (what they say), lobby.go (who may knock),
// time.go (what happens by itself), expiry.go (how long it is kept), record.go (what the disk is to
// know) and report.go (what people and the operator are told).
package roomstate

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

const (
	// of one source on one room in a minute, so that the host is not kept busy
	maxKnocks = 12
	GraceTime = 60 * time.Second // a lost socket keeps its seat or its place in the lobby
	EmptyTime = 2 * time.Minute  // a used room without a member's socket
	RetryTime = time.Minute      // after the store failed to erase
	// shortestLife is the least time between two requests: a relay may hand out credentials that
	// expire at once.
	shortestLife = 3 * time.Second
)

// ConnID names a connection to a room; zero is none. It is never used again, and later ones are
// greater.
type ConnID uint64

// Room is one room. A method that handles a command returns the code of an error for the sender, or
// "". Commands of a connection that no longer belongs to anybody here (it was just removed or
// replaced) are dropped.
type Room struct {
	id         protocol.RoomID // zero until the first join tells it
	hostKey    protocol.Key
	seats      uint8
	expires    time.Time
	hostExpiry time.Time // what expires was before people carried the room on
	tag        string    // names the room to the relay, in this life

	peers  []*peer          // in order of arrival
	host   *peer            // the host whose seat is kept, or nil
	roster *protocol.Roster // the newest, or nil

	hostConnected, guestConnected bool
	used                          bool
	appointment                   protocol.Appointment // zero: none
	boxSize                       int64                // bytes of what is to be taken; 0: nothing
	moves                         int                  // that are on their way to the disk
	// epoch of the newest roster that took somebody off, or under which the host kept the room; no
	// older one is adopted
	removal    uint64
	leaving    []ConnID // of hosts who keep the room: they are let go once that is on disk
	record     recordState
	emptySince time.Time // since when no member has a socket; zero while one has
	eraseAfter time.Time // no erasing before this

	knocks []recentKnock // of the last minute

	ending     bool          // asked for erasure: nothing else happens any more
	end        *protocol.End // the host's word that ends the call, or nil
	byOperator bool          // it is the operator who ends it
	effects    []effect
}

// SavedRoom is what the disk holds of a room.
type SavedRoom struct {
	HostKey protocol.Key
	Seats   uint8
	Expires time.Time
	Used    bool
	Removal uint64
	// Appointment is what only people with the link can read; zero: none.
	Appointment protocol.Appointment
	BoxSize     int64 // bytes of what is to be taken; 0: nothing
}

// NewRoom takes a room into memory.
func NewRoom(saved SavedRoom) Room {
	return Room{hostKey: saved.HostKey, seats: saved.Seats, expires: saved.Expires,
		hostExpiry: saved.Expires, used: saved.Used, removal: saved.Removal,
		appointment: saved.Appointment, boxSize: saved.BoxSize, tag: newRelayTag()}
}

// Abandon starts over a room whose state nobody can vouch for, only to erase it: at once or, if
// that has happened before, after a while.
func (r *Room) Abandon(now time.Time, again bool) {
	// Used, or it would be let go without being erased.
	*r = Room{hostKey: r.hostKey, seats: r.seats, tag: r.tag, expires: now, used: true}
	if again {
		r.eraseAfter = now.Add(RetryTime)
	} else {
		r.StartEnding()
	}
}

// IsEnding says whether the room waits for its erasure.
func (r *Room) IsEnding() bool { return r.ending }

// RelayTag names the room to the relay.
func (r *Room) RelayTag() string { return r.tag }

// WasCreated says whether the room was made by this host with so many seats, and when it expires.
func (r *Room) WasCreated(by protocol.Key, seats uint8) (expires time.Time, ok bool) {
	return r.expires, r.hostKey == by && r.seats == seats
}

// CurrentHostKey is what the host's signatures verify under.
func (r *Room) CurrentHostKey() protocol.Key { return r.hostKey }

// peer is one sid.
type peer struct {
	sid      protocol.SID
	key      protocol.Key
	source   *sourcelimit.Source // tells knockers of one source from others
	isHost   bool                // came with a host signature, or stands in the roster as the host
	isMember bool                // stands in the newest roster
	// has come with a host signature: the role may have gone from it, or come to it, in between
	provedHost bool
	connID     ConnID
	lostAt     time.Time // when the socket went; only while there is none
	gone       bool      // lost for longer than GraceTime; only members stay known so long
	tag        string    // names the peer to the relay; empty before it got credentials
	renewAt    time.Time // when it needs new ones; zero for never
}

// What is to be done. Effects are in order.
type (
	effect any
	// SendText passes an encoded message.
	SendText struct {
		To   ConnID
		Data []byte
	}
	// EndConn closes a socket: with an error, or plainly if the code is empty.
	EndConn struct {
		To   ConnID
		Code protocol.Code
	}
	// GrantRelay asks the relay for credentials; CredentialsGranted follows.
	GrantRelay struct {
		sid protocol.SID
		Tag string
	}
	// ReleaseRelay gives back what a peer that has come back no longer uses of the relay.
	ReleaseRelay struct{ Tag string }
	// RevokeRelay removes a peer from the relay.
	RevokeRelay struct{ Tag string }
	// SaveRecord has the record written; RecordSaved follows.
	SaveRecord struct{}
	// EraseRoom takes the room off the disk; EraseDone or EraseFailed follows.
	EraseRoom struct{}
	// ForgetRoom removes the room from memory, and its people from the relay.
	ForgetRoom struct{}
)

func (p *peer) currentRole() protocol.Role {
	switch {
	case p.isHost:
		return protocol.RoleHost
	case p.isMember:
		return protocol.RoleGuest
	}
	return protocol.RoleKnocker
}

func (p *peer) isKnocker() bool { return !p.isHost && !p.isMember }

func (r *Room) IsKnocker(s ConnID) bool {
	p := r.peerAt(s)
	return p != nil && p.isKnocker()
}

func (r *Room) emit(e effect) { r.effects = append(r.effects, e) }

// DrainEffects gives the effects since the last call. It ends every event.
func (r *Room) DrainEffects(now time.Time) []effect {
	r.updateOccupancy(now)
	out := r.effects
	r.effects = nil
	return out
}

// sendTo passes a message to a peer, if it has a socket.
func (r *Room) sendTo(p *peer, m protocol.Message) {
	if p != nil && p.connID != 0 {
		r.emit(SendText{p.connID, protocol.Encode(m)})
	}
}

// eachPeer calls f for every peer that fits.
func (r *Room) eachPeer(is func(*peer) bool, f func(*peer)) {
	for _, p := range slices.Clone(r.peers) {
		if is(p) {
			f(p)
		}
	}
}

// hearsRoster says whether a peer is told the roster: a member, or a host who has not signed the
// first list yet.
func (r *Room) hearsRoster(p *peer) bool { return p.isMember || p == r.host }

func (r *Room) peerBySID(sid protocol.SID) *peer {
	for _, p := range r.peers {
		if p.sid == sid {
			return p
		}
	}
	return nil
}

func (r *Room) peerByKey(key protocol.Key) *peer {
	for _, p := range r.peers {
		if p.key == key {
			return p
		}
	}
	return nil
}

func (r *Room) peerAt(s ConnID) *peer {
	for _, p := range r.peers {
		if p.connID == s {
			return p
		}
	}
	return nil
}

func (r *Room) removePeer(p *peer) {
	r.peers = slices.DeleteFunc(r.peers, func(q *peer) bool { return q == p })
	if p.tag != "" {
		r.emit(RevokeRelay{p.tag})
	}
	if r.host == p {
		r.host = nil
	}
}

// dismiss removes a peer and closes its socket.
func (r *Room) dismiss(p *peer, code protocol.Code) {
	if p.connID != 0 {
		r.emit(EndConn{p.connID, code})
	}
	r.removePeer(p)
}

// newSID makes a random sid that nobody here has.
func (r *Room) newSID() protocol.SID {
	for {
		var sid protocol.SID
		rand.Read(sid[:]) // never fails (crypto/rand)
		if !sid.IsZero() && r.peerBySID(sid) == nil &&
			(r.roster == nil || r.roster.FindMember(sid) == nil) {
			return sid
		}
	}
}

// newRelayTag makes a name for the relay that has nothing to do with any other.
func newRelayTag() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
