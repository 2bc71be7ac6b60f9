package peer

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// groupsWord is the host's, in which each of these is in a group of their own.
func (p *person) groupsWord(epoch uint64, people ...*person) []byte {
	m := &protocol.Groups{Epoch: epoch, Groups: []protocol.Group{}}
	for _, one := range people {
		m.Groups = append(m.Groups, protocol.Group{Name: one.name, SIDs: []protocol.SID{one.sid}})
	}
	m.Signature = seal.SignText(p.link.Host, seal.GroupsText(p.room, m))
	payload, err := json.Marshal(m)
	if err != nil {
		p.t.Fatal(err)
	}
	return payload
}

// sayGroups sends a payload of this kind to all.
func (p *person) sayGroups(payload []byte) {
	p.runAndWait(func() {
		for _, pair := range p.pairs {
			pair.SendDoc(protocol.KindGroups, payload)
		}
	})
}

func TestANativeMemberSendsNothingAcrossGroupsAndTakesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	link := s.room(Video, 2)
	host := s.join(link, Options{Name: "Host", Admit: letAllIn, Media: sending(t)})
	host.until(Joined)
	anna := s.join(link.Guest(), Options{Name: "Anna", Media: sending(t)})
	anna.until(Safe)
	hears := func(p *person) bool {
		before := p.Stats()[0]
		time.Sleep(time.Second)
		after := p.Stats()[0]
		return after.AudioPackets > before.AudioPackets || after.VideoPackets > before.VideoPackets
	}
	host.untilStats("picture", func(s Stats) bool { return s.VideoPackets > 0 })
	host.sayGroups(host.groupsWord(7, anna))
	if e := anna.until(Grouped); e.Text != "Anna" {
		t.Errorf("%+v", e)
	}
	time.Sleep(100 * time.Millisecond) // what was under way
	if hears(host) {
		t.Error("something still comes from another group")
	}
	if !hears(anna) {
		t.Error("the host, who has not followed its own word here, sends nothing")
	}
	if err := anna.Say("in the group"); err != ErrNotNow {
		t.Errorf("a line to nobody: %v", err)
	}
	host.sayGroups(host.groupsWord(8))
	if e := anna.until(Grouped); e.Code != "over" {
		t.Errorf("%+v", e)
	}
	if !hears(host) {
		t.Error("nothing comes after the groups")
	}
}

func TestAWordOfGroupsIsPassedOnAndAForgedOneCutsOff(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	host, anna, mallory := hostileCall(t, startServer(t))
	old := host.groupsWord(7, anna)
	host.sayGroups(host.groupsWord(8, anna, mallory))
	anna.until(Grouped)
	mallory.sayGroups(old) // in good faith, perhaps
	mallory.sayGroups(bytes.Replace(old, []byte(`"epoch":7`), []byte(`"epoch":9`), 1))
	anna.untilThat("the alarm", func(e Event) bool {
		if e.Kind == Grouped {
			t.Errorf("followed: %+v", e)
		}
		return e.Kind == Alarm && e.Name == "Mallory" && e.Code == "bad-signature"
	})
}
