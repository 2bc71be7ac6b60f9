// Package groups is who is in which group of a call, as a client without a person follows it
// (protocol, section 4.17): it keeps the host's newest word, passes it on, and says from whom we
// are apart. It knows no connections: its call does what it says.
package groups

import (
	"encoding/json"
	"slices"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// recallPause is how often a member is told the word again that asks for it, at most.
const recallPause = 2 * time.Second

// Env is what a call gives to it. All of it is called on the call's goroutine.
type Env struct {
	Room    protocol.RoomID
	HostKey func() *protocol.PublicKey // nil before the host has proved it
	Own     func() protocol.SID
	// Members are those whom we have a pair with.
	Members func() []protocol.SID
	IsHost  func(protocol.SID) bool
	Send    func(to protocol.SID, kind byte, payload []byte)
	// RunAfter runs f on the call's goroutine later.
	RunAfter func(pause time.Duration, f func()) (stop func() bool)
	// Changed: we may be apart from others than before.
	Changed func()
	// Moved: we are in the group of this name, empty for the main room; not open: there are none.
	Moved func(name string, open bool)
	// Told: the host has said this to all.
	Told func(from protocol.SID, text string)
}

// Groups belongs to the call's goroutine.
type Groups struct {
	env      *Env
	word     *protocol.Groups // the newest
	isOver   bool             // its time is up
	returned map[protocol.SID]uint64
	recalled map[protocol.SID]time.Time
	own      string // the group that we have told of
	wasOpen  bool
	stop     func() bool
}

// New returns that all are together.
func New(env *Env) *Groups {
	return &Groups{env: env, returned: map[protocol.SID]uint64{},
		recalled: map[protocol.SID]time.Time{}}
}

// Receive takes in what a member says; the error is a violation.
func (g *Groups) Receive(from protocol.SID, kind byte, payload []byte) error {
	m, err := protocol.DecodeGroups(kind, payload)
	if err != nil {
		return err
	}
	switch m := m.(type) {
	case *protocol.Groups:
		return g.takeWord(from, m)
	case *protocol.GroupsReturned:
		g.returned[from] = m.Epoch
		g.follow()
	case *protocol.GroupsTell:
		if g.env.IsHost(from) {
			g.env.Told(from, m.Text)
		}
	case *protocol.GroupsRecall:
		if now := time.Now(); now.Sub(g.recalled[from]) >= recallPause {
			g.recalled[from] = now
			g.TellNewest(from)
		}
	}
	return nil
}

// takeWord follows a word that is newer than the last. One that the host has not signed nobody
// passes on in good faith.
func (g *Groups) takeWord(from protocol.SID, m *protocol.Groups) error {
	hostKey := g.env.HostKey()
	if hostKey == nil || g.word != nil && m.Epoch <= g.word.Epoch {
		return nil
	}
	if !seal.IsSignature(*hostKey, seal.GroupsText(g.env.Room, m), m.Signature) {
		return protocol.ErrBadSignature
	}
	g.word, g.isOver = m, false
	if g.stop != nil {
		g.stop()
	}
	if m.Back != nil {
		g.stop = g.env.RunAfter(time.Duration(*m.Back)*time.Second, func() {
			if g.word == m {
				g.isOver = true
				g.follow()
			}
		})
	}
	g.follow()
	for _, sid := range g.env.Members() {
		if sid != from {
			g.TellNewest(sid)
		}
	}
	return nil
}

// TellNewest says the newest word to somebody, such as whose channel has just opened.
func (g *Groups) TellNewest(to protocol.SID) {
	if g.word == nil {
		return
	}
	payload, err := json.Marshal(g.word)
	if err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	g.env.Send(to, protocol.KindGroups, payload)
}

// Forget drops what somebody has said who is no longer a member.
func (g *Groups) Forget(sid protocol.SID) {
	delete(g.returned, sid)
	delete(g.recalled, sid)
}

// IsApart reports whether somebody is elsewhere: nothing of ours goes there, and nothing is taken
// from there.
func (g *Groups) IsApart(sid protocol.SID) bool {
	return g.placeOf(sid) != g.placeOf(g.env.Own())
}

func (g *Groups) isOpen() bool { return g.word != nil && !g.isOver && len(g.word.Groups) > 0 }

// placeOf returns which group somebody is in; -1 is the main room.
func (g *Groups) placeOf(sid protocol.SID) int {
	if !g.isOpen() || g.returned[sid] == g.word.Epoch {
		return -1
	}
	return slices.IndexFunc(g.word.Groups, func(one protocol.Group) bool {
		return slices.Contains(one.SIDs, sid)
	})
}

// follow says what has changed.
func (g *Groups) follow() {
	g.env.Changed()
	name, open := "", g.isOpen()
	if place := g.placeOf(g.env.Own()); place >= 0 {
		name = g.word.Groups[place].Name
	}
	if name != g.own || open != g.wasOpen {
		g.own, g.wasOpen = name, open
		g.env.Moved(name, open)
	}
}
