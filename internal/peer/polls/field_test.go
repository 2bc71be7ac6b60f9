package polls

import (
	"encoding/json"
	"slices"
	"testing"

	"einmal/internal/peer/protocol"
)

func TestTheVectorOfTheProtocol(t *testing.T) {
	got := numbersOf([]uint64{104, 3166, 106910, 3850978})
	if !slices.Equal(got, []uint64{12, 21, 30, 41}) {
		t.Errorf("%v", got)
	}
	if got := numbersOf([]uint64{24, 288, 3456, 41472}); got != nil { // 12 twice, and 0 twice
		t.Errorf("%v", got)
	}
}

// FuzzPolls has a member say anything, twenty words at most.
func FuzzPolls(f *testing.F) {
	poll, _ := json.Marshal(question(true, protocol.PollMultiple))
	f.Add(byte(protocol.KindPoll), poll, byte(protocol.KindPollRecall), []byte("{}"))
	f.Fuzz(func(t *testing.T, kind byte, payload []byte, second byte, more []byte) {
		c := newCall(t, 2)
		one := c.clients[c.sids[0]]
		_ = one.Receive(asker, kind, payload)
		_ = one.Receive(c.sids[1], second, more)
		if all := one.List(); len(all) > 0 {
			_ = one.Answer(all[0].Number, []int{0})
		}
		_ = one.Receive(asker, second, more)
		one.ChannelOpened(c.sids[1])
		one.Gone(asker)
	})
}
