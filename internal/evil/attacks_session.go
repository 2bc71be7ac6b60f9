//go:build evil

package evil

import "github.com/gorilla/websocket"

// Lies that a server can tell in its own name: who is who, who is here, why a connection closes.

// wrongSID tells a guest another sid than the others hear: nobody's, or somebody else's.
func wrongSID(s *Server) filter {
	return func(m Message) []Message {
		if s.fired > 0 || !m.isTextTo("welcome") || m.Client.isHost {
			return []Message{m}
		}
		s.fired++
		sid := s.randomText(8)
		if s.rand.IntN(2) == 0 {
			sid = s.clients[0].sid
		}
		return []Message{m.withData(parseText(m.Data).withFields("sid", sid).encode())}
	}
}

// anotherHost tells a guest who comes that a stranger is the host.
func anotherHost(s *Server) filter {
	return func(m Message) []Message {
		if m.Client == nil || m.Client.isHost || !m.isTextTo("welcome") && !m.isTextTo("host") {
			return []Message{m}
		}
		s.fired++
		return []Message{m.withData(parseText(m.Data).withFields("host", s.randomText(8)).encode())}
	}
}

// ghosts announces people who are not there, and has them knock at everybody.
func ghosts(s *Server) filter {
	return func(m Message) []Message {
		if !m.isTextTo("welcome") && !m.isTextTo("roster") {
			return []Message{m}
		}
		s.fired++
		ghost := s.randomBytes(8)
		hello := append(append(append(ghost[:8:8], message1), s.randomBytes(8)...),
			s.randomBytes(49)...)
		return []Message{m,
			textTo(m.Client, newText("knock", "sid", base64url.EncodeToString(ghost))),
			{Client: m.Client, Binary: true, Data: hello},
		}
	}
}

// tellEverybody sends each client some messages, once.
func tellEverybody(makes func(s *Server, to *Client) []jsonMessage) func(*Server) {
	return func(s *Server) {
		for _, c := range s.clients {
			for _, t := range makes(s, c) {
				s.fired++
				s.deliver(textTo(c, t))
			}
		}
	}
}

func sayAllLeft(s *Server, to *Client) (texts []jsonMessage) {
	for _, c := range s.clients {
		if c != to && c.sid != "" { // it has been welcomed
			texts = append(texts, newText("left", "sid", c.sid))
		}
	}
	return texts
}

var falseReasons = []string{"denied", "removed", "replaced", "room-gone", "ended",
	"ended-by-operator", "bad-signature", "internal"}

func falseErrors(s *Server, _ *Client) (texts []jsonMessage) {
	for _, code := range falseReasons {
		texts = append(texts, newText("error", "code", code, "message", "This is not so."))
	}
	return texts
}

func falseAppointments(s *Server, _ *Client) []jsonMessage {
	return []jsonMessage{newText("moved", "expires", 1, "appointment", s.randomText(36))}
}

func newSID(s *Server, to *Client) []jsonMessage {
	return []jsonMessage{newText("welcome", "sid", s.randomText(8), "role", "knocker", "seats", 6)}
}

// spoofClosings closes each connection with a false reason.
func spoofClosings(s *Server) {
	for _, c := range s.clients {
		s.fired++
		c.conn.down.closeWith(websocket.ClosePolicyViolation,
			falseReasons[s.rand.IntN(len(falseReasons))])
	}
}

func hangUpOnAll(s *Server) {
	for _, c := range s.clients {
		s.fired++
		c.conn.cutBoth()
	}
}

// turnAway closes the connection of each guest who waits, as if the host wanted it.
func turnAway(s *Server) filter {
	return func(m Message) []Message {
		if m.isTextTo("welcome") && !m.Client.isHost {
			s.fired++
			reason := []string{"denied", "removed", "ended"}[s.rand.IntN(3)]
			s.deliver(m)
			m.Client.conn.down.closeWith(websocket.ClosePolicyViolation, reason)
			return nil
		}
		return []Message{m}
	}
}

// rollBack takes a guest back to an old list: the guest loses its pairs, gets another sid, and then
// its old one again.
func rollBack(s *Server) filter {
	done := false
	return func(m Message) []Message {
		if len(s.rosters) < 2 || m.Client == nil {
			return []Message{m}
		}
		victim := s.clientBySID(s.rosters[1].rosterMembers()[1].SID)
		if m.Binary && (m.Client == victim ||
			base64url.EncodeToString(m.Data[:typeAt]) == victim.sid) {
			return nil // so that no pair of it stays alive
		}
		if done || m.Client != victim || !m.isTextTo("roster") ||
			parseText(m.Data).rosterEpoch() <= s.rosters[1].rosterEpoch() {
			return []Message{m}
		}
		done = true
		s.fired++
		return []Message{m,
			textTo(victim, newText("welcome", "sid", s.randomText(8), "role", "knocker", "seats",
				6)),
			textTo(victim, newText("welcome", "sid", victim.sid, "role", "guest", "seats", 6,
				"host",
				s.clients[0].sid, "roster", s.rosters[1].withoutField("kind"))),
			textTo(victim, s.rosters[1]),
		}
	}
}

