//go:build evil

package evil

import "time"

// What a server can do to the sealed frames that it passes on and cannot read.

// tamperOnce does something to the n-th frame that goes down, for a small random n; the others
// pass.
func tamperOnce(do func(s *Server, m Message) []Message) func(*Server) filter {
	return func(s *Server) filter {
		left := s.rand.IntN(10)
		return func(m Message) []Message {
			if !m.isFrame(message1, message2, transport) || s.fired > 0 {
				return []Message{m}
			}
			if left > 0 {
				left--
				return []Message{m}
			}
			s.fired++
			return do(s, m)
		}
	}
}

// mustAlarm expects an alarm about a frame, unless it is a first message: one that does not decrypt
// is mere noise.
func (s *Server) mustAlarm(m Message) {
	if m.Data[typeAt] != message1 {
		s.expectAlarm(m.Client, m.senderSID())
	}
}

func flipBit(s *Server, m Message) []Message {
	m.Data[restAt+s.rand.IntN(len(m.Data)-restAt)] ^= 1 << s.rand.IntN(8)
	s.mustAlarm(m)
	return []Message{m}
}

// flipAdmitted flips a bit of the first frame to the host from a guest who has just been let in; as
// a rule that is the guest's offer.
func flipAdmitted(s *Server) filter {
	return func(m Message) []Message {
		if len(s.rosters) < 2 || s.fired > 0 || !m.isFrame(transport) || !m.Client.isHost {
			return []Message{m}
		}
		s.fired++
		return flipBit(s, m)
	}
}

func cutShort(s *Server, m Message) []Message {
	s.mustAlarm(m)
	return []Message{m.withData(m.Data[:restAt+s.rand.IntN(len(m.Data)-restAt)])}
}

func stretch(s *Server, m Message) []Message {
	s.mustAlarm(m)
	return []Message{m.withData(append(m.Data, s.randomBytes(1+s.rand.IntN(40))...))}
}

func substitute(s *Server, m Message) []Message {
	s.mustAlarm(m)
	return []Message{m.withData(append(m.Data[:restAt:restAt],
		s.randomBytes(len(m.Data)-restAt)...))}
}

func retype(s *Server, m Message) []Message {
	if m.Data[typeAt] == transport {
		m.Data[typeAt] = []byte{0, message2, 4, 255}[s.rand.IntN(4)]
		s.expectAlarm(m.Client, m.senderSID())
	}
	return []Message{m}
}

func deliverTwice(s *Server, m Message) []Message {
	s.expectAlarm(m.Client, m.senderSID())
	return []Message{m, m}
}

// replayLate passes the n-th frame on, and again after some others to the same participant.
func replayLate(s *Server) filter {
	n, wait := s.rand.IntN(6), 1+s.rand.IntN(4)
	var old *Message
	return func(m Message) []Message {
		switch {
		case !m.isFrame(message1, message2, transport):
		case old == nil && n > 0:
			n--
		case old == nil:
			old = &m
		case old.Client == m.Client && s.fired == 0:
			if wait--; wait == 0 {
				s.fired++
				s.expectAlarm(old.Client, old.senderSID())
				return []Message{m, *old}
			}
		}
		return []Message{m}
	}
}

// breakOrder drops or holds the n-th frame of a channel. The next frame of that channel then shows
// that one is missing.
func breakOrder(deliverLate bool) func(*Server) filter {
	return func(s *Server) filter {
		left := s.rand.IntN(10)
		var missing *Message
		return func(m Message) []Message {
			switch {
			case !m.isFrame(message2, transport):
			case missing == nil && left > 0:
				left--
			case missing == nil:
				s.fired++
				missing = &m
				return nil
			case s.fired == 1 && m.Client == missing.Client &&
				m.senderSID() == missing.senderSID() &&
				m.attempt() == missing.attempt():
				s.fired++
				s.expectAlarm(m.Client, m.senderSID())
				if deliverLate {
					return []Message{m, *missing}
				}
			}
			return []Message{m}
		}
	}
}

