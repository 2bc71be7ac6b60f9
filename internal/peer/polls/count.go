package polls

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"reflect"
	"slices"

	"einmal/internal/peer/protocol"
)

// One secret count (protocol, section 4.13): each voter splits its ballot into random numbers, one
// for each voter; each says the sum of what it got, and the sums add up to all ballots, in no order.
// Who is missing a single number knows nothing of any ballot.

const (
	// values of a ballot are 0 to 7; the rest of its bits are random, so that its voter finds it.
	values = 8
	tags   = 1 << 49
)

type count struct {
	id      protocol.PollID
	asked   protocol.Commitment
	self    protocol.SID
	voters  []protocol.SID
	ballots []uint64   // ours, one for each thing that is counted
	kept    [][]uint64 // what we keep of their powers
	say     func(to protocol.SID, kind byte, m any)

	shares    map[protocol.SID]*protocol.PollShare
	commits   map[protocol.SID]*protocol.PollCommit
	reveals   map[protocol.SID]*protocol.PollReveal
	said      map[protocol.SID][]said // for one whose channel is new
	hasSummed bool
	revealed  bool
}

type said struct {
	kind byte
	m    any
}

// outcome of a count, so far.
type outcome int

const (
	goesOn outcome = iota
	counted
	broken // somebody does not keep to the rules
)

// newCount begins our part in the count of a poll; choices are 0 to 7, one for each thing.
func newCount(poll protocol.Poll, self protocol.SID, voters []protocol.SID, choices []int,
	say func(protocol.SID, byte, any)) *count {
	c := &count{id: poll.ID, asked: askedHash(poll), self: self, voters: voters,
		shares:  map[protocol.SID]*protocol.PollShare{},
		commits: map[protocol.SID]*protocol.PollCommit{},
		reveals: map[protocol.SID]*protocol.PollReveal{}, said: map[protocol.SID][]said{}}
	c.say = func(to protocol.SID, kind byte, m any) {
		c.said[to] = append(c.said[to], said{kind, m})
		say(to, kind, m)
	}
	for _, n := range choices {
		ballot := randomElement()%tags*values + uint64(n)
		c.ballots = append(c.ballots, ballot)
		c.kept = append(c.kept, powersOf(ballot, len(voters)))
	}
	return c
}

func askedHash(poll protocol.Poll) protocol.Commitment {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)                 // as scripts write it
	if err := encoder.Encode(poll); err != nil { // it holds nothing that JSON cannot
		panic(err)
	}
	return sha256.Sum256(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
}

// sayShares gives each voter something else.
func (c *count) sayShares() {
	for _, sid := range c.others() {
		c.say(sid, protocol.KindPollShare, protocol.PollShare{ID: c.id, Asked: c.asked,
			Voters: c.voters, Shares: c.split()})
	}
}

func (c *count) others() []protocol.SID {
	return slices.DeleteFunc(slices.Clone(c.voters),
		func(sid protocol.SID) bool { return sid == c.self })
}

// split takes random numbers out of what we keep.
func (c *count) split() (shares [][]uint64) {
	for _, powers := range c.kept {
		row := make([]uint64, len(powers))
		for i := range powers {
			row[i] = randomElement()
			powers[i] = sub(powers[i], row[i])
		}
		shares = append(shares, row)
	}
	return shares
}

// repeat says again what may be lost.
func (c *count) repeat(sid protocol.SID, say func(protocol.SID, byte, any)) {
	for _, one := range c.said[sid] {
		say(sid, one.kind, one.m)
	}
}

