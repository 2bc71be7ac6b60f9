package signal

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/sourcelimit"
	"einmal/internal/wsconn"
	"einmal/rooms"
)

// untold are the fields of what the server holds that no answer tells, with the reason. All others
// are told.
var untold = map[string]string{
	"clientConn.hub":       "the server itself",
	"clientConn.id":        "a number in this process, which ends with the socket",
	"clientConn.conn":      "told by its own fields",
	"clientConn.source":    "told by its own fields",
	"clientConn.nonce":     "random, and the first thing that was said to the client",
	"clientConn.joinTimer": "how the connection runs",
	"clientConn.joined":    "told by its own fields",
	"clientConn.box":       "a socket that fills or empties a box has not joined: nobody can ask over it",

	"Conn.shared":  "the server itself",
	"Conn.handler": "the clientConn",
	"Conn.raw":     "below Conn.ws",
	"Conn.out":     "what is on its way to this very client",
	"Conn.done":    "how the connection runs", "Conn.pings": "how the connection runs",
	"Conn.inBody":  "how the connection runs",
	"Conn.limiter": "how fast this client may go on speaking; leaks away within 20 seconds",

	"peer.source":     "told by its own fields",
	"peer.connID":     "as clientConn.id",
	"peer.lostAt":     "only while there is no connection over which one could ask",
	"peer.gone":       "only while there is no connection over which one could ask",
	"peer.provedHost": "that somebody came with the host's signature, as the role says",
	"peer.tag":        "random, in this process alone",

	"Room.id":         "the client has said it, and one copy more would be one more to erase",
	"Room.tag":        "random, in this process alone",
	"Room.host":       "about somebody else; welcome tells who it is",
	"Room.roster":     "about all members, who have it word for word",
	"Room.emptySince": "since when no member is there, who could ask",
	"Room.eraseAfter": "a failure of the disk",
	"Room.record":     "whether the disk has it all",
	"Room.ending":     "of a room that answers no more",
	"Room.end":        "of a room that answers no more",
	"Room.byOperator": "of a room that answers no more",
	"Room.moves":      "how the room runs",
	"Room.hostExpiry": "expires, as its host has set it and was told",
	"Room.leaving":    "as clientConn.id, while a write is on its way",
	"Room.effects":    "empty between two events",

	"liveRoom.room":  "told by its own fields",
	"liveRoom.timer": "how the room runs", "liveRoom.timerDue": "how the room runs",
	"liveRoom.store": "how the room runs", "liveRoom.relay": "how the room runs",
	"liveRoom.gone":    "how the room runs",
	"liveRoom.wrecked": "how the room runs",

	"Source.boxes":   "how many of the sockets fill or empty a box; each is among the sockets",
	"Source.limiter": "the limits for all; an address is there as a hash under a key of the hour",
	"Source.times":   "how many times the usual limits; the same for all networks of this size",
	"Source.around":  "the same counts of a network of many, most of whom are somebody else",
	"recentKnock.at": "told as a number of knocks",

	"Box.Taker": "a key that everybody with the link derives",
	"Box.Salt":  "random, and said to whoever takes the box",
	"Box.Head":  "sealed from the server, and said to whoever takes the box",
}

