//go:build evil

package evil

// What a server can say in the host's name, and do to what the host did say. It lacks the host key.

// forgery changes a roster that the host has signed; the signature stays.
type forgery func(s *Server, roster jsonMessage) jsonMessage

var forgeries = []forgery{
	func(s *Server, t jsonMessage) jsonMessage { // lets a stranger in
		return t.withFields("members", append(t.rosterMembers(),
			member{s.randomText(8), s.randomText(32), "guest"}))
	},
	func(s *Server, t jsonMessage) jsonMessage { // shows somebody else under a known sid
		members := t.rosterMembers()
		members[s.rand.IntN(len(members))].Key = s.randomText(32)
		return t.withFields("members", members)
	},
	func(_ *Server, t jsonMessage) jsonMessage { // swaps two sids
		members := t.rosterMembers()
		last := len(members) - 1
		members[0].SID, members[last].SID = members[last].SID, members[0].SID
		return t.withFields("members", members)
	},
	func(_ *Server, t jsonMessage) jsonMessage { // makes a guest the host
		members := t.rosterMembers()
		last := len(members) - 1
		members[0].Role, members[last].Role = members[last].Role, members[0].Role
		return t.withFields("members", members)
	},
	func(_ *Server, t jsonMessage) jsonMessage { // removes all but one
		return t.withFields("members", t.rosterMembers()[:1])
	},
	func(_ *Server, t jsonMessage) jsonMessage { // shows an old list as a new one
		return t.withFields("epoch", t.rosterEpoch()+1)
	},
	func(s *Server, t jsonMessage) jsonMessage {
		return t.withFields("signature", s.randomText(64))
	},
}

// forgeRoster changes the first roster that a guest gets; the real one may follow or not.
func forgeRoster(s *Server) filter {
	follows := s.rand.IntN(2) == 0
	return func(m Message) []Message {
		if s.fired > 0 || !m.isTextTo("roster") || m.Client.isHost ||
			len(parseText(m.Data).rosterMembers()) < 2 {
			return []Message{m}
		}
		s.fired++
		s.expectAlarm(m.Client, "")
		t := parseText(m.Data)
		forged := forgeries[s.rand.IntN(len(forgeries))](s, t)
		if follows {
			newer := forged.withFields("epoch", forged.rosterEpoch()+1)
			return []Message{m.withData(newer.encode()), m}
		}
		return []Message{m.withData(forged.encode())}
	}
}

// strikeGuests speaks to the guests of a running call in the host's name; what it says is made from
// the newest roster.
func strikeGuests(make func(s *Server, newest jsonMessage, to *Client) jsonMessage) func(*Server) {
	return func(s *Server) {
		if len(s.rosters) == 0 {
			return
		}
		newest := s.rosters[len(s.rosters)-1]
		for _, guest := range s.guests() {
			s.fired++
			s.expectAlarm(guest, "")
			s.deliver(textTo(guest, make(s, newest, guest)))
		}
	}
}

func strikeWithForgedRoster(which int) func(*Server) {
	return strikeGuests(func(s *Server, newest jsonMessage, _ *Client) jsonMessage {
		return forgeries[which](s, newest.withFields("epoch", newest.rosterEpoch()+1))
	})
}

// lateSignature is some signature by the host key, or none at all.
func (s *Server) lateSignature(newest jsonMessage) string {
	if s.rand.IntN(2) == 0 {
		return s.randomText(64)
	}
	return newest.stringField("signature")
}

// afterWelcome says something to a guest right after its welcome, before the host has shown its
// key.
func afterWelcome(makes func(s *Server, to *Client) []jsonMessage) func(*Server) filter {
	return func(s *Server) filter {
		return func(m Message) []Message {
			if !m.isTextTo("welcome") || m.Client.isHost {
				return []Message{m}
			}
			s.fired++
			out := []Message{m}
			for _, t := range makes(s, m.Client) {
				out = append(out, textTo(m.Client, t))
			}
			return out
		}
	}
}

func earlyCommands(s *Server, to *Client) []jsonMessage {
	stranger := member{s.randomText(8), s.randomText(32), "host"}
	return []jsonMessage{
		newText("deny", "sid", to.sid, "signature", s.randomText(64)),
		newText("end", "signature", s.randomText(64)),
		newText("roster", "epoch", 1, "members", []member{stranger, {to.sid, to.key, "guest"}},
			"signature", s.randomText(64)),
	}
}

