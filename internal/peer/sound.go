package peer

import "unicode/utf8"

const (
	maxMessage = 67_584 // bytes of a signalling message or frame
	minSeats   = 2
	maxSeats   = 6
	maxWork    = 24 // bits; more would be an attack on us
	// MaxFileSize is how many bytes a file that is sent may have: 100 MiB.
	MaxFileSize = 100 << 20
	// maxLifetime is in seconds: 30 days.
	maxLifetime = 2_592_000
	// maxNumber is what every implementation can count to: an IEEE 754 double's limit for integers.
	maxNumber = 1<<53 - 1

	// In characters, which are Unicode code points.
	maxName   = 80
	maxTopic  = 200
	maxNote   = 1000
	maxChat   = 4000
	maxBuild  = 100
	maxReason = 200
	// maxAddress is for addresses and other short words of the server.
	maxAddress = 100

	maxAllocations = 256 // that a server names
	maxKnockers    = 8   // that a server names
)

// isValid checks what the types do not: ranges, words, and what belongs together.
func isValid(m message) bool {
	switch m := m.(type) {
	case *challengeMessage:
		return m.Work == nil || *m.Work >= 1 && *m.Work <= maxWork
	case *createMessage:
		return isSeatCount(int(m.Seats)) && m.Lifetime > 0 && m.Lifetime <= maxLifetime
	case *joinMessage:
		return m.Roster == nil || isValid(m.Roster)
	case *welcomeMessage:
		return isKnownRole(m.Role) && isSeatCount(m.Seats) &&
			(m.Roster == nil || isValid(m.Roster)) &&
			(m.Knockers == nil || len(m.Knockers) > 0 && len(m.Knockers) <= maxKnockers)
	case *createdMessage:
		return isCount(m.Expires)
	case *rosterMessage:
		return isValidRoster(m)
	case *relayMessage:
		for _, u := range m.URLs {
			if _, ok := turnHost(u); !ok {
				return false
			}
		}
		return len(m.URLs) > 0 && len(m.URLs) <= maxTURNURLs && isCount(m.Expires)
	case *incidentMessage:
		return isCount(m.Until) && isAtMost(maxReason, m.Reason)
	case *dataReport:
		return m.isValid()
	case *helloMessage:
		return isName(m.Name) && isAtMost(maxTopic, m.Topic)
	case *namesMessage:
		return areValidNames(m)
	case *noteMessage:
		return isAtMost(maxNote, m.Text)
	case *descriptionMessage:
		return m.Type == "offer" || m.Type == "answer"
	case *chatMessage:
		return isAtMost(maxChat, m.Text)
	case *buildMessage:
		return (m.Client == clientBrowser || m.Client == clientNative) &&
			isAtMost(maxBuild, m.Build)
	case *fileMessage:
		return m.ID > 0 && m.Size > 0 && m.Size <= MaxFileSize && isFileName(m.Name)
	case *acceptMessage:
		return m.ID > 0
	case *declineMessage:
		return m.ID > 0
	case *withdrawMessage:
		return m.ID > 0
	case *receivedMessage:
		return m.ID > 0
	case *authMessage:
		return (m.HostKey == nil) == (m.HostSignature == nil)
	}
	return true
}

// isValidRoster wants one host, and nobody twice.
func isValidRoster(m *rosterMessage) bool {
	hosts, sids := 0, map[SID]bool{}
	for _, line := range m.Members {
		if line.Role == roleHost {
			hosts++
		} else if line.Role != roleGuest {
			return false
		}
		sids[line.SID] = true
	}
	return hosts == 1 && len(sids) == len(m.Members) && len(sids) <= maxSeats &&
		m.Epoch <= maxNumber
}

func areValidNames(m *namesMessage) bool {
	sids := map[SID]bool{}
	for _, n := range m.Names {
		if !isName(n.Name) {
			return false
		}
		sids[n.SID] = true
	}
	return len(sids) > 0 && len(sids) == len(m.Names) && len(sids) <= maxSeats &&
		m.Epoch <= maxNumber
}

func isKnownRole(word string) bool {
	return word == roleHost || word == roleGuest || word == roleKnocker
}

func isSeatCount(n int) bool { return n >= minSeats && n <= maxSeats }
func isCount(n int64) bool   { return n >= 0 && n <= maxNumber }

func isAtMost(most int, text string) bool { return utf8.RuneCountInString(text) <= most }