// oldWelcome shows the last list but one to a host who comes back.
func oldWelcome(s *Server) filter {
	return func(m Message) []Message {
		if !m.isTextTo("welcome") || !m.Client.isHost || len(s.rosters) < 2 {
			return []Message{m}
		}
		s.fired++
		old := s.rosters[len(s.rosters)-2].withoutField("kind")
		return []Message{m.withData(parseText(m.Data).withFields("roster", old).encode())}
	}
}

// notThere withholds the list that lets the first guest in, and tells the host that nobody has that
// guest's sid.
func notThere(s *Server) filter {
	return func(m Message) []Message {
		if s.fired > 0 || !m.Up || m.Client == nil || m.textKind() != "roster" {
			return []Message{m}
		}
		members := parseText(m.Data).rosterMembers()
		if len(members) < 2 {
			return []Message{m}
		}
		s.fired++
		sid := members[len(members)-1].SID
		return []Message{textTo(m.Client, newText("error", "code", "unknown-peer", "message",
			"This is not so.", "sid", sid))}
	}
}

// staleNonce shows each guest a nonce of its own choice; the real server rejects what is signed
// over it.
func staleNonce(s *Server) filter {
	return func(m Message) []Message {
		if m.Up || m.Binary || m.textKind() != "challenge" || len(s.clients) == 0 {
			return []Message{m} // the host comes first, and must get in
		}
		s.fired++
		return []Message{m.withData(parseText(m.Data).withFields("nonce",
			s.randomText(32)).encode())}
	}
}

// leftEarly says that each guest has left as soon as it is let in.
func leftEarly(s *Server) filter {
	return func(m Message) []Message {
		if !m.isTextTo("roster") || !m.Client.isHost {
			return []Message{m}
		}
		s.fired++
		return append([]Message{m}, textsTo(m.Client, sayAllLeft(s, m.Client))...)
	}
}

func textsTo(to *Client, texts []jsonMessage) (out []Message) {
	for _, t := range texts {
		out = append(out, textTo(to, t))
	}
	return out
}

func unknownKind(s *Server, _ *Client) []jsonMessage {
	return []jsonMessage{newText("lock", "signature", s.randomText(64))}
}

func sessionAttacks() []Attack {
	late := func(name, says string, strike func(*Server)) Attack {
		return Attack{Name: name, Summary: says, Must: GoOn, Late: true, strike: strike}
	}
	return []Attack{
		{Name: "wrong-sid", Summary: "tells a guest another sid than the others hear", Must: Denied,
			newFilter: wrongSID},
		{Name: "another-host", Summary: "names a stranger as the host", Must: Denied,
			newFilter: anotherHost},
		{Name: "ghosts", Summary: "announces people who are not there, to everybody", Must: GoOn,
			newFilter: ghosts},
		late("left-all", "calls everybody gone", tellEverybody(sayAllLeft)),
		{Name: "left-early", Summary: "calls a guest gone who was just let in", Must: Denied,
			newFilter: leftEarly},
		late("errors", "says in errors that people were denied, removed, replaced",
			tellEverybody(falseErrors)),
		late("closings", "closes connections as if people were denied, removed, replaced",
			spoofClosings),
		{Name: "turn-away", Must: Denied, newFilter: turnAway,
			Summary: "closes the connection of a guest as if the host had turned it away"},
		late("appointments", "says that the meeting was moved, to a time that nobody has sealed",
			tellEverybody(falseAppointments)),
		late("hang-up", "drops every connection", hangUpOnAll),
		late("new-sid", "gives everybody a new sid", tellEverybody(newSID)),
		{Name: "roll-back", Summary: "takes a guest back to an old list by way of a new sid",
			Must: Denied, newFilter: rollBack},
		{Name: "old-welcome", Summary: "welcomes a host who comes back with an old list",
			Must: GoOn, Late: true, newFilter: oldWelcome, strike: hangUpOnAll},
		{Name: "not-there", Summary: "tells the host that the guest whom it lets in is not there",
			Must: Denied, newFilter: notThere},
		{Name: "stale-nonce", Summary: "shows a nonce that is not fresh", Must: Denied,
			newFilter: staleNonce},
		late("unknown", "says what is not in the protocol, such as a lock",
			tellEverybody(unknownKind)),
	}
}