// sendBack passes a frame on and also sends it back to its sender.
func sendBack(s *Server, m Message) []Message {
	back := m.withData(append(decodeSID(m.Client.sid), m.Data[typeAt:]...))
	back.Client, back.conn = s.clientBySID(m.senderSID()), nil
	if back.Client == nil {
		return []Message{m}
	}
	s.mustAlarm(back)
	return []Message{m, back}
}

// misroute sends a frame of one channel to somebody else too, as one of that person's own channel.
func misroute(s *Server) filter {
	left := s.rand.IntN(8)
	return func(m Message) []Message {
		if !m.isFrame(transport) || s.fired > 0 {
			return []Message{m}
		}
		if left--; left >= 0 {
			return []Message{m}
		}
		for _, victim := range s.clients {
			for _, from := range s.clients {
				attempt, isOpen := s.channels[from.sid+victim.sid]
				if !isOpen || victim == m.Client && from.sid == m.senderSID() {
					continue
				}
				s.fired++
				s.expectAlarm(victim, from.sid)
				stray := append(append(decodeSID(from.sid), transport), attempt[:]...)
				return []Message{m, {Client: victim, Binary: true,
					Data: append(stray, m.Data[restAt:]...)}}
			}
		}
		return []Message{m}
	}
}

// babble sends noise in the name of others, and of nobody.
func babble(s *Server) filter {
	return func(m Message) []Message {
		if !m.isFrame(message1, message2, transport) || s.rand.IntN(2) == 0 {
			return []Message{m}
		}
		s.fired++
		stray := append(s.randomBytes(8), byte(s.rand.IntN(5)))
		if s.rand.IntN(2) == 0 {
			copy(stray, m.Data[:8])
		}
		return []Message{m, {Client: m.Client, Binary: true,
			Data: append(stray, s.randomBytes(s.rand.IntN(300))...)}}
	}
}

// countOnly changes nothing; the attack is the pause.
func countOnly(s *Server) filter {
	return func(m Message) []Message {
		s.fired++
		return []Message{m}
	}
}

func dropAll(s *Server) filter {
	return func(m Message) []Message {
		if m.Binary {
			s.fired++
			return nil
		}
		return []Message{m}
	}
}

func frameAttacks() []Attack {
	return []Attack{
		{Name: "flip", Summary: "flips a bit of a sealed frame (so it would swap a fingerprint, " +
			"if " +
			"it could read it)", Must: Alarm, newFilter: tamperOnce(flipBit)},
		{Name: "flip-admitted", Summary: "flips a bit of the first frame from a guest who was " +
			"just " +
			"let in", Must: Alarm, newFilter: flipAdmitted},
		{Name: "cut", Summary: "cuts a sealed frame short", Must: Alarm,
			newFilter: tamperOnce(cutShort)},
		{Name: "stretch", Summary: "adds to a sealed frame", Must: Alarm,
			newFilter: tamperOnce(stretch)},
		{Name: "substitute", Summary: "puts another ciphertext in place of a frame's", Must: Alarm,
			newFilter: tamperOnce(substitute)},
		{Name: "retype", Summary: "changes the type of a frame", Must: Alarm,
			newFilter: tamperOnce(retype)},
		{Name: "double", Summary: "delivers a frame twice", Must: Alarm,
			newFilter: tamperOnce(deliverTwice)},
		{Name: "replay", Summary: "delivers a frame again later", Must: Alarm,
			newFilter: replayLate},
		{Name: "reorder", Summary: "delivers two frames in the wrong order", Must: Alarm,
			newFilter: breakOrder(true)},
		{Name: "drop", Summary: "leaves out one frame of a channel that goes on", Must: Alarm,
			newFilter: breakOrder(false)},
		{Name: "reflect", Summary: "sends a frame back to its sender", Must: Alarm,
			newFilter: tamperOnce(sendBack)},
		{Name: "misroute", Summary: "delivers a frame to somebody else, as one of that person's " +
			"own " +
			"channel", Must: Alarm, newFilter: misroute},
		{Name: "babble", Summary: "sends noise in the name of members and of strangers", Must: GoOn,
			newFilter: babble},
		{Name: "silence", Summary: "passes no frame at all", Must: Denied, newFilter: dropAll},
		{Name: "delay", Summary: "delays each message", Must: GoOn, pause: 40 * time.Millisecond,
			newFilter: countOnly},
	}
}