// receive takes a part of another voter in. Once the outcome is counted, chosen has what was chosen
// in each thing, in no order.
func (c *count) receive(from protocol.SID, m any) (o outcome, chosen [][]uint64) {
	switch m := m.(type) {
	case *protocol.PollShare:
		if before := c.shares[from]; before != nil {
			return isAgain(before, m), nil
		}
		if m.Asked != c.asked || !slices.Equal(m.Voters, c.voters) || !c.isShaped(m.Shares) {
			return broken, nil
		}
		c.shares[from] = m
		c.addUp()
	case *protocol.PollCommit:
		if before := c.commits[from]; before != nil {
			return isAgain(before, m), nil
		}
		c.commits[from] = m
	case *protocol.PollReveal:
		if before := c.reveals[from]; before != nil {
			return isAgain(before, m), nil
		}
		c.reveals[from] = m
	}
	c.reveal()
	return c.finish()
}

func isAgain(before, m any) outcome {
	if reflect.DeepEqual(before, m) {
		return goesOn
	}
	return broken
}

func (c *count) isShaped(shares [][]uint64) bool {
	return len(shares) == len(c.ballots) && !slices.ContainsFunc(shares,
		func(row []uint64) bool { return len(row) != len(c.voters) })
}

// addUp promises our sums once all shares are here.
func (c *count) addUp() {
	if len(c.shares) < len(c.voters)-1 || c.hasSummed {
		return
	}
	c.hasSummed = true
	all := [][][]uint64{c.kept}
	for _, m := range c.shares {
		all = append(all, m.Shares)
	}
	own := &protocol.PollReveal{ID: c.id, Sums: sumOf(all)}
	_, _ = rand.Read(own.Nonce[:]) // it never fails
	c.reveals[c.self] = own
	commit := &protocol.PollCommit{ID: c.id, Hash: commitment(c.id, c.self, own)}
	c.commits[c.self] = commit
	for _, sid := range c.others() {
		c.say(sid, protocol.KindPollCommit, *commit)
	}
}

// reveal says our sums, once all have promised theirs, and never before.
func (c *count) reveal() {
	if c.revealed || !c.hasSummed || len(c.commits) < len(c.voters) {
		return
	}
	c.revealed = true
	own := c.reveals[c.self]
	own.Commits = c.hashes()
	for _, sid := range c.others() {
		c.say(sid, protocol.KindPollReveal, *own)
	}
}

func (c *count) hashes() (hashes []protocol.Commitment) {
	for _, sid := range c.voters {
		hashes = append(hashes, c.commits[sid].Hash)
	}
	return hashes
}

func (c *count) finish() (outcome, [][]uint64) {
	if !c.revealed || len(c.reveals) < len(c.voters) {
		return goesOn, nil
	}
	var all [][][]uint64
	for _, sid := range c.voters {
		m := c.reveals[sid]
		if !c.isShaped(m.Sums) || commitment(c.id, sid, m) != c.commits[sid].Hash ||
			!slices.Equal(m.Commits, c.hashes()) {
			return broken, nil
		}
		all = append(all, m.Sums)
	}
	var chosen [][]uint64
	for i, sums := range sumOf(all) {
		numbers := numbersOf(sums)
		// ours is among them: nobody has put another in its place
		if numbers == nil || !slices.Contains(numbers, c.ballots[i]) {
			return broken, nil
		}
		for k := range numbers {
			numbers[k] %= values
		}
		chosen = append(chosen, numbers)
	}
	return counted, chosen
}

func sumOf(all [][][]uint64) [][]uint64 {
	var sums [][]uint64
	for _, row := range all[0] {
		sums = append(sums, make([]uint64, len(row)))
	}
	for _, one := range all {
		for i, row := range one {
			for k, n := range row {
				sums[i][k] = add(sums[i][k], n)
			}
		}
	}
	return sums
}

// commitment is of what one voter will say its sums are.
func commitment(id protocol.PollID, sid protocol.SID, m *protocol.PollReveal) protocol.Commitment {
	text := append(append([]byte("einmal/1 poll"), id[:]...), sid[:]...)
	for _, row := range m.Sums {
		for _, n := range row {
			text = binary.BigEndian.AppendUint64(text, n)
		}
	}
	return sha256.Sum256(append(text, m.Nonce[:]...))
}
