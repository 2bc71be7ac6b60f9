//go:build evil

package evil

import "github.com/gorilla/websocket"

// What a server can lie about in its own name: who is who, who is here, and why a connection ends.

// wrongSID tells a guest another sid than the rest hears: nobody's, or somebody else's.
func wrongSID(s *Server) change {
	return func(m Message) []Message {
		if s.fired > 0 || !m.isTo("welcome") || m.Client.host {
			return []Message{m}
		}
		s.fired++
		sid := s.words(8)
		if s.rand.IntN(2) == 0 {
			sid = s.clients[0].sid
		}
		return []Message{m.with(parse(m.Data).but("sid", sid).encode())}
	}
}

// anotherHost names a stranger as the host to a guest who comes.
func anotherHost(s *Server) change {
	return func(m Message) []Message {
		if m.Client == nil || m.Client.host || !m.isTo("welcome") && !m.isTo("host") {
			return []Message{m}
		}
		s.fired++
		return []Message{m.with(parse(m.Data).but("host", s.words(8)).encode())}
	}
}

// ghosts announces people who are not there, and lets them knock on every door.
func ghosts(s *Server) change {
	return func(m Message) []Message {
		if !m.isTo("welcome") && !m.isTo("roster") {
			return []Message{m}
		}
		s.fired++
		ghost := s.bytes(8)
		hello := append(append(append(ghost[:8:8], message1), s.bytes(8)...), s.bytes(49)...)
		return []Message{m,
			say(m.Client, sentence("knock", "sid", base64url.EncodeToString(ghost))),
			{Client: m.Client, Binary: true, Data: hello},
		}
	}
}

// everybody says the same things to all, once.
func everybody(makes func(s *Server, to *Client) []text) func(*Server) {
	return func(s *Server) {
		for _, c := range s.clients {
			for _, t := range makes(s, c) {
				s.fired++
				s.deliver(say(c, t))
			}
		}
	}
}

func leftAll(s *Server, to *Client) (texts []text) {
	for _, c := range s.clients {
		if c != to && c.sid != "" { // not welcomed yet
			texts = append(texts, sentence("left", "sid", c.sid))
		}
	}
	return texts
}

var spoofed = []string{"denied", "removed", "replaced", "room-gone", "ended", "bad-signature",
	"internal"}

func errors7(s *Server, _ *Client) (texts []text) {
	for _, code := range spoofed {
		texts = append(texts, sentence("error", "code", code, "message", "This is not so."))
	}
	return texts
}

func newSID(s *Server, to *Client) []text {
	return []text{sentence("welcome", "sid", s.words(8), "role", "knocker", "seats", 6)}
}

// spoofClosings ends each connection with a reason that is not true.
func spoofClosings(s *Server) {
	for _, c := range s.clients {
		s.fired++
		c.wire.down.close(websocket.ClosePolicyViolation, spoofed[s.rand.IntN(len(spoofed))])
	}
}

func hangUp(s *Server) {
	for _, c := range s.clients {
		s.fired++
		c.wire.cut()
	}
}

// turnAway ends the connection of each guest who waits, as if the host had.
func turnAway(s *Server) change {
	return func(m Message) []Message {
		if m.isTo("welcome") && !m.Client.host {
			s.fired++
			reason := []string{"denied", "removed", "ended"}[s.rand.IntN(3)]
			s.deliver(m)
			m.Client.wire.down.close(websocket.ClosePolicyViolation, reason)
			return nil
		}
		return []Message{m}
	}
}

// rollBack takes a guest back to an old list: it loses its pairs, gets another sid and then its old
// one again.
func rollBack(s *Server) change {
	done := false
	return func(m Message) []Message {
		if len(s.rosters) < 2 || m.Client == nil {
			return []Message{m}
		}
		victim := s.bySID(s.rosters[1].members()[1].SID)
		if m.Binary && (m.Client == victim ||
			base64url.EncodeToString(m.Data[:typeAt]) == victim.sid) {
			return nil // so that it has no pair that lives
		}
		if done || m.Client != victim || !m.isTo("roster") ||
			parse(m.Data).epoch() <= s.rosters[1].epoch() {
			return []Message{m}
		}
		done = true
		s.fired++
		return []Message{m,
			say(victim, sentence("welcome", "sid", s.words(8), "role", "knocker", "seats", 6)),
			say(victim, sentence("welcome", "sid", victim.sid, "role", "guest", "seats", 6, "host",
				s.clients[0].sid, "roster", s.rosters[1].without("kind"))),
			say(victim, s.rosters[1]),
		}
	}
}

