//go:build evil

package evil

// keepApart lets the host and the first guest, once that guest is in, connect only after the host
// has removed somebody. It tells no guest of the removal: only the host itself can, over the
// connection that opens after it.
func keepApart(s *Server) filter {
	hide := withhold(isRemoval)(s)
	var held []Message
	released := false
	return func(m Message) []Message {
		if !released && s.isBetweenHostAndFirst(m) {
			held = append(held, m)
			return nil
		}
		out := hide(m)
		if !released && s.hasRemoved() {
			released = true
			out = append(held, out...)
		}
		return out
	}
}

// hasRemoved says whether the host's newest list is shorter than the one before.
func (s *Server) hasRemoved() bool {
	return len(s.rosters) > 0 && isRemoval(s, s.rosters[len(s.rosters)-1])
}

// isBetweenHostAndFirst says whether it is a frame between the host and the first guest, and that
// guest is a member.
func (s *Server) isBetweenHostAndFirst(m Message) bool {
	if !m.isFrame(message1, message2, transport) || len(s.guests()) == 0 || len(s.rosters) == 0 {
		return false
	}
	first, from := s.guests()[0], s.clientBySID(m.senderSID())
	if from == nil || from.isHost == m.Client.isHost || from != first && m.Client != first {
		return false
	}
	for _, line := range s.rosters[len(s.rosters)-1].rosterMembers() {
		if line.SID == first.sid {
			return true
		}
	}
	return false
}