// showRoster shows the list of those who are in to a guest who waits and knows the host by now.
func showRoster(s *Server) filter {
	return func(m Message) []Message {
		if len(s.rosters) == 0 || !m.isFrame(transport) || m.Client.isHost {
			return []Message{m}
		}
		s.fired++
		return []Message{m, textTo(m.Client, s.rosters[0])}
	}
}

// oldRoster sends each roster again, after the newest.
func oldRoster(s *Server) {
	for _, c := range s.clients {
		for _, t := range s.rosters {
			s.fired++
			s.deliver(textTo(c, t))
		}
	}
}

// withholdRosters shows the first guest no roster but its first.
func withholdRosters(s *Server) filter {
	var seen jsonMessage
	return func(m Message) []Message {
		if !m.isTextTo("roster") || len(s.guests()) == 0 || m.Client != s.guests()[0] {
			return []Message{m}
		}
		if seen == nil {
			seen = parseText(m.Data)
			return []Message{m}
		}
		s.fired++
		return []Message{m.withData(seen.encode())}
	}
}

// withhold keeps something that the host said from all guests, and closes nobody's connection.
func withhold(is func(s *Server, t jsonMessage) bool) func(*Server) filter {
	return func(s *Server) filter {
		return func(m Message) []Message {
			if m.Up || m.Binary || m.Client == nil || m.Client.isHost || !is(s, parseText(m.Data)) {
				return []Message{m}
			}
			s.fired++
			s.keepsOpen = true
			return nil
		}
	}
}

func isEndOfCall(_ *Server, t jsonMessage) bool { return t.stringField("kind") == "end" }

func isRemoval(s *Server, t jsonMessage) bool {
	last := len(s.rosters) - 1
	return t.stringField("kind") == "roster" && last > 0 &&
		len(t.rosterMembers()) < len(s.rosters[last-1].rosterMembers())
}

func commandAttacks() []Attack {
	late := func(name, says string, strike func(*Server)) Attack {
		return Attack{Name: name, Summary: says, Must: AlarmAndGoOn, Late: true, strike: strike}
	}
	return []Attack{
		{Name: "forge-first-roster", Summary: "changes the list that lets a guest in", Must: Alarm,
			newFilter: forgeRoster},
		late("forge-admit", "adds a stranger to the host's list", strikeWithForgedRoster(0)),
		late("forge-key", "puts another key beside a member's sid", strikeWithForgedRoster(1)),
		late("forge-sids", "swaps two sids in the host's list", strikeWithForgedRoster(2)),
		late("forge-role", "makes a guest the host", strikeWithForgedRoster(3)),
		late("forge-removal", "takes members off the host's list", strikeWithForgedRoster(4)),
		late("forge-epoch", "shows an old list as a new one", strikeWithForgedRoster(5)),
		late("forge-deny", "turns a guest away in the host's name",
			strikeGuests(func(s *Server, newest jsonMessage, to *Client) jsonMessage {
				return newText("deny", "sid", to.sid, "signature", s.lateSignature(newest))
			})),
		late("forge-end", "ends the call in the host's name",
			strikeGuests(func(s *Server, newest jsonMessage, _ *Client) jsonMessage {
				return newText("end", "signature", s.lateSignature(newest))
			})),
		{Name: "forge-early", Must: GoOn,
			Summary:   "speaks in the host's name before the host has shown its key",
			newFilter: afterWelcome(earlyCommands)},
		{Name: "show-roster", Summary: "shows a guest who waits the list of those who are in",
			Must: GoOn, newFilter: showRoster},
		{Name: "old-roster", Summary: "serves lists that are out of date", Must: GoOn, Late: true,
			strike: oldRoster},
		{Name: "split", Summary: "shows a guest an older list than the others", Must: Denied,
			newFilter: withholdRosters},
		{Name: "withhold-removal", Summary: "does not pass on that the host removed somebody",
			Must: GoOn, Removes: true, newFilter: withhold(isRemoval)},
		{Name: "withhold-removal-apart", Must: GoOn, People: 3,
			Summary: "does not pass on that the host removed somebody, to one who finds the " +
				"host only then",
			Removes: true, Apart: true, newFilter: keepApart},
		{Name: "withhold-end", Summary: "does not pass on that the host ended the call", Must: GoOn,
			Ends: true, newFilter: withhold(isEndOfCall)},
	}
}
