package protocol

import (
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"einmal/internal/links"
)

// Lines of a type and printable ASCII (RFC 8866, section 5): parsers differ in what else ends a
// line, or is a space.
var (
	description     = regexp.MustCompile(`^[a-z]=[ -~]*(?:\r?\n[a-z]=[ -~]*)*(?:\r?\n)?$`)
	fingerprintLine = regexp.MustCompile(`(?i)^a=fingerprint:`)
	fingerprintText = regexp.MustCompile(`^SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$`)
	sectionLine     = regexp.MustCompile(`^m=([^ ]*)`)
	// Where ICE would find candidates and addresses beside the messages for them.
	placeLine = regexp.MustCompile(
		`(?i)^a=(?:candidate|remote-candidates|end-of-candidates|rtcp *:)`)
	defaultPort = regexp.MustCompile(`^(m=[^ ]* )[1-9][0-9]* `)
)

// splitLines returns the lines of a description; false if it is none.
func splitLines(sdp string) ([]string, bool) {
	if !description.MatchString(sdp) {
		return nil, false
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(sdp, "\r\n", "\n"), "\n"),
		"\n"), true
}

// CleanDescription returns a description without addresses and candidates: those travel in
// messages, where they are checked one by one. False if it is no description.
func CleanDescription(sdp string) (string, bool) {
	lines, ok := splitLines(sdp)
	if !ok {
		return "", false
	}
	var b strings.Builder
	for _, line := range lines {
		switch {
		case placeLine.MatchString(line):
			continue
		case strings.HasPrefix(line, "c="):
			line = "c=IN IP4 0.0.0.0"
		default:
			line = defaultPort.ReplaceAllString(line, "${1}9 ")
		}
		b.WriteString(line + "\r\n")
	}
	return b.String(), true
}

// FingerprintOf returns the one fingerprint of a description. A bundled description repeats it in
// each section; two different ones, none, or another hash are refused: it is what ties the media to
// the sealed channel.
func FingerprintOf(sdp string) (Fingerprint, bool) {
	lines, ok := splitLines(sdp)
	if !ok {
		return Fingerprint{}, false
	}
	var found string
	for _, line := range lines {
		label := fingerprintLine.FindString(line) // in any case: not every parser minds it
		if label == "" {
			continue
		}
		value := strings.ToUpper(strings.Trim(line[len(label):], " "))
		if found != "" && value != found || value == "" {
			return Fingerprint{}, false
		}
		found = value
	}
	digits := fingerprintText.FindStringSubmatch(found)
	if digits == nil {
		return Fingerprint{}, false
	}
	bytes, err := hex.DecodeString(strings.ReplaceAll(digits[1], ":", ""))
	if err != nil {
		return Fingerprint{}, false
	}
	return Fingerprint(bytes), true
}

// The lines of media of each kind of call, in the order of their sections: sound, picture, then the
// picture of a screen that is shared and its sound.
var sectionsOf = map[links.Kind][]string{
	links.Video: {"audio", "video", "video", "audio"},
	links.Audio: {"audio"},
	links.Chat:  {},
}

// screenSection is the place of the first line for a screen.
const screenSection = 2

// HasSectionsOf reports whether a description has the media sections of such a call in their order:
// one for each line of media, or fewer and none for a screen, and one for the data channel. Any more
// would be a stream that the peer makes us receive; which is which is known by place alone.
func HasSectionsOf(kind links.Kind, sdp string) bool {
	lines, ok := splitLines(sdp)
	var sections []string
	for _, line := range lines {
		if section := sectionLine.FindStringSubmatch(line); section != nil {
			sections = append(sections, section[1])
		}
	}
	if last := len(sections) - 1; last >= 0 && sections[last] == "application" {
		sections = sections[:last]
	}
	whole := sectionsOf[kind]
	var few []string
	for _, media := range whole[:min(screenSection, len(whole))] {
		if slices.Contains(sections, media) {
			few = append(few, media)
		}
	}
	return ok && (slices.Equal(sections, whole) || slices.Equal(sections, few))
}

// FirstMID returns the mid of the first section: with everything bundled, all candidates are its
// own.
func FirstMID(sdp string) string { return attributeOf(sdp, "mid", "0") }

// UfragOf names the generation of ICE that a description belongs to.
func UfragOf(sdp string) string { return attributeOf(sdp, "ice-ufrag", "") }

func attributeOf(sdp, name, otherwise string) string {
	lines, _ := splitLines(sdp)
	for _, line := range lines {
		if value, ok := strings.CutPrefix(line, "a="+name+":"); ok {
			return value
		}
	}
	return otherwise
}
