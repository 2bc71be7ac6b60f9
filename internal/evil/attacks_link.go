//go:build evil

package evil

import "slices"

// What a server can do if it also has the link, say because a guest works for it.

// intercept hands a frame to the side that plays its addressee; false if there is none.
func (s *Server) intercept(m Message) bool {
	if !m.Up || !m.Binary || m.Client == nil || len(m.Data) <= restAt {
		return false
	}
	for _, d := range s.mitmSides {
		// on its way up, a frame begins with the addressee's sid
		if d.victim == m.Client && d.as == m.senderSID() {
			d.handleFrame(m.Data[typeAt:])
			return true
		}
	}
	return false
}

func interceptAll(s *Server) filter {
	return func(m Message) []Message {
		if s.intercept(m) {
			return nil
		}
		return []Message{m}
	}
}

func (s *Server) addMitmSide(victim *Client, as string, asHost bool, prove prover) *mitmSide {
	d := &mitmSide{server: s, victim: victim, as: as, asHost: asHost, prove: prove}
	s.mitmSides = append(s.mitmSides, d)
	return d
}

// sitBetween puts two sides between two participants: the host and a guest who knocks, or two
// guests. This is the man in the middle who would swap the fingerprints. From then on nothing
// passes between the two.
func sitBetween(guests bool, proofs ...prover) func(*Server) filter {
	return func(s *Server) filter {
		prove := proofs[s.rand.IntN(len(proofs))]
		return func(m Message) []Message {
			if s.intercept(m) {
				return nil
			}
			if len(s.mitmSides) > 0 || !m.Up || !m.Binary || m.Client == nil ||
				len(m.Data) <= restAt {
				return []Message{m}
			}
			other := s.clientBySID(m.senderSID())
			if other == nil || m.Client.isHost || guests == other.isHost {
				return []Message{m}
			}
			first := s.addMitmSide(m.Client, other.sid, other.isHost, prove)
			second := s.addMitmSide(other, m.Client.sid, false, prove)
			first.otherSide, second.otherSide = second, first
			second.offers = true // whoever came later sends the first message, and the offer
			// to the host, this is somebody who knocks, as anybody with the link may
			if other.isHost {
				second.prove, second.allowed = proveWithOwnKeys, true
			}
			first.handleFrame(m.Data[typeAt:])
			second.openChannel()
			return nil
		}
	}
}

// falseHost tells a guest who comes that a stranger is the host, and answers as that stranger.
func falseHost(s *Server) filter {
	return func(m Message) []Message {
		if s.intercept(m) {
			return nil
		}
		if m.Client == nil || m.Client.isHost || !m.isTextTo("welcome") && !m.isTextTo("host") {
			return []Message{m}
		}
		stranger := s.randomText(8)
		s.addMitmSide(m.Client, stranger, true, proveWithOwnKeys)
		return []Message{m.withData(parseText(m.Data).withFields("host", stranger).encode())}
	}
}

// falseGuest knocks at guests, who admit nobody, and notes whether they say hello: with a name, and
// with the ticket that would let the server in.
func falseGuest(s *Server) filter {
	return func(m Message) []Message {
		if s.intercept(m) {
			return nil
		}
		if !m.isTextTo("welcome") || m.Client.isHost {
			return []Message{m}
		}
		s.fired++
		stranger := s.randomText(8)
		d := s.addMitmSide(m.Client, stranger, false, proveWithOwnKeys)
		d.allowed = true
		s.deliver(m)
		s.deliver(textTo(m.Client, newText("knock", "sid", stranger)))
		d.openChannel()
		return nil
	}
}

// impersonate opens a channel to each guest in the name of somebody whom that guest talks to.
func impersonate(s *Server) {
	for _, victim := range s.guests() {
		others := slices.DeleteFunc(slices.Clone(s.clients),
			func(c *Client) bool { return c == victim })
		played := others[s.rand.IntN(len(others))]
		s.addMitmSide(victim, played.sid, played.isHost,
			[]prover{proveWithOwnKeys, proveWithClaimedKey}[s.rand.IntN(2)]).openChannel()
	}
}

func linkAttacks() []Attack {
	all := []prover{proveWithOwnKeys, passProofOn, mirrorProof, proveWithClaimedKey}
	return []Attack{
		{Name: "between-host", Must: Alarm, NeedsLink: true, newFilter: sitBetween(false, all...),
			Summary: "sits between host and guest with keys of its own, or with the other's proof"},
		{Name: "between-guests", Must: Alarm, NeedsLink: true, People: 3,
			newFilter: sitBetween(true, all...),
			Summary:   "sits between two guests with keys of its own, or with the other's proof"},
		{Name: "false-host", Summary: "lets a stranger answer as the host", Must: Alarm,
			NeedsLink: true, newFilter: falseHost},
		{Name: "false-guest", Summary: "lets a stranger knock at a guest", Must: GoOn,
			NeedsLink: true, newFilter: falseGuest},
		{Name: "impersonate", Must: Alarm, NeedsLink: true, Late: true,
			newFilter: interceptAll, strike: impersonate,
			Summary: "opens a channel in the name of somebody who is already there"},
	}
}
