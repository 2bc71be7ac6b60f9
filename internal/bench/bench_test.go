package bench

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"einmal/internal/notice"
)

// TestTheUnitGivesWhatIsReckonedWith and the client allows what is: the figures stand in both.
func TestTheUnitGivesWhatIsReckonedWith(t *testing.T) {
	for path, wanted := range map[string][]string{
		"../../packaging/systemd/einmal.service": {
			fmt.Sprintf("\nLimitNOFILE=%d\n", unitDescriptors),
			fmt.Sprintf("GOMEMLIMIT=%dGiB\n", unitMemory>>30),
		},
		"../../webclient/src/peer/budget.ts": {
			fmt.Sprintf("steps: readonly VideoBudget[] = [\n  { maxBitrate: %s,",
				thousands(pictureRates[2])),
			fmt.Sprintf("  { maxBitrate: %s, maxFramerate: 24", thousands(pictureRates[4])),
		},
	} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wanted {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
}

func thousands(n float64) string {
	text := fmt.Sprintf("%.0f", n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "_" + text[i:]
	}
	return text
}

var someMachine = Machine{Processors: 4, Model: "Some", MemoryBytes: 1e9, Connections: 10_000}

func someMeasured() Measured {
	return Measured{Seconds: 5, Calls: 1000, SetUpMillis: 2, SocketBytes: 25_000,
		WaitingMillis: 0.25, AllocationBytes: 20_000, Packets: 20_000, PacketsLost: 7,
		PacketMicros: 5}
}

// TestTheSmallestCounts: each of the four bounds can be it.
func TestTheSmallestCounts(t *testing.T) {
	usual := reckon(someMachine, someMeasured())
	// 2 ways of 227.3 + 50 packets; 6 sockets and 6 allocations; 4.2 of 1,000 Mbit/s
	want := Calls{People: 2, ByProcessor: 180, ByMemory: 3703, ByOpenFiles: 1666, ByQuotas: 235,
		Carried: 180}
	got := usual.Calls[0]
	want.Megabits, want.AllMegabits = got.Megabits, got.AllMegabits
	if got != want || fmt.Sprintf("%.2f %.0f", got.Megabits, got.AllMegabits) != "4.24 763" {
		t.Errorf("calls of two: %+v, want %+v", got, want)
	}
	if usual.SetUps != 1000 || usual.Waiting != 10_000 {
		t.Errorf("%+v", usual)
	}
	fast := someMeasured()
	fast.PacketMicros = 1
	if c := reckon(someMachine, fast).Calls[0]; c.Carried != c.ByQuotas {
		t.Errorf("the quotas do not count: %+v", c)
	}
	few := someMachine
	few.Connections = 60
	if r := reckon(few, fast); r.Calls[0].Carried != 10 || r.Waiting != 60 {
		t.Errorf("the connections do not count: %+v", r)
	}
	small := someMachine
	small.MemoryBytes = 10e6
	if r := reckon(small, fast); r.Calls[0].Carried != 37 || r.Waiting != 400 {
		t.Errorf("the memory does not count: %+v", r)
	}
}

// TestBothLanguagesSayAll: no text is missing, and each has the values that the other has.
func TestBothLanguagesSayAll(t *testing.T) {
	verbs := regexp.MustCompile(`%[ds]`)
	english, german := reflect.ValueOf(texts[notice.English]), reflect.ValueOf(texts[notice.German])
	for i := range english.NumField() {
		name := english.Type().Field(i).Name
		en, de := english.Field(i).String(), german.Field(i).String()
		if en == "" || de == "" || en == de && name != "memory" {
			t.Errorf("%s: %q and %q", name, en, de)
		}
		if !reflect.DeepEqual(verbs.FindAllString(en, -1), verbs.FindAllString(de, -1)) {
			t.Errorf("%s has other values: %q and %q", name, en, de)
		}
	}
	report := Report{someMachine, someMeasured(), reckon(someMachine, someMeasured())}
	for l, want := range map[notice.Language][]string{
		notice.English: {"with two people, 8.1 with four", "0.25 ms", "cost the server next to nothing"},
		notice.German:  {"zu viert 8,1, in jeder", "0,25 ms", "kosten den Server fast nichts"},
	} {
		var out bytes.Buffer
		if err := report.WriteText(&out, l); err != nil {
			t.Fatal(err)
		}
		for _, text := range append(want, " 180 ", "%!") {
			if strings.Contains(out.String(), text) == (text == "%!") {
				t.Errorf("%s: %q:\n%s", l, text, out.String())
			}
		}
	}
}

// TestTimesOfAProcess: a name may hold what looks like fields.
func TestTimesOfAProcess(t *testing.T) {
	stat := "17 (a ) 1 2) S 1 17 17 0 -1 4194304 90 0 0 0 150 50 0 0 20 0 8 0 1 2 3"
	if got := statTime(stat); got != 2*time.Second {
		t.Errorf("150 and 50 hundredths are %v", got)
	}
	if got := statTime(""); got != 0 {
		t.Errorf("of nobody: %v", got)
	}
}
