package protocol

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"einmal/internal/links"
)

func TestADescriptionHasOneFingerprint(t *testing.T) {
	line := "a=fingerprint:sha-256 " + strings.TrimSuffix(strings.Repeat("0A:", 32), ":") + "\r\n"
	if _, ok := FingerprintOf("v=0\r\n" + line + "m=audio\r\n" + strings.ToLower(line)); !ok {
		t.Error("the same fingerprint in two sections is refused")
	}
	if _, ok := FingerprintOf("v=0\r\n"); ok {
		t.Error("no fingerprint is accepted")
	}
	for _, second := range []string{line, "a=" + strings.ToUpper(line[2:])} {
		if _, ok := FingerprintOf("v=0\r\n" + line + strings.Replace(second, "0A", "0B", 1)); ok {
			t.Errorf("a second one is accepted: %s", second)
		}
	}
}

func TestADescriptionHasTheSectionsOfItsCall(t *testing.T) {
	for kind, kinds := range map[links.Kind][]string{
		links.Video: {"", "audio", "video", "application", "audio video application",
			"audio video video audio application"},
		links.Audio: {"", "audio", "application", "audio application"},
		links.Chat:  {"", "application"},
	} {
		for _, sections := range []string{
			"", "audio", "video", "application", "text", "audio application",
			"audio video application",
			"audio audio", "video video", "application application",
			"audio video application video",
			"audio video video audio application", "audio video video application",
			"video audio video audio application", "video video audio application",
			"audio video video audio video application", "audio video audio application",
		} {
			sdp := "v=0\r\n"
			for _, section := range strings.Fields(sections) {
				sdp += "m=" + section + " 9 UDP/TLS/RTP/SAVPF 96\r\n"
			}
			isOne := slices.Contains(kinds, sections) ||
				kind == links.Video && sections == "audio application"
			if HasSectionsOf(kind, sdp) != isOne {
				t.Errorf("%q in a %s call: taken is %t", sections, kind, !isOne)
			}
		}
	}
}

// FuzzFingerprint: what is accepted stands in the description, and no other does.
func FuzzFingerprint(f *testing.F) {
	good := "a=fingerprint:sha-256 " + strings.TrimSuffix(strings.Repeat("AB:", 32), ":")
	f.Add("v=0\r\n" + good + "\r\nm=audio 9\r\na=mid:0\r\n")
	f.Add(good + "\n" + strings.ToLower(good))
	f.Add(good + "\r\na=fingerprint:sha-1 00")
	f.Fuzz(func(t *testing.T, sdp string) {
		FirstMID(sdp)
		found, ok := FingerprintOf(sdp)
		if !ok {
			return
		}
		var digits []string
		for _, b := range found {
			digits = append(digits, fmt.Sprintf("%02X", b))
		}
		want := "SHA-256 " + strings.Join(digits, ":")
		for line := range strings.Lines(sdp) {
			value, is := strings.CutPrefix(strings.TrimSpace(line), "a=fingerprint:")
			if is && strings.ToUpper(strings.TrimSpace(value)) != want {
				t.Errorf("%s was taken for %s", value, hex.EncodeToString(found[:]))
			}
		}
	})
}
