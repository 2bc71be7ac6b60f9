package protocol

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"einmal/internal/links"
)

// negotiation is what the web client's tests read, too: of candidates, descriptions and relays,
// what is let through and how.
type negotiation struct {
	Candidates []struct {
		Name, Text string
		Clean      *string
	}
	Descriptions []struct {
		Name, Kind, SDP string
		Clean           *string
	}
	URLs []struct {
		URL    string
		Server *string // the farthest at which it may be asked
	}
}

func readNegotiation(t testing.TB) (n negotiation) {
	t.Helper()
	text, err := os.ReadFile("../../../webclient/testdata/negotiation.json")
	if err == nil {
		err = json.Unmarshal(text, &n)
	}
	if err != nil || len(n.Candidates)*len(n.Descriptions)*len(n.URLs) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	return n
}

// taken returns what the negotiator does before pion sees a description.
func taken(kind links.Kind, sdp string) (string, bool) {
	clean, ok := CleanDescription(sdp)
	_, isOne := FingerprintOf(clean)
	return clean, ok && isOne && HasSectionsOf(kind, clean)
}

func expectClean(t *testing.T, got string, ok bool, want *string) {
	t.Helper()
	switch {
	case ok != (want != nil):
		t.Errorf("let through is %t", ok)
	case ok && got != *want:
		t.Errorf("it becomes\n%q, want\n%q", got, *want)
	}
}

func TestOnlyCandidatesThatHarmNobodyAreLetThrough(t *testing.T) {
	for _, c := range readNegotiation(t).Candidates {
		t.Run(c.Name, func(t *testing.T) {
			clean, ok := CleanCandidate(c.Text)
			expectClean(t, clean, ok, c.Clean)
			if again, _ := CleanCandidate(clean); ok && again != clean {
				t.Errorf("cleaned again it becomes %q", again)
			}
		})
	}
}

func TestADescriptionIsLetThroughWithoutCandidatesAndAddresses(t *testing.T) {
	for _, c := range readNegotiation(t).Descriptions {
		t.Run(c.Name, func(t *testing.T) {
			kind := map[string]links.Kind{"video": links.Video, "audio": links.Audio,
				"chat": links.Chat}[c.Kind]
			clean, ok := taken(kind, c.SDP)
			expectClean(t, clean, ok, c.Clean)
		})
	}
}

func TestARelayIsAskedOnlyWhereTheServerIsItself(t *testing.T) {
	servers := []struct{ name, origin string }{
		{"public", "https://call.example"}, {"network", "http://192.168.1.5:8080"},
		{"machine", "http://localhost:8080"},
	}
	for _, c := range readNegotiation(t).URLs {
		t.Run(c.URL, func(t *testing.T) {
			if _, ok := turnHost(c.URL); ok != (c.Server != nil) {
				t.Fatalf("taken is %t", ok)
			}
			isNear := false
			for _, s := range servers {
				isNear = isNear || c.Server != nil && s.name == *c.Server
				if MayServe(c.URL, s.origin) != isNear {
					t.Errorf("asked for a server that is %s is %t", s.name, !isNear)
				}
			}
		})
	}
}

func TestSoManyCandidatesOfAGenerationAreTaken(t *testing.T) {
	var g CandidateFilter
	passed := func(kind string) (n int) {
		for i := range 100 {
			if _, ok := g.Filter(fmt.Sprintf("candidate:1 1 udp 1 192.0.2.1 %d typ %s", 1000+i,
				kind)); ok {
				n++
			}
		}
		return n
	}
	if n := passed("host"); n != maxUnrelayed {
		t.Errorf("%d before the first description", n)
	}
	g.StartGeneration("one")
	if n := passed("host"); n != maxUnrelayed {
		t.Errorf("%d in all with those that came before the description", n)
	}
	if n := passed("relay"); n != MaxCandidates-maxUnrelayed {
		t.Errorf("%d relayed ones beside them", n)
	}
	if _, ok := g.Filter("candidate:1 1 udp 1 192.0.2.2 1000 typ host"); ok {
		t.Error("one more is taken")
	}
	g.StartGeneration("one") // the same offer again
	if _, ok := g.Filter("candidate:1 1 udp 1 192.0.2.2 1000 typ host"); ok {
		t.Error("one more is taken after the same description")
	}
	g.StartGeneration("two")
	if _, ok := g.Filter("candidate:1 1 udp 1 192.0.2.2 1000 typ host"); !ok {
		t.Error("the next generation has no candidates")
	}
}
