//go:build evil

package evil

// What a server can say in the host's name, and what it can do to what the host did say. It has no
// host key.

// forgeries of a roster that the host has signed; the signature stays.
var forgeries = []func(s *Server, t text) text{
	func(s *Server, t text) text { // lets a stranger in
		return t.but("members", append(t.members(), member{s.words(8), s.words(32), "guest"}))
	},
	func(s *Server, t text) text { // shows somebody else under a known sid
		members := t.members()
		members[s.rand.IntN(len(members))].Key = s.words(32)
		return t.but("members", members)
	},
	func(_ *Server, t text) text { // swaps two sids
		members := t.members()
		last := len(members) - 1
		members[0].SID, members[last].SID = members[last].SID, members[0].SID
		return t.but("members", members)
	},
	func(_ *Server, t text) text { // makes a guest the host
		members := t.members()
		last := len(members) - 1
		members[0].Role, members[last].Role = members[last].Role, members[0].Role
		return t.but("members", members)
	},
	// removes all but one
	func(_ *Server, t text) text { return t.but("members", t.members()[:1]) },
	func(_ *Server, t text) text { return t.but("epoch", t.epoch()+1) }, // an old list as a new one
	func(s *Server, t text) text { return t.but("signature", s.words(64)) },
}

// forgeRoster changes the first roster that a guest gets; the real one may follow or not.
func forgeRoster(s *Server) change {
	follows := s.rand.IntN(2) == 0
	return func(m Message) []Message {
		if s.fired > 0 || !m.isTo("roster") || m.Client.host || len(parse(m.Data).members()) < 2 {
			return []Message{m}
		}
		s.fired++
		s.expect(m.Client, "")
		t := parse(m.Data)
		forged := forgeries[s.rand.IntN(len(forgeries))](s, t)
		if follows {
			return []Message{m.with(forged.but("epoch", forged.epoch()+1).encode()), m}
		}
		return []Message{m.with(forged.encode())}
	}
}

// command strikes a running call with words in the host's name, made from the newest roster.
func command(make func(s *Server, newest text, to *Client) text) func(*Server) {
	return func(s *Server) {
		if len(s.rosters) == 0 {
			return
		}
		newest := s.rosters[len(s.rosters)-1]
		for _, guest := range s.guests() {
			s.fired++
			s.expect(guest, "")
			s.deliver(say(guest, make(s, newest, guest)))
		}
	}
}

func commandRoster(which int) func(*Server) {
	return command(func(s *Server, newest text, _ *Client) text {
		return forgeries[which](s, newest.but("epoch", newest.epoch()+1))
	})
}

func sentence(kind string, fields ...any) text {
	return text{}.but(append(fields, "kind", kind)...)
}

// lateSignature is some signature by the host key, or none at all.
func (s *Server) lateSignature(newest text) string {
	if s.rand.IntN(2) == 0 {
		return s.words(64)
	}
	return newest.word("signature")
}

// early says something to a guest right after its welcome, before the host has shown its key.
func early(makes func(s *Server, to *Client) []text) func(*Server) change {
	return func(s *Server) change {
		return func(m Message) []Message {
			if !m.isTo("welcome") || m.Client.host {
				return []Message{m}
			}
			s.fired++
			out := []Message{m}
			for _, t := range makes(s, m.Client) {
				out = append(out, say(m.Client, t))
			}
			return out
		}
	}
}

func earlyCommands(s *Server, to *Client) []text {
	stranger := member{s.words(8), s.words(32), "host"}
	return []text{
		sentence("deny", "sid", to.sid, "signature", s.words(64)),
		sentence("end", "signature", s.words(64)),
		sentence("roster", "epoch", 1, "members", []member{stranger, {to.sid, to.key, "guest"}},
			"signature", s.words(64)),
	}
}

// showRoster shows a guest who waits, and knows the host by now, the list of those who are in.
func showRoster(s *Server) change {
	return func(m Message) []Message {
		if len(s.rosters) == 0 || !m.isFrame(transport) || m.Client.host {
			return []Message{m}
		}
		s.fired++
		return []Message{m, say(m.Client, s.rosters[0])}
	}
}

// oldRoster says each roster again, after the newest.
func oldRoster(s *Server) {
	for _, c := range s.clients {
		for _, t := range s.rosters {
			s.fired++
			s.deliver(say(c, t))
		}
	}
}

// withholdRosters shows the first guest no roster after its first one.
func withholdRosters(s *Server) change {
	var seen text
	return func(m Message) []Message {
		if !m.isTo("roster") || len(s.guests()) == 0 || m.Client != s.guests()[0] {
			return []Message{m}
		}
		if seen == nil {
			seen = parse(m.Data)
			return []Message{m}
		}
		s.fired++
		return []Message{m.with(seen.encode())}
	}
}

// withhold keeps the host's word from all guests, and lets nobody go.
func withhold(is func(s *Server, t text) bool) func(*Server) change {
	return func(s *Server) change {
		return func(m Message) []Message {
			if m.Up || m.Binary || m.Client == nil || m.Client.host || !is(s, parse(m.Data)) {
				return []Message{m}
			}
			s.fired++
			s.mute = true
			return nil
		}
	}
}

func isEnd(_ *Server, t text) bool { return t.word("kind") == "end" }

func isRemoval(s *Server, t text) bool {
	last := len(s.rosters) - 1
	return t.word("kind") == "roster" && last > 0 &&
		len(t.members()) < len(s.rosters[last-1].members())
}

func commandAttacks() []Attack {
	late := func(name, says string, strike func(*Server)) Attack {
		return Attack{Name: name, Says: says, Must: AlarmAndGoOn, Late: true, strike: strike}
	}
	return []Attack{
		{Name: "forge-first-roster", Says: "changes the list that lets a guest in", Must: Alarm,
			start: forgeRoster},
		late("forge-admit", "adds a stranger to the host's list", commandRoster(0)),
		late("forge-key", "puts another key beside a member's sid", commandRoster(1)),
		late("forge-sids", "swaps two sids in the host's list", commandRoster(2)),
		late("forge-role", "makes a guest the host", commandRoster(3)),
		late("forge-removal", "takes members off the host's list", commandRoster(4)),
		late("forge-epoch", "shows an old list as a new one", commandRoster(5)),
		late("forge-deny", "turns a guest away in the host's name",
			command(func(s *Server, newest text, to *Client) text {
				return sentence("deny", "sid", to.sid, "signature", s.lateSignature(newest))
			})),
		late("forge-end", "ends the call in the host's name",
			command(func(s *Server, newest text, _ *Client) text {
				return sentence("end", "signature", s.lateSignature(newest))
			})),
		{Name: "forge-early", Says: "speaks in the host's name before the host has shown its key",
			Must: GoOn, start: early(earlyCommands)},
		{Name: "show-roster", Says: "shows a guest who waits the list of those who are in",
			Must: GoOn, start: showRoster},
		{Name: "old-roster", Says: "serves lists that are out of date", Must: GoOn, Late: true,
			strike: oldRoster},
		{Name: "split", Says: "shows a guest an older list than the others", Must: Denied,
			start: withholdRosters},
		{Name: "withhold-removal", Says: "does not pass on that the host removed somebody",
			Must: GoOn, Removes: true, start: withhold(isRemoval)},
		{Name: "withhold-removal-apart", Says: "does not pass on that the host removed somebody, " +
			"to one who finds the host only then", Must: GoOn, People: 3,
			Removes: true, Apart: true, start: keepApart},
		{Name: "withhold-end", Says: "does not pass on that the host ended the call", Must: GoOn,
			Ends: true, start: withhold(isEnd)},
	}
}
