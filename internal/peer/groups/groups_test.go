package groups

import (
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

var (
	host, anna, ben, us = protocol.SID{1}, protocol.SID{2}, protocol.SID{3}, protocol.SID{4}
	hostKey             = ed25519.NewKeyFromSeed(append(make([]byte, 31), 1))
)

// room is a call of four as one of them has it.
type room struct {
	*Groups
	t      *testing.T
	passed []protocol.SID
	moves  []string
	told   []string
	later  []func()
}

func newRoom(t *testing.T) *room {
	r := &room{t: t}
	r.Groups = New(&Env{Room: protocol.RoomID{7},
		HostKey: func() *protocol.PublicKey { key := seal.PublicKeyOf(hostKey); return &key },
		Own:     func() protocol.SID { return us },
		Members: func() []protocol.SID { return []protocol.SID{host, anna, ben} },
		IsHost:  func(sid protocol.SID) bool { return sid == host },
		Send: func(to protocol.SID, kind byte, payload []byte) {
			if _, err := protocol.DecodeGroups(kind, payload); err != nil {
				t.Errorf("%x %s: %v", kind, payload, err)
			}
			r.passed = append(r.passed, to)
		},
		RunAfter: func(_ time.Duration, f func()) func() bool {
			r.later = append(r.later, f)
			return func() bool { r.later = nil; return true }
		},
		Changed: func() {},
		Moved: func(name string, open bool) {
			r.moves = append(r.moves, map[bool]string{true: "in " + name, false: "over"}[open])
		},
		Told: func(_ protocol.SID, text string) { r.told = append(r.told, text) }})
	return r
}

func word(epoch uint64, back uint16, groups ...[]protocol.SID) *protocol.Groups {
	m := &protocol.Groups{Epoch: epoch, Groups: []protocol.Group{}}
	if back > 0 {
		m.Back = &back
	}
	for i, sids := range groups {
		m.Groups = append(m.Groups, protocol.Group{Name: string(rune('A' + i)), SIDs: sids})
	}
	m.Signature = seal.SignText(hostKey, seal.GroupsText(protocol.RoomID{7}, m))
	return m
}

func (r *room) hear(from protocol.SID, kind byte, m any) error {
	r.t.Helper()
	payload, err := json.Marshal(m)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.Receive(from, kind, payload)
}

func (r *room) follows(m *protocol.Groups) {
	r.t.Helper()
	if err := r.hear(host, protocol.KindGroups, m); err != nil {
		r.t.Fatal(err)
	}
}

// apart says from whom we are apart.
func (r *room) apart() (sids []protocol.SID) {
	for _, sid := range []protocol.SID{host, anna, ben} {
		if r.IsApart(sid) {
			sids = append(sids, sid)
		}
	}
	return sids
}

func (r *room) wantApart(sids ...protocol.SID) {
	r.t.Helper()
	if got := r.apart(); !slices.Equal(got, sids) {
		r.t.Errorf("apart from %v, want %v", got, sids)
	}
}

func TestTheNewestWordHoldsAndIsPassedOn(t *testing.T) {
	r := newRoom(t)
	r.wantApart()
	r.follows(word(5, 0, []protocol.SID{anna, us}, []protocol.SID{ben}))
	r.wantApart(host, ben)
	if !slices.Equal(r.passed, []protocol.SID{anna, ben}) {
		t.Errorf("passed on to %v", r.passed)
	}
	// An old one may be passed on in good faith, and changes nothing.
	for _, epoch := range []uint64{5, 4} {
		if err := r.hear(anna, protocol.KindGroups, word(epoch, 0)); err != nil {
			t.Error(err)
		}
	}
	r.wantApart(host, ben)
	r.follows(word(6, 0, []protocol.SID{host, us}))
	r.wantApart(anna, ben)
	r.follows(word(7, 0))
	r.wantApart()
	if got := strings.Join(r.moves, ", "); got != "in A, over" {
		t.Errorf("told of %s", got)
	}
}

func TestAWordThatTheHostHasNotSignedIsAViolation(t *testing.T) {
	for name, change := range map[string]func(*protocol.Groups){
		"another epoch": func(m *protocol.Groups) { m.Epoch = 9 },
		"other groups":  func(m *protocol.Groups) { m.Groups[0].SIDs = []protocol.SID{ben} },
		"another room": func(m *protocol.Groups) {
			m.Signature = seal.SignText(hostKey, seal.GroupsText(protocol.RoomID{8}, m))
		},
	} {
		r := newRoom(t)
		m := word(5, 0, []protocol.SID{us})
		change(m)
		if err := r.hear(anna, protocol.KindGroups, m); err != protocol.ErrBadSignature {
			t.Errorf("%s: %v", name, err)
		}
		r.wantApart()
	}
}

func TestWhoGoesBackAloneIsInTheMainRoomForThatWord(t *testing.T) {
	r := newRoom(t)
	back := protocol.GroupsReturned{Epoch: 5}
	if err := r.hear(anna, protocol.KindGroupsReturned, back); err != nil {
		t.Fatal(err)
	}
	r.follows(word(5, 0, []protocol.SID{anna, ben}))
	r.wantApart(ben)
	r.follows(word(6, 0, []protocol.SID{anna, ben}))
	r.wantApart(anna, ben)
}

func TestACallBackEndsTheGroupsWithoutTheHost(t *testing.T) {
	r := newRoom(t)
	r.follows(word(5, 30, []protocol.SID{ben}))
	r.wantApart(ben)
	r.later[0]()
	r.wantApart()
	r.follows(word(6, 30, []protocol.SID{ben}))
	r.follows(word(7, 0, []protocol.SID{ben})) // it is taken back
	if r.later != nil {
		t.Error("it is still counted down")
	}
	r.wantApart(ben)
}

func TestOnlyTheHostSpeaksToAllAndWhoAsksIsToldOnce(t *testing.T) {
	r := newRoom(t)
	for _, from := range []protocol.SID{anna, host} {
		said := protocol.GroupsTell{Text: "Soon."}
		if err := r.hear(from, protocol.KindGroupsTell, said); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.told) != 1 {
		t.Errorf("%q", r.told)
	}
	r.follows(word(5, 0, []protocol.SID{ben}))
	r.passed = nil
	for range 3 {
		if err := r.hear(ben, protocol.KindGroupsRecall, struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(r.passed, []protocol.SID{ben}) {
		t.Errorf("told %v", r.passed)
	}
}
