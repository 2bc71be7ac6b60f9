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

// socket names a connection to a room; zero is none. It is never used again, and later ones are
// greater.
type socket uint64

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
	removal uint64
	record  rewrite
	empty   time.Time // since when no member has a socket; zero while one has
	retry   time.Time // no erasing before this

	knocks []knock // of the last minute

	ending bool          // asked for erasure: nothing else happens any more
	end    *protocol.End // the host's word that ends the call, or nil
	out    []effect
}

// peer is one sid.
type peer struct {
	sid    protocol.SID
	key    protocol.Key
	from   *sourcelimit.Source // tells knockers of one source from others
	host   bool                // came with a host signature, or stands in the roster as the host
	member bool                // stands in the newest roster
	socket socket
	lost   time.Time // when the socket went; only while there is none
	gone   bool      // lost for longer than graceTime; only members stay known so long
	tag    string    // names the peer to the relay; empty before it got credentials
	renew  time.Time // when it needs new ones; zero for never
}

// What is to be done. Effects are in order.
type (
	effect any
	// sendText passes an encoded message.
	sendText struct {
		to   socket
		data []byte
	}
	// finish closes a socket: with an error, or plainly if the code is empty.
	finish struct {
		to   socket
		code protocol.Code
	}
	// grant asks the relay for credentials; granted brings them back.
	grant struct {
		sid protocol.SID
		tag string
	}
	// revoke removes a peer from the relay.
	revoke struct{ tag string }
	// note has the record say what has changed; noted follows.
	note struct{}
	// erase takes the room off the disk; erased or eraseFailed follows.
	erase struct{}
	// forget lets go of the room in memory, and of its relay.
	forget struct{}
)

func (p *peer) role() protocol.Role {
	switch {
	case p.host:
		return protocol.RoleHost
	case p.member:
		return protocol.RoleGuest
	}
	return protocol.RoleKnocker
}

func (p *peer) knocker() bool { return !p.host && !p.member }

func (r *room) isKnocker(s socket) bool {
	p := r.at(s)
	return p != nil && p.knocker()
}

func (r *room) do(e effect) { r.out = append(r.out, e) }

// take gives the effects since the last take. It ends every event.
func (r *room) take(now time.Time) []effect {
	r.settle(now)
	out := r.out
	r.out = nil
	return out
}

// send passes a message to a peer, if it has a socket.
func (r *room) send(p *peer, m protocol.Message) {
	if p != nil && p.socket != 0 {
		r.do(sendText{p.socket, protocol.Encode(m)})
	}
}

// each calls f for every peer that is what is asked for.
func (r *room) each(is func(*peer) bool, f func(*peer)) {
	for _, p := range slices.Clone(r.peers) {
		if is(p) {
			f(p)
		}
	}
}

// inside says who hears of the roster: the members, and a host who has not signed its first list
// yet.
func (r *room) inside(p *peer) bool { return p.member || p == r.host }

func (r *room) find(sid protocol.SID) *peer {
	for _, p := range r.peers {
		if p.sid == sid {
			return p
		}
	}
	return nil
}

func (r *room) byKey(key protocol.Key) *peer {
	for _, p := range r.peers {
		if p.key == key {
			return p
		}
	}
	return nil
}

func (r *room) at(s socket) *peer {
	for _, p := range r.peers {
		if p.socket == s {
			return p
		}
	}
	return nil
}

func (r *room) remove(p *peer) {
	r.peers = slices.DeleteFunc(r.peers, func(q *peer) bool { return q == p })
	if p.tag != "" {
		r.do(revoke{p.tag})
	}
	if r.host == p {
		r.host = nil
	}
}

// dismiss removes a peer and closes its socket.
func (r *room) dismiss(p *peer, code protocol.Code) {
	if p.socket != 0 {
		r.do(finish{p.socket, code})
	}
	r.remove(p)
}

// newSID makes a random sid that nobody here has.
func (r *room) newSID() protocol.SID {
	for {
		var sid protocol.SID
		rand.Read(sid[:]) // never fails (crypto/rand)
		if !sid.IsZero() && r.find(sid) == nil &&
			(r.roster == nil || r.roster.FindMember(sid) == nil) {
			return sid
		}
	}
}

// newTag makes a name for the relay that has nothing to do with any other.
func newTag() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
