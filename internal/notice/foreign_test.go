package notice

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestWhatOperatorsWriteBreaksNoPage: a page is drawn when somebody asks for it, and nobody would
// read an error then.
func TestWhatOperatorsWriteBreaksNoPage(t *testing.T) {
	for _, value := range []string{"| x", "|", "# x", "## x", "- x", "> x", "{{x}}", "<b>"} {
		for _, key := range OperatorKeys() {
			if checkValue(key, value) != nil {
				continue
			}
			operator, err := ReadOperator(strings.NewReader(fmt.Sprintf("%s = %s\n", key, value)))
			if err != nil {
				t.Fatal(err)
			}
			facts := Facts{Operator: operator, Version: "1", Date: time.Now(),
				Incident: Incident{Reason: value, Until: time.Now()}}
			for _, kind := range []Kind{Privacy, Imprint, Missing} {
				for _, l := range Languages {
					if d, err := Write(kind, l, facts); err != nil || d.Title == "x" {
						t.Errorf("%s = %s: %s, %s: %q, %v", key, value, kind, l, d.Title, err)
					}
				}
			}
		}
	}
}
