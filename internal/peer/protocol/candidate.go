package protocol

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MaxCandidates of a generation are taken from a peer: each has checks sent to an address of its
// choice.
const MaxCandidates = 32

// maxUnrelayed of these are not relayed. Relayed ones come last and are what a machine with many
// addresses may depend on.
const maxUnrelayed = 24

// maxCandidate is in characters; the longest of a browser has about 200.
const maxCandidate = 512

// The parts of a candidate (RFC 8839, section 5.1).
var (
	candidateText   = regexp.MustCompile(`^[ -~]*$`)
	candidatePrefix = regexp.MustCompile(`^candidate:[A-Za-z0-9+/]{1,32}$`)
	candidatePort   = regexp.MustCompile(`^[1-9][0-9]{0,4}$`)
	candidateType   = regexp.MustCompile(`^(host|srflx|prflx|relay)$`)
	candidateUfrag  = regexp.MustCompile(`^[A-Za-z0-9+/]{4,256}$`)
	upToThree       = regexp.MustCompile(`^[0-9]{1,3}$`)
	upToTen         = regexp.MustCompile(`^[0-9]{1,10}$`)
	mdnsName        = regexp.MustCompile(
		`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\.local$`)
)

// CleanCandidate returns what may be said, or shown to pion, of a candidate: UDP to a literal
// address or an mDNS name (draft-ietf-mmusic-mdns-ice-candidates), and of what comes after that
// only the parts that ICE needs. False if nothing may.
//
// What is left says nothing of the address behind a reflexive or relayed one.
func CleanCandidate(text string) (string, bool) {
	f := strings.Split(text, " ")
	if len(text) > maxCandidate || !candidateText.MatchString(text) || len(f) < 8 || len(f)%2 != 0 {
		return "", false
	}
	isUDP := (f[1] == "1" || f[1] == "2") && strings.EqualFold(f[2], "udp") &&
		upToTen.MatchString(f[3])
	isTyped := f[6] == "typ" && candidateType.MatchString(f[7])
	if !candidatePrefix.MatchString(f[0]) || !isUDP || !isReachable(f[4]) || !isPort(f[5]) ||
		!isTyped {
		return "", false
	}
	f[2] = "udp"
	clean := f[:8:8]
	if f[7] != "host" {
		clean = append(clean, "raddr", "0.0.0.0", "rport", "0")
	}
	for i := 8; i < len(f); i += 2 {
		if f[i] == "ufrag" && candidateUfrag.MatchString(f[i+1]) ||
			f[i] == "network-cost" && upToThree.MatchString(f[i+1]) {
			clean = append(clean, f[i], f[i+1])
		}
	}
	return strings.Join(clean, " "), true
}

func isReachable(address string) bool {
	s, isLiteral := scopeOf(address)
	return isLiteral && s != noHost || mdnsName.MatchString(address)
}

func isPort(text string) bool {
	port, err := strconv.Atoi(text)
	return err == nil && candidatePort.MatchString(text) && port <= 65_535
}

func IsRelayed(candidate string) bool { return strings.Contains(candidate, " typ relay ") }

// maxUfrag is in characters (RFC 8839, section 5.4); nobody begins a longer one.
const maxUfrag = 256

// maxOver generations of a peer that are over are known again.
const maxOver = 64

// CandidateFilter lets the candidates of one generation through, up to a number. A generation of
// ICE is named by its ufrag (RFC 8839, section 5.4).
type CandidateFilter struct {
	ufrag string
	over  []string // earlier ones
	seen  map[string]bool
}

// StartGeneration starts another generation if the peer's description says so; candidates that came
// before the first count for it.
func (g *CandidateFilter) StartGeneration(ufrag string) {
	if g.ufrag != "" && g.ufrag != ufrag {
		g.seen = nil
		if len(g.ufrag) <= maxUfrag {
			g.over = append(g.over, g.ufrag)
		}
		if len(g.over) > maxOver {
			g.over = slices.Delete(g.over, 0, 1)
		}
	}
	g.ufrag = strings.Clone(ufrag) // the description it stands in is not kept
}

// IsOver reports whether another generation has begun since: what is still said of this one came
// late.
func (g *CandidateFilter) IsOver(ufrag string) bool { return slices.Contains(g.over, ufrag) }

// Filter returns what is shown to pion. The end of candidates passes as it is.
func (g *CandidateFilter) Filter(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	clean, ok := CleanCandidate(text)
	most := maxUnrelayed
	if IsRelayed(clean) {
		most = MaxCandidates
	}
	if !ok || !g.seen[clean] && len(g.seen) >= most {
		return "", false
	}
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	g.seen[clean] = true
	return clean, true
}