// told pairs each other field of what is held about a client with what the answer says of it.
func told(k *protocol.DataReport, c *clientConn, r *heldRoom, p *heldPeer) map[string][2]any {
	counts := p.source.Counts()
	some := func(held any, b *bool) [2]any {
		if b == nil { // a knocker
			return [2]any{}
		}
		return [2]any{held, *b}
	}
	removal := [2]any{r.removal, uint64(0)}
	if k.Removal != nil {
		removal[1] = *k.Removal
	} else if !p.isHost && !p.isMember { // a knocker
		removal = [2]any{}
	}
	number := func(held int, n *int) [2]any {
		if n == nil {
			return [2]any{}
		}
		return [2]any{held, *n}
	}
	connected, members, waiting, knocks := r.guestConnected, 0, 0, 0
	if p.isHost {
		connected = r.hostConnected
	}
	for _, q := range r.peers {
		if r.roster.FindMember(q.sid) == nil {
			waiting++
		}
	}
	members = len(r.roster.Members)
	for _, knock := range r.knocks {
		if knock.source == p.source {
			knocks++
		}
	}
	renew := [2]any{p.renewAt.IsZero(), k.Relay == nil}
	if k.Relay != nil {
		renew = [2]any{p.renewAt.Unix(), *k.Relay.Renew}
	}
	return map[string][2]any{
		"Conn.ws":            {c.conn.RemoteAddr().String(), k.Address},
		"clientConn.created": {c.created.Load(), k.Created},
		"peer.sid":           {p.sid, k.SID}, "peer.key": {p.key, k.Key}, "peer.renewAt": renew,
		"peer.isHost":   {p.isHost, k.Role == protocol.RoleHost},
		"peer.isMember": {p.isMember, k.Role != protocol.RoleKnocker},
		"Room.hostKey":  {r.hostKey, k.HostKey}, "Room.seats": {r.seats, k.Seats},
		"Room.expires":     {r.expires.Unix(), k.Expires},
		"Room.boxSize":     {r.boxSize, k.Box},
		"Box.Pieces":       {r.boxSize, k.Box}, // as compare checks
		"Room.appointment": {r.appointment != protocol.Appointment{}, k.Appointment},
		"Room.peers":       number(members*100+waiting, sum(k)),
		"Room.knocks":      {knocks, k.Source.Knocks}, "recentKnock.source": {knocks, k.Source.Knocks},
		"Room.removal": removal, "Room.used": some(r.used, k.Used),
		"Room.hostConnected":  some(connected, k.Connected),
		"Room.guestConnected": some(connected, k.Connected),
		"liveRoom.key":        {c.joined.key.Handle(), k.Handle},
		"Source.sockets":      {counts.Sockets, k.Source.Sockets},
		"Source.attempts":     {counts.Attempts, k.Source.Attempts},
		"Source.minute":       {counts.Minute.Unix(), k.Source.Since},
		"Source.rooms":        {counts.Rooms, k.Source.Creates},
		"Source.pieces":       {counts.Pieces, k.Source.Pieces},
	}
}

func sum(k *protocol.DataReport) *int {
	if k.Members == nil || k.Waiting == nil {
		return nil
	}
	n := *k.Members*100 + *k.Waiting
	return &n
}

// TestWhatTheServerHoldsIsTold compares answers with the server's own memory, and looks that
// nothing in it was forgotten.
func TestWhatTheServerHoldsIsTold(t *testing.T) {
	r, _, host, guest, knocker := looked(t)
	for role, c := range map[protocol.Role]*client{protocol.RoleHost: host,
		protocol.RoleGuest: guest, protocol.RoleKnocker: knocker} {
		c.send(&protocol.DataRequest{})
		k := expect[*protocol.DataReport](c)
		fields := r.compare(c, k)
		if k.Role != role || k.Address != c.ws.LocalAddr().String() ||
			k.Created != (role == protocol.RoleHost) {
			t.Errorf("%s: %+v", role, k)
		}
		if isKnocker := role == protocol.RoleKnocker; isKnocker != (k.Relay == nil) ||
			isKnocker != (k.Members == nil) || isKnocker != (k.Used == nil) {
			t.Errorf("%s: %+v", role, k)
		}
		if role == protocol.RoleKnocker {
			continue
		}
		if *k.Members != 2 || *k.Waiting != 1 || !*k.Used || !*k.Connected ||
			!slices.Equal(k.Relay.Allocations, []protocol.Allocation{relayed}) {
			t.Errorf("%s: %+v", role, k)
		}
		checkAllFields(t, fields)
	}
}

