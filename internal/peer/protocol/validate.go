package protocol

import (
	"slices"
	"unicode/utf8"
)

const (
	MaxMessage = 67_584 // bytes of a signalling message or frame
	minSeats   = 2
	maxSeats   = 6
	MaxWork    = 24 // bits; more would be an attack on us
	// MaxFileSize is how many bytes a file that is sent may have: 2 GiB.
	MaxFileSize = 2 << 30
	// maxNumber is what every implementation can count to: an IEEE 754 double's limit for integers.
	maxNumber = 1<<53 - 1

	// In characters, which are Unicode code points.
	maxName  = 80
	MaxTopic = 200
	MaxNote  = 1000
	MaxChat  = 4000
	maxBuild = 100
	// MaxCaption is for what is spoken, in writing.
	MaxCaption = 200
	// MaxHand is so that hands can be counted on, whatever somebody says.
	MaxHand = 1_000_000
	// maxHistory and maxHistoryText are lines, and characters of all their texts.
	maxHistory     = 200
	maxHistoryText = 49_152
	maxReason      = 200
	// maxAddress is for addresses and other short words of the server.
	maxAddress = 100

	maxAllocations = 256 // that a server names
	maxKnockers    = 8   // that a server names

	pointerScale = 10_000 // a pointer counts the width and height of a screen in these

	maxLimit = 1_000_000 // kbit/s
)

// The pictures that a peer sends (protocol, section 4.8).
const (
	LineCamera = "camera"
	LineShare  = "share"
)

// wantHeights are the sizes in which a picture may be wanted.
var wantHeights = []uint16{0, 90, 180, 270, 360, 540, 720}

// isValid checks what the types do not: ranges, words, and what belongs together.
func isValid(m Message) bool {
	switch m := m.(type) {
	case *Challenge:
		return m.Work == nil || *m.Work >= 1 && *m.Work <= MaxWork
	case *Create:
		return IsSeatCount(int(m.Seats)) && m.Lifetime > 0
	case *Move:
		return m.Lifetime > 0
	case *Join:
		return m.Roster == nil || isValid(m.Roster)
	case *Welcome:
		return isKnownRole(m.Role) && IsSeatCount(m.Seats) &&
			(m.Roster == nil || isValid(m.Roster)) &&
			(m.Knockers == nil || len(m.Knockers) > 0 && len(m.Knockers) <= maxKnockers)
	case *Put:
		return isPieceCount(m.Pieces)
	case *Box:
		return isPieceCount(m.Pieces)
	case *Fetch:
		return m.From < MaxPieces
	case *Created:
		return isCount(m.Expires)
	case *Moved:
		return isCount(m.Expires)
	case *Roster:
		return isValidRoster(m)
	case *Relay:
		for _, u := range m.URLs {
			if _, ok := turnHost(u); !ok {
				return false
			}
		}
		return len(m.URLs) > 0 && len(m.URLs) <= maxTURNURLs && isCount(m.Expires)
	case *Incident:
		return isCount(m.Until) && IsAtMost(maxReason, m.Reason)
	case *DataReport:
		return m.isValid()
	case *Hello:
		return IsName(m.Name) && IsAtMost(MaxTopic, m.Topic)
	case *Names:
		return areValidNames(m)
	case *Note:
		return IsAtMost(MaxNote, m.Text)
	case *Description:
		return m.Type == "offer" || m.Type == "answer"
	case *Chat:
		return IsAtMost(MaxChat, m.Text)
	case *Reaction:
		return IsReaction(m.Reaction)
	case *Ask:
		return slices.Contains(wishes, m.Wish)
	case *Hosting:
		return slices.Contains(hostingSteps, m.Step)
	case *Caption:
		return IsAtMost(MaxCaption, m.Text)
	case *History:
		return isValidHistory(m)
	case *Build:
		return slices.Contains(clients, m.Client) && IsAtMost(maxBuild, m.Build)
	case *State:
		return (m.Paused == nil || *m.Paused == "line" || *m.Paused == "cpu") &&
			(m.Share == nil || *m.Share == "text" || *m.Share == "video") &&
			(m.Hand == nil || *m.Hand >= 1 && *m.Hand <= MaxHand)
	case *Pointer:
		return m.X <= pointerScale && m.Y <= pointerScale
	case *Want:
		return (m.Line == LineCamera || m.Line == LineShare) &&
			slices.Contains(wantHeights, m.Height) && m.Rank <= 2 &&
			(m.Limit == nil || *m.Limit >= 1 && *m.Limit <= maxLimit)
	case *File:
		return m.ID > 0 && m.Size > 0 && m.Size <= MaxFileSize && IsFileName(m.Name)
	case *Accept:
		return m.ID > 0 && (m.At == nil || *m.At > 0 && *m.At < MaxFileSize)
	case *Written:
		return m.ID > 0 && m.Bytes > 0 && m.Bytes < MaxFileSize
	case *Decline:
		return m.ID > 0 && (m.Reason == nil || *m.Reason == NoRoom)
	case *Withdraw:
		return m.ID > 0
	case *Received:
		return m.ID > 0
	case *Auth:
		return (m.HostKey == nil) == (m.HostSignature == nil)
	}
	return true
}

// isValidRoster wants one host, and nobody twice.
func isValidRoster(m *Roster) bool {
	hosts, sids := 0, map[SID]bool{}
	for _, line := range m.Members {
		if line.Role == RoleHost {
			hosts++
		} else if line.Role != RoleGuest {
			return false
		}
		sids[line.SID] = true
	}
	return hosts == 1 && len(sids) == len(m.Members) && len(sids) <= maxSeats &&
		m.Epoch <= maxNumber
}

func areValidNames(m *Names) bool {
	sids := map[SID]bool{}
	for _, n := range m.Names {
		if !IsName(n.Name) {
			return false
		}
		sids[n.SID] = true
	}
	return len(sids) > 0 && len(sids) == len(m.Names) && len(sids) <= maxSeats &&
		m.Epoch <= maxNumber
}

var clients = []string{clientBrowser, ClientNative, ClientPhone}

// reactions and wishes are all that there are (protocol, section 4.10).
var (
	reactions = []string{"agree", "disagree", "thanks", "bravo", "laugh", "slower"}
	wishes    = []string{"unmute", "camera", "mute", "lower-hand"}
)

// The steps of a hand-over that this client knows what to do with (protocol, section 4.11).
const (
	HostingOffer = "offer"
	HostingNo    = "no"
)

var hostingSteps = []string{HostingOffer, "withdraw", "yes", HostingNo, "held"}

func IsReaction(word string) bool { return slices.Contains(reactions, word) }

func isValidHistory(m *History) bool {
	characters := 0
	for _, line := range m.Lines {
		if !IsName(line.Name) || !IsAtMost(MaxChat, line.Text) || !isCount(line.At) {
			return false
		}
		characters += utf8.RuneCountInString(line.Text)
	}
	return len(m.Lines) > 0 && len(m.Lines) <= maxHistory && characters <= maxHistoryText
}

func isKnownRole(word string) bool {
	return word == RoleHost || word == RoleGuest || word == RoleKnocker
}

func IsSeatCount(n int) bool { return n >= minSeats && n <= maxSeats }
func isCount(n int64) bool   { return n >= 0 && n <= maxNumber }

func IsAtMost(most int, text string) bool { return utf8.RuneCountInString(text) <= most }
