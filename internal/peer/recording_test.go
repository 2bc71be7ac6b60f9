package peer

import (
	"crypto/ed25519"
	"testing"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
	"einmal/internal/recording"
)

// TestARecordingThatSomebodyIsMissingInGetsNothing: whatever the recorder says, we count ourselves.
func TestARecordingThatSomebodyIsMissingInGetsNothing(t *testing.T) {
	c := &Call{room: protocol.RoomID{1}, sid: protocol.SID{3}}
	keys := map[protocol.SID]ed25519.PrivateKey{}
	members := []protocol.Member{}
	for i := byte(1); i <= 3; i++ { // the recorder, somebody, we
		sid, key := protocol.SID{i}, ed25519.NewKeyFromSeed(append(make([]byte, 31), i))
		keys[sid] = key
		members = append(members, protocol.Member{SID: sid, Key: seal.PublicKeyOf(key)})
	}
	c.roster = &protocol.Roster{Epoch: 10, Members: members}
	ask := &recordingAsk{answer: recording.Yes, asked: recording.Asked{ID: [8]byte{9},
		Recorder: protocol.SID{1}, What: []string{"sound"}}}
	answer := func(sid protocol.SID, word string, epoch uint64) protocol.NamedAnswer {
		answered := recording.Answered{Epoch: epoch, Answer: word, At: 5}
		text := recording.AnswerText(recording.RoomTag(c.room), ask.asked, answered)
		return protocol.NamedAnswer{SID: sid, Epoch: epoch, Answer: word, At: 5,
			Signature: seal.SignText(keys[sid], text)}
	}
	all := func(word string) []protocol.NamedAnswer {
		return []protocol.NamedAnswer{answer(protocol.SID{1}, recording.Yes, 10),
			answer(protocol.SID{2}, word, 10), answer(protocol.SID{3}, recording.Yes, 10)}
	}
	forged := all(recording.Yes)
	forged[1].Signature[0] ^= 1
	late := all(recording.Yes)
	late[1] = answer(protocol.SID{2}, recording.Yes, 11)
	for name, one := range map[string]struct {
		answers []protocol.NamedAnswer
		epoch   uint64
		want    bool
	}{
		"everybody":                  {all(recording.Yes), 10, true},
		"somebody without a picture": {all(recording.WithoutPicture), 10, true},
		"somebody's no":              {all(recording.No), 10, false},
		"somebody missing":           {all(recording.Yes)[:1], 10, false},
		"a forged answer":            {forged, 10, false},
		"an answer by a later list":  {late, 10, false},
		"an older list, without us":  {all(recording.Yes)[:2], 9, false},
	} {
		m := &protocol.RecordOn{ID: ask.asked.ID, Epoch: one.epoch, Answers: one.answers}
		if one.epoch == 9 {
			for i := range m.Answers {
				m.Answers[i] = answer(m.Answers[i].SID, m.Answers[i].Answer, 9)
			}
		}
		if got := c.isAgreedByAll(ask, m); got != one.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