// compare reads the hub's memory and returns the names of the fields that were told.
func (r *testServer) compare(c *client, k *protocol.DataReport) (names []string) {
	r.t.Helper()
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	for _, conn := range r.hub.conns {
		room := heldIn(conn.joined)
		p := room.peerBySID(c.sid)
		if p == nil || p.connID != conn.id {
			continue
		}
		for name, pair := range told(k, conn, &room, p) {
			names = append(names, name)
			if pair[0] != pair[1] {
				r.t.Errorf("%s: held is %v, told is %v", name, pair[0], pair[1])
			}
		}
		stored, err := r.store.Get(conn.joined.key)
		if err != nil || stored.Expires.Unix() != k.Expires || stored.Seats != k.Seats ||
			stored.HostKey != k.HostKey || (stored.Appointment != [36]byte{}) != k.Appointment {
			r.t.Errorf("on disk is %+v, %v", stored, err)
		}
		if box, err := r.store.FindBox(conn.joined.key); err != nil || box.Size() != k.Box {
			r.t.Errorf("the box on disk: %v", err)
		}
		if k.Used != nil && (stored.Used != *k.Used || k.Removal == nil ||
			stored.Removal != *k.Removal) {
			r.t.Errorf("on disk is %+v", stored)
		}
	}
	if len(names) == 0 {
		r.t.Error("nobody was compared")
	}
	return names
}

// checkAllFields walks what is held: each field is told, or stands in the list with its reason.
func checkAllFields(t *testing.T, told []string) {
	t.Helper()
	var all []string
	ofRoom := reflect.TypeFor[roomstate.Room]()
	peers, _ := ofRoom.FieldByName("peers")
	knocks, _ := ofRoom.FieldByName("knocks")
	for _, held := range []reflect.Type{reflect.TypeFor[clientConn](),
		reflect.TypeFor[wsconn.Conn](),
		reflect.TypeFor[liveRoom](), reflect.TypeFor[sourcelimit.Source](), ofRoom,
		peers.Type.Elem().Elem(), knocks.Type.Elem(), reflect.TypeFor[rooms.Box]()} {
		for i := range held.NumField() {
			all = append(all, held.Name()+"."+held.Field(i).Name)
		}
	}
	for _, name := range all {
		if isTold := slices.Contains(told, name); isTold == (untold[name] != "") {
			t.Errorf("%s: tell it (docs/protocol.md, 3.3), or put it into the list with the "+
				"reason why not", name)
		}
	}
	for name := range untold {
		if !slices.Contains(all, name) {
			t.Errorf("%s stands in the list and is no field", name)
		}
	}
	for i := range reflect.TypeFor[rooms.Room]().NumField() {
		if name := reflect.TypeFor[rooms.Room]().Field(
			i).Name; !strings.Contains("Expires Seats Used Removal HostKey Appointment", name) {
			t.Errorf("rooms.Room.%s: tell it, and compare it above", name)
		}
	}
}

// TestBehindAProxyTheProxysAddressIsHeld: the client's own counts for the limits, as a hash, and is
// let go of.
func TestBehindAProxyTheProxysAddressIsHeld(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	r.claim = "203.0.113.9:0"
	host := p.host()
	host.send(&protocol.DataRequest{})
	if k := expect[*protocol.DataReport](host); k.Address != host.ws.LocalAddr().String() ||
		k.Source.Sockets != 1 || k.Source.Attempts != 1 {
		t.Errorf("told is %+v", k)
	}
}

func TestWhoHasNotJoinedIsToldNothing(t *testing.T) {
	r := newTestServer(t)
	c := r.connect()
	c.send(&protocol.DataRequest{})
	c.expectEnd(protocol.CodeWrongState)
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	atTime(t, func(t *testing.T, r *testServer) {
		host := r.newRoom(2).host()
		start := time.Now()
		const asks = 35 // before the first ping, for which a pipe has no room while nobody reads
		for range asks {
			host.send(&protocol.DataRequest{})
			expect[*protocol.DataReport](host)
		}
		// Twenty are free; then the socket is read again after a second each.
		if took := time.Since(start); took < (asks-wsconn.Burst/wsconn.Rate-2)*time.Second ||
			took > asks*time.Second {
			t.Errorf("%d questions took %v", asks, took)
		}
	})
}
