//go:build evil

package evil

// keepApart keeps the host and the first guest, once that is in, from finding a way to each other
// until the host has removed somebody; then it lets them. It tells no guest of the removal: only
// the host itself can, on the way that opens after it.
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

// hasRemoved says whether the newest list of the host is shorter than the one before.
func (s *Server) hasRemoved() bool {
	return len(s.rosters) > 0 && isRemoval(s, s.rosters[len(s.rosters)-1])
}

// isBetweenHostAndFirst is about frames between two members.
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
