package signal

import (
	"reflect"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/internal/sourcelimit"
)

// heldRoom, heldPeer and heldKnock are what a room keeps to itself, field by field, for tests that
// compare it with what is told.
type (
	heldRoom struct {
		hostKey                       protocol.Key
		seats                         uint8
		expires                       time.Time
		appointment                   protocol.Appointment
		boxSize                       int64
		used                          bool
		removal                       uint64
		hostConnected, guestConnected bool
		roster                        *protocol.Roster
		peers                         []heldPeer
		knocks                        []heldKnock
	}
	heldPeer struct {
		sid              protocol.SID
		key              protocol.Key
		source           *sourcelimit.Source
		isHost, isMember bool
		connID           roomstate.ConnID
		lostAt, renewAt  time.Time
	}
	heldKnock struct{ source *sourcelimit.Source }
)

// heldIn copies what is in a room. The caller holds the hub's mutex.
func heldIn(l *liveRoom) (r heldRoom) {
	copyHeld(reflect.ValueOf(&r).Elem(), reflect.ValueOf(&l.room).Elem())
	return r
}

// copyHeld copies fields of the same names, whether they are exported or not.
func copyHeld(to, from reflect.Value) {
	switch {
	case from.Type() == to.Type():
		to.Set(from)
	case from.Kind() == reflect.Pointer:
		copyHeld(to, from.Elem())
	case from.Kind() == reflect.Slice:
		to.Set(reflect.MakeSlice(to.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyHeld(to.Index(i), from.Index(i))
		}
	default:
		for i := range to.NumField() {
			copyHeld(opened(to.Field(i)), opened(from.FieldByName(to.Type().Field(i).Name)))
		}
	}
}

// opened is a field that another package keeps to itself, for everybody.
func opened(field reflect.Value) reflect.Value {
	return reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem()
}

// peerBySID is nil if nobody has the sid.
func (r *heldRoom) peerBySID(sid protocol.SID) *heldPeer {
	for i := range r.peers {
		if r.peers[i].sid == sid {
			return &r.peers[i]
		}
	}
	return nil
}
