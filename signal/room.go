package signal

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
	graceTime = 60 * time.Second // a lost socket keeps its seat or its place in the lobby
	emptyTime = 2 * time.Minute  // a used room without a member's socket
	retryTime = time.Minute      // after the store failed to erase
	// shortestLife keeps a relay that hands out credentials without a life from being asked without
	// end.
	shortestLife = 3 * time.Second
)

// connID names a connection to a room; zero is none. It is never used again, and later ones are
// greater.
type connID uint64

// room is one room while somebody is there: a pure value. Events go in as method calls with the
// time they happen at, and what is to be done comes out of take. It has no sockets, no locks and no
// clock; only new sids and tags come from outside, out of crypto/rand. The caller serialises the
// calls.
//
// The methods are in enter.go (who comes), command.go (what they say) and clock.go (what happens by
// itself). One that handles a command returns the code of an error for the sender, or "". Commands
// of a socket that no longer belongs to anybody here (it was just removed or replaced) are dropped.
type room struct {
	id      protocol.RoomID // zero until the first join tells it
	hostKey protocol.Key
	seats   uint8
	expires time.Time
	tag     string // names the room to the relay, in this life

	peers  []*peer          // in order of arrival
	host   *peer            // the host whose seat is kept, or nil
	roster *protocol.Roster // the newest, or nil

	hostConnected, guestConnected bool
	used                          bool
	// epoch of the newest roster that took somebody off; no older one is adopted
	removal    uint64
	record     recordState
	emptySince time.Time // since when no member has a socket; zero while one has
	eraseAfter time.Time // no erasing before this

	knocks []recentKnock // of the last minute

	ending  bool          // asked for erasure: nothing else happens any more
	end     *protocol.End // the host's word that ends the call, or nil
	effects []effect
}

// peer is one sid.
type peer struct {
	sid      protocol.SID
	key      protocol.Key
	source   *sourcelimit.Source // tells knockers of one source from others
	isHost   bool                // came with a host signature, or stands in the roster as the host
	isMember bool                // stands in the newest roster
	connID   connID
	lostAt   time.Time // when the socket went; only while there is none
	gone     bool      // lost for longer than graceTime; only members stay known so long
	tag      string    // names the peer to the relay; empty before it got credentials
	renewAt  time.Time // when it needs new ones; zero for never
}

// What is to be done. Effects are in order.
type (
	effect any
	// sendText passes an encoded message.
	sendText struct {
		to   connID
		data []byte
	}
	// endConn closes a socket: with an error, or plainly if the code is empty.
	endConn struct {
		to   connID
		code protocol.Code
	}
	// grantRelay asks the relay for credentials; granted brings them back.
	grantRelay struct {
		sid protocol.SID
		tag string
	}
	// revokeRelay removes a peer from the relay.
	revokeRelay struct{ tag string }
	// saveRecord has the record say what has changed; noted follows.
	saveRecord struct{}
	// eraseRoom takes the room off the disk; erased or eraseFailed follows.
	eraseRoom struct{}
	// forgetRoom lets go of the room in memory, and of its relay.
	forgetRoom struct{}
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

func (r *room) isKnocker(s connID) bool {
	p := r.peerAt(s)
	return p != nil && p.isKnocker()
}

func (r *room) emit(e effect) { r.effects = append(r.effects, e) }

// drainEffects gives the effects since the last take. It ends every event.
func (r *room) drainEffects(now time.Time) []effect {
	r.updateOccupancy(now)
	out := r.effects
	r.effects = nil
	return out
}

// sendTo passes a message to a peer, if it has a socket.
func (r *room) sendTo(p *peer, m protocol.Message) {
	if p != nil && p.connID != 0 {
		r.emit(sendText{p.connID, protocol.Encode(m)})
	}
}

// eachPeer calls f for every peer that is what is asked for.
func (r *room) eachPeer(is func(*peer) bool, f func(*peer)) {
	for _, p := range slices.Clone(r.peers) {
		if is(p) {
			f(p)
		}
	}
}

// hearsRoster says who hears of the roster: the members, and a host who has not signed its first
// list yet.
func (r *room) hearsRoster(p *peer) bool { return p.isMember || p == r.host }

func (r *room) peerBySID(sid protocol.SID) *peer {
	for _, p := range r.peers {
		if p.sid == sid {
			return p
		}
	}
	return nil
}

func (r *room) peerByKey(key protocol.Key) *peer {
	for _, p := range r.peers {
		if p.key == key {
			return p
		}
	}
	return nil
}

func (r *room) peerAt(s connID) *peer {
	for _, p := range r.peers {
		if p.connID == s {
			return p
		}
	}
	return nil
}

func (r *room) removePeer(p *peer) {
	r.peers = slices.DeleteFunc(r.peers, func(q *peer) bool { return q == p })
	if p.tag != "" {
		r.emit(revokeRelay{p.tag})
	}
	if r.host == p {
		r.host = nil
	}
}

// dismiss removes a peer and closes its socket.
func (r *room) dismiss(p *peer, code protocol.Code) {
	if p.connID != 0 {
		r.emit(endConn{p.connID, code})
	}
	r.removePeer(p)
}

// newSID makes a random sid that nobody here has.
func (r *room) newSID() protocol.SID {
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