// oldWelcome shows a host who comes back the list from before the newest.
func oldWelcome(s *Server) change {
	return func(m Message) []Message {
		if !m.isTo("welcome") || !m.Client.host || len(s.rosters) < 2 {
			return []Message{m}
		}
		s.fired++
		old := s.rosters[len(s.rosters)-2].without("kind")
		return []Message{m.with(parse(m.Data).but("roster", old).encode())}
	}
}

// notThere keeps the list that lets the first guest in to itself, and tells the host that nobody is
// there under this sid.
func notThere(s *Server) change {
	return func(m Message) []Message {
		if s.fired > 0 || !m.Up || m.Client == nil || m.kind() != "roster" {
			return []Message{m}
		}
		members := parse(m.Data).members()
		if len(members) < 2 {
			return []Message{m}
		}
		s.fired++
		sid := members[len(members)-1].SID
		return []Message{say(m.Client, sentence("error", "code", "unknown-peer", "message",
			"This is not so.", "sid", sid))}
	}
}

// staleNonce shows each guest a nonce of the server's choice; what is signed over it is good for
// nothing.
func staleNonce(s *Server) change {
	return func(m Message) []Message {
		if m.Up || m.Binary || m.kind() != "challenge" || len(s.clients) == 0 {
			return []Message{m} // the host comes first, and has to be there
		}
		s.fired++
		return []Message{m.with(parse(m.Data).but("nonce", s.words(32)).encode())}
	}
}

// leftEarly calls each guest gone as soon as it is let in.
func leftEarly(s *Server) change {
	return func(m Message) []Message {
		if !m.isTo("roster") || !m.Client.host {
			return []Message{m}
		}
		s.fired++
		return append([]Message{m}, allSay(m.Client, leftAll(s, m.Client))...)
	}
}

func allSay(to *Client, texts []text) (out []Message) {
	for _, t := range texts {
		out = append(out, say(to, t))
	}
	return out
}

func unknownKind(s *Server, _ *Client) []text {
	return []text{sentence("lock", "signature", s.words(64))}
}

func sessionAttacks() []Attack {
	late := func(name, says string, strike func(*Server)) Attack {
		return Attack{Name: name, Says: says, Must: GoOn, Late: true, strike: strike}
	}
	return []Attack{
		{Name: "wrong-sid", Says: "tells a guest another sid than the others hear", Must: Denied,
			start: wrongSID},
		{Name: "another-host", Says: "names a stranger as the host", Must: Denied,
			start: anotherHost},
		{Name: "ghosts", Says: "announces people who are not there, to everybody", Must: GoOn,
			start: ghosts},
		late("left-all", "calls everybody gone", everybody(leftAll)),
		{Name: "left-early", Says: "calls a guest gone who was just let in", Must: Denied,
			start: leftEarly},
		late("errors", "says in errors that people were denied, removed, replaced",
			everybody(errors7)),
		late("closings", "closes connections as if people were denied, removed, replaced",
			spoofClosings),
		{Name: "turn-away", Says: "closes the connection of a guest as if the host had turned it " +
			"away", Must: Denied, start: turnAway},
		late("hang-up", "drops every connection", hangUp),
		late("new-sid", "gives everybody a new sid", everybody(newSID)),
		{Name: "roll-back", Says: "takes a guest back to an old list by way of a new sid",
			Must: Denied, start: rollBack},
		{Name: "old-welcome", Says: "welcomes a host who comes back with an old list", Must: GoOn,
			Late: true, start: oldWelcome, strike: hangUp},
		{Name: "not-there", Says: "tells the host that the guest whom it lets in is not there",
			Must: Denied, start: notThere},
		{Name: "stale-nonce", Says: "shows a nonce that is not fresh", Must: Denied,
			start: staleNonce},
		late("unknown", "says what is not in the protocol, such as a lock", everybody(unknownKind)),
	}
}
