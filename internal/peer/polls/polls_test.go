package polls

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"einmal/internal/peer/protocol"
)

// call is several clients whose words arrive in the order in which they were said.
type call struct {
	t       *testing.T
	clients map[protocol.SID]*client
	queue   []func()
	sids    []protocol.SID
}

type client struct {
	*Polls
	sid   protocol.SID
	told  []Poll
	fails []error
	timer []func()
}

func newCall(t *testing.T, people int) *call {
	c := &call{t: t, clients: map[protocol.SID]*client{}}
	for i := range people {
		sid := protocol.SID{byte(i + 1)}
		one := &client{sid: sid}
		c.sids = append(c.sids, sid)
		c.clients[sid] = one
		one.Polls = New(&Env{Name: fmt.Sprint("Person ", i+1),
			Own:     func() protocol.SID { return sid },
			Members: func() []protocol.SID { return c.sids },
			NameOf:  func(sid protocol.SID) string { return fmt.Sprint("Person ", sid[0]) },
			Say: func(to protocol.SID, kind byte, payload []byte) {
				c.post(sid, to, kind, payload)
			},
			SayAll: func(kind byte, payload []byte) {
				for _, to := range c.sids {
					c.post(sid, to, kind, payload)
				}
			},
			After: func(_ time.Duration, f func()) { one.timer = append(one.timer, f) },
			Tell:  func(p Poll) { one.told = append(one.told, p) }})
	}
	return c
}

func (c *call) post(from, to protocol.SID, kind byte, payload []byte) {
	if one := c.clients[to]; one != nil && from != to {
		c.queue = append(c.queue, func() {
			if err := one.Receive(from, kind, payload); err != nil {
				one.fails = append(one.fails, err)
			}
		})
	}
}

func (c *call) deliver() {
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		next()
	}
}

// say has somebody who is no client here say something to all.
func (c *call) say(from protocol.SID, kind byte, m any) {
	payload, err := json.Marshal(m)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, to := range c.sids {
		c.post(from, to, kind, payload)
	}
	c.deliver()
}

var asker = protocol.SID{99}

func question(secret bool, kind string) protocol.Poll {
	return protocol.Poll{ID: protocol.PollID{7}, Question: "Blue, or <green>?", Type: kind,
		Choices: []string{"Blue", "Green"}, Secret: secret}
}

