package doctor

import (
	"encoding/json"
	"fmt"
	"io"

	"einmal/internal/notice"
)

// reported is a finding as it is printed as JSON. docs/doctor.md describes it; names stay.
type reported struct {
	Code  string `json:"code"`
	Level Level  `json:"level"`
	Sentences
}

// WriteJSON prints one object with the list of findings, which is empty if all is well.
func WriteJSON(w io.Writer, findings []Finding, l notice.Language) error {
	list := []reported{}
	for _, f := range findings {
		list = append(list, reported{f.Code, f.Level, f.In(l)})
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(struct {
		Status   int        `json:"status"`
		Findings []reported `json:"findings"`
	}{Status(findings), list})
}

// words are those around the findings.
var words = map[notice.Language]struct {
	levels map[Level]string
	ends   [3]string // by status
}{
	notice.English: {map[Level]string{Note: "note", Mend: "to mend", Stops: "STOPS CALLS"},
		[3]string{"All is well.", "Calls work; something should be mended.",
			"Calls do not work, or not for everybody."}},
	notice.German: {map[Level]string{Note: "Hinweis", Mend: "zu beheben",
		Stops: "VERHINDERT GESPRÄCHE"},
		[3]string{"Alles in Ordnung.", "Gespräche gelingen; etwas sollte behoben werden.",
			"Gespräche gelingen nicht, oder nicht für alle."}},
}

// WriteText prints the findings for people.
func WriteText(w io.Writer, findings []Finding, l notice.Language) error {
	say := words[l]
	for _, f := range findings {
		s := f.In(l)
		if _, err := fmt.Fprintf(w, "%s: %s\n  %s\n  %s\n  > %s\n\n", say.levels[f.Level], f.Code,
			s.What, s.Means, s.Mend); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, say.ends[Status(findings)])
	return err
}
