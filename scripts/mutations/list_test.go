package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The lists say something only as long as the lines they break are those of the tree.
func TestEveryBrokenRuleIsInTheTree(t *testing.T) {
	entries, err := readLists(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) < 200 {
		t.Errorf("only %d rules are listed: this test looks in the wrong place", len(entries))
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if seen[e.rule] {
			t.Errorf("listed twice: %s", e.rule)
		}
		seen[e.rule] = true
		text, err := os.ReadFile(filepath.Join("../..", e.file))
		if err != nil {
			t.Errorf("%s: %v", e.rule, err)
			continue
		}
		if _, err := e.breakIn(text); err != nil {
			t.Errorf("%s: %v", e.rule, err)
		}
	}
}
