//go:build evil

package evil

import "slices"

// What a server can do that also has the link, say because a guest works for it.

// intercept lets the doppelgangers hear what is meant for those whom they play; false if the frame
// is for nobody of them.
func (s *Server) intercept(m Message) bool {
	if !m.Up || !m.Binary || m.Client == nil || len(m.Data) <= restAt {
		return false
	}
	for _, d := range s.doubles {
		if d.victim == m.Client && d.as == m.sender() { // on its way up, that is the addressee
			d.hear(m.Data[typeAt:])
			return true
		}
	}
	return false
}

func listening(s *Server) change {
	return func(m Message) []Message {
		if s.intercept(m) {
			return nil
		}
		return []Message{m}
	}
}

func (s *Server) double(victim *Client, as string, asHost bool, prove prove) *doppelganger {
	d := &doppelganger{server: s, victim: victim, as: as, asHost: asHost, prove: prove}
	s.doubles = append(s.doubles, d)
	return d
}

// between puts two doppelgangers between two participants: between the host and a guest who knocks,
// or between two guests. It is the man in the middle who would swap the fingerprints. Nothing of
// theirs passes any more.
func between(guests bool, proofs ...prove) func(*Server) change {
	return func(s *Server) change {
		prove := proofs[s.rand.IntN(len(proofs))]
		return func(m Message) []Message {
			if s.intercept(m) {
				return nil
			}
			if len(s.doubles) > 0 || !m.Up || !m.Binary || m.Client == nil ||
				len(m.Data) <= restAt {
				return []Message{m}
			}
			other := s.bySID(m.sender())
			if other == nil || m.Client.host || guests == other.host {
				return []Message{m}
			}
			first := s.double(m.Client, other.sid, other.host, prove)
			second := s.double(other, m.Client.sid, false, prove)
			first.twin, second.twin = second, first
			second.offers = true // the first message is that of the later one, who also offers
			// to the host this is somebody who knocks, as whoever has the link may
			if other.host {
				second.prove, second.allowed = ownKeys, true
			}
			first.hear(m.Data[typeAt:])
			second.begin()
			return nil
		}
	}
}

// falseHost names a stranger as the host to a guest who comes, and answers in its place.
func falseHost(s *Server) change {
	return func(m Message) []Message {
		if s.intercept(m) {
			return nil
		}
		if m.Client == nil || m.Client.host || !m.isTo("welcome") && !m.isTo("host") {
			return []Message{m}
		}
		stranger := s.words(8)
		s.double(m.Client, stranger, true, ownKeys)
		return []Message{m.with(parse(m.Data).but("host", stranger).encode())}
	}
}

// falseGuest knocks on the door of guests, who have none, and notes whether they say hello: with a
// name, and with the ticket that would let the server in.
func falseGuest(s *Server) change {
	return func(m Message) []Message {
		if s.intercept(m) {
			return nil
		}
		if !m.isTo("welcome") || m.Client.host {
			return []Message{m}
		}
		s.fired++
		stranger := s.words(8)
		d := s.double(m.Client, stranger, false, ownKeys)
		d.allowed = true
		s.deliver(m)
		s.deliver(say(m.Client, sentence("knock", "sid", stranger)))
		d.begin()
		return nil
	}
}

// impersonate opens a channel to each guest in the name of somebody with whom that guest talks.
func impersonate(s *Server) {
	for _, victim := range s.guests() {
		others := slices.DeleteFunc(slices.Clone(s.clients),
			func(c *Client) bool { return c == victim })
		played := others[s.rand.IntN(len(others))]
		s.double(victim, played.sid, played.host, []prove{ownKeys, claimed}[s.rand.IntN(2)]).begin()
	}
}

func linkAttacks() []Attack {
	return []Attack{
		{Name: "between-host", Says: "sits between host and guest with keys of its own, or with " +
			"the other's proof", Must: Alarm, NeedsLink: true,
			start: between(false, ownKeys, passedOn, mirrored, claimed)},
		{Name: "between-guests", Says: "sits between two guests with keys of its own, or with " +
			"the other's proof", Must: Alarm, NeedsLink: true, People: 3,
			start: between(true, ownKeys, passedOn, mirrored, claimed)},
		{Name: "false-host", Says: "lets a stranger answer as the host", Must: Alarm,
			NeedsLink: true, start: falseHost},
		{Name: "false-guest", Says: "lets a stranger knock on a guest's door", Must: GoOn,
			NeedsLink: true, start: falseGuest},
		{Name: "impersonate", Says: "opens a channel in the name of somebody who is already there",
			Must: Alarm, NeedsLink: true, Late: true,
			start: listening, strike: impersonate},
	}
}