func TestAnOpenPollIsAnsweredByNameAndItsLastWordCounts(t *testing.T) {
	c := newCall(t, 2)
	c.sids = append(c.sids, asker)
	one, two := c.clients[c.sids[0]], c.clients[c.sids[1]]
	c.say(asker, protocol.KindPoll, question(false, protocol.PollSingle))
	for _, wrong := range [][]int{{2}, {0, 1}, {-1}} {
		if err := one.Answer(1, wrong); err != ErrNoChoice {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if err := one.Answer(2, []int{0}); err != ErrNoPoll {
		t.Error(err)
	}
	for client, choice := range map[*client]int{one: 0, two: 1} {
		if err := client.Answer(1, []int{choice}); err != nil {
			t.Fatal(err)
		}
	}
	c.deliver()
	_ = one.Answer(1, []int{1}) // crosses with the end
	c.queue = nil
	c.say(asker, protocol.KindPollClose, protocol.PollClose{ID: protocol.PollID{7}})
	for _, client := range []*client{one, two} {
		p := client.List()[0]
		if p.State != Closed || !slices.Equal(p.Counts, []int{0, 2}) || p.Answered != 2 ||
			len(client.fails) > 0 {
			t.Errorf("%+v, %v", p, client.fails)
		}
	}
	if one.Answer(1, nil) != ErrNoPoll {
		t.Error("a poll that is over is answered")
	}
}

func TestASecretPollIsCountedByAllAndNobodySaysAnAnswer(t *testing.T) {
	for _, kind := range []string{protocol.PollSingle, protocol.PollMultiple, protocol.PollScale} {
		c := newCall(t, 5)
		c.sids = append(c.sids, asker)
		c.say(asker, protocol.KindPoll, question(true, kind))
		for i, sid := range c.sids[:5] {
			if err := c.clients[sid].Answer(1, []int{min(1, i%3)}); err != nil {
				t.Fatal(err)
			}
		}
		c.deliver()
		voters := c.sids[:5]
		c.say(asker, protocol.KindPollClose,
			protocol.PollClose{ID: protocol.PollID{7}, Voters: &voters})
		want := []int{2, 3}
		if kind == protocol.PollScale {
			want = []int{2, 3, 0, 0, 0}
		}
		for _, sid := range c.sids[:5] {
			p := c.clients[sid].List()[0]
			if p.State != Closed || !slices.Equal(p.Counts, want) || p.Uncounted != "" {
				t.Errorf("%s: %+v, %v", kind, p, c.clients[sid].fails)
			}
		}
	}
}

// TestASecretCountWithoutResult: whatever is wrong, it ends and gives no numbers.
func TestASecretCountWithoutResult(t *testing.T) {
	for name, one := range map[string]struct {
		want string
		do   func(c *call, voters []protocol.SID)
	}{
		"three voters": {"few", func(c *call, voters []protocol.SID) {
			few := voters[:3]
			c.say(asker, protocol.KindPollClose,
				protocol.PollClose{ID: protocol.PollID{7}, Voters: &few})
		}},
		"somebody is silent": {"silent", func(c *call, voters []protocol.SID) {
			c.clients[voters[3]].Polls = New(c.clients[voters[3]].env)
			c.say(asker, protocol.KindPollClose,
				protocol.PollClose{ID: protocol.PollID{7}, Voters: &voters})
			c.clients[voters[0]].timer[0]()
		}},
		"somebody leaves": {"left", func(c *call, voters []protocol.SID) {
			c.clients[voters[3]].Polls = New(c.clients[voters[3]].env)
			c.say(asker, protocol.KindPollClose,
				protocol.PollClose{ID: protocol.PollID{7}, Voters: &voters})
			c.clients[voters[0]].Gone(voters[3])
		}},
		"another sum than was promised": {"broken", func(c *call, voters []protocol.SID) {
			close, _ := json.Marshal(protocol.PollClose{ID: protocol.PollID{7}, Voters: &voters})
			for _, to := range voters {
				c.post(asker, to, protocol.KindPollClose, close)
			}
			for lied := false; len(c.queue) > 0; {
				next := c.queue[0]
				c.queue = c.queue[1:]
				if e := c.clients[voters[3]].entries[0]; !lied && e.count != nil &&
					e.count.hasSummed && !e.count.revealed {
					lied = true
					// as of another ballot of its own: all else would fit
					ballot, sums := e.count.ballots[0], e.count.reveals[voters[3]].Sums[0]
					for i, n := range powersOf(ballot+1, 4) {
						sums[i] = add(sums[i], sub(n, powersOf(ballot, 4)[i]))
					}
				}
				next()
			}
		}},
		"a ballot that was not asked": {"broken", func(c *call, voters []protocol.SID) {
			other := question(true, protocol.PollSingle)
			other.Question = "Another?"
			c.clients[voters[3]].entries[0].poll = other
			c.say(asker, protocol.KindPollClose,
				protocol.PollClose{ID: protocol.PollID{7}, Voters: &voters})
		}},
	} {
		c := newCall(t, 4)
		c.sids = append(c.sids, asker)
		c.say(asker, protocol.KindPoll, question(true, protocol.PollSingle))
		voters := c.sids[:4]
		for _, sid := range voters {
			_ = c.clients[sid].Answer(1, []int{0})
		}
		c.deliver()
		one.do(c, voters)
		if p := c.clients[voters[0]].List()[0]; p.State != Closed || p.Uncounted != one.want ||
			p.Counts != nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestWhatIsNotOnesOwnIsAViolationAndAllIsBounded(t *testing.T) {
	c := newCall(t, 1)
	one := c.clients[c.sids[0]]
	receive := func(from protocol.SID, kind byte, m any) error {
		payload, _ := json.Marshal(m)
		return one.Receive(from, kind, payload)
	}
	early := protocol.PollAnswer{ID: protocol.PollID{7}, Choices: []int{1}}
	if err := receive(protocol.SID{50}, protocol.KindPollAnswer, early); err != nil {
		t.Fatal(err)
	}
	if err := receive(asker, protocol.KindPoll, question(false, protocol.PollSingle)); err != nil {
		t.Fatal(err)
	}
	if p := one.List()[0]; p.Answered != 1 {
		t.Errorf("what came early is lost: %+v", p)
	}
	for name, err := range map[string]error{
		"another's poll":    receive(protocol.SID{50}, protocol.KindPoll, question(false, "single")),
		"another's end":     receive(protocol.SID{50}, protocol.KindPollClose, protocol.PollClose{ID: protocol.PollID{7}}),
		"no such choice":    receive(asker, protocol.KindPollAnswer, protocol.PollAnswer{ID: protocol.PollID{7}, Choices: []int{5}}),
		"a secret word":     receive(asker, protocol.KindPollAnswered, protocol.PollAnswered{ID: protocol.PollID{7}}),
		"a count of others": receive(asker, protocol.KindPollCommit, protocol.PollCommit{ID: protocol.PollID{7}}),
	} {
		if err != protocol.ErrBadMessage {
			t.Errorf("%s: %v", name, err)
		}
	}
	for from := byte(1); from < 6; from++ {
		for n := byte(0); n < maxEach; n++ {
			poll := question(false, protocol.PollSingle)
			poll.ID = protocol.PollID{from, n, 1}
			if err := receive(protocol.SID{from, 9}, protocol.KindPoll, poll); err != nil {
				t.Fatal(err)
			}
		}
	}
	poll := question(false, protocol.PollSingle)
	poll.ID = protocol.PollID{1, maxEach, 1}
	if err := receive(protocol.SID{1, 9}, protocol.KindPoll, poll); err != protocol.ErrBadMessage {
		t.Errorf("an eleventh: %v", err)
	}
	for n := range byte(100) {
		_ = receive(asker, protocol.KindPollAnswer,
			protocol.PollAnswer{ID: protocol.PollID{n, 8}, Choices: []int{1}})
	}
	if len(one.entries) > maxAll || len(one.early) > maxEarly {
		t.Errorf("%d polls, %d early words", len(one.entries), len(one.early))
	}
}

func TestWhoComesLateIsToldByTheEarliest(t *testing.T) {
	c := newCall(t, 3)
	late := c.sids[2]
	c.sids = append(c.sids, asker)
	c.say(asker, protocol.KindPoll, question(false, protocol.PollSingle))
	_ = c.clients[c.sids[0]].Answer(1, []int{1})
	c.deliver()
	c.sids = c.sids[:3] // the asker leaves
	for _, sid := range c.sids[:2] {
		c.clients[sid].Gone(asker)
	}
	c.clients[late].Polls = New(c.clients[late].env)
	c.clients[late].ChannelOpened(c.sids[0])
	c.clients[late].ChannelOpened(c.sids[1])
	c.deliver()
	all := c.clients[late].List()
	if len(all) != 1 || all[0].Told != "Person 1" || !slices.Equal(all[0].Counts, []int{0, 1}) {
		t.Errorf("%+v, %v", all, c.clients[late].fails)
	}
}
