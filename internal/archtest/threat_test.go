package archtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheThreatModelNamesTestsThatExist, so that no claim outlives its proof.
func TestTheThreatModelNamesTestsThatExist(t *testing.T) {
	document, err := os.ReadFile(filepath.Join(root, "docs", "threat-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	find := exec.Command("grep", "-rhoE", "--include=*_test.go", "^func Test[A-Za-z0-9_]+", ".")
	find.Dir = root
	out, err := find.Output()
	if err != nil {
		t.Fatalf("list tests: %v", err)
	}
	exists := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		exists[strings.TrimSpace(strings.TrimPrefix(line, "func "))] = true
	}
	for _, name := range regexp.MustCompile(
		"`(Test[A-Za-z0-9_]+)`").FindAllStringSubmatch(string(document), -1) {
		if name[1] != "TestX" && !exists[name[1]] {
			t.Errorf("there is no %s", name[1])
		}
	}
	for _, name := range regexp.MustCompile(
		"`([a-z-]+)[.]e2e`").FindAllStringSubmatch(string(document), -1) {
		if name[1] == "x" {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, "webclient", "e2e", name[1]+
			".e2e.ts")); err != nil {
			t.Errorf("there is no %s.e2e.ts", name[1])
		}
	}
}
