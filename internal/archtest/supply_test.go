package archtest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"einmal"
)

// TestEveryDependencyHasItsReason: docs/supply-chain.md names each module of both programs in its
// version, and NOTICE has its licence (go run ./scripts/licenses > NOTICE).
func TestEveryDependencyHasItsReason(t *testing.T) {
	document, err := os.ReadFile(filepath.Join(root, "docs", "supply-chain.md"))
	if err != nil {
		t.Fatal(err)
	}
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} "+
		"{{.Version}}{{end}}", "./cmd/...")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	modules := slices.DeleteFunc(strings.Split(string(out), "\n"),
		func(line string) bool { return line == "" || line == "einmal " })
	slices.Sort(modules)
	if len(modules) == 0 {
		t.Fatal("no modules: this test looks in the wrong place")
	}
	for _, m := range slices.Compact(modules) {
		path, version, _ := strings.Cut(m, " ")
		if !strings.Contains(string(document), "| `"+path+"` | "+version+" |") {
			t.Errorf("docs/supply-chain.md does not say why there is %s", m)
		}
		if !strings.Contains(einmal.Notice, "\n"+m+"\n") {
			t.Errorf("NOTICE has no licence of %s", m)
		}
	}
}

// TestEveryPackageOfTheClientHasItsLicence is the same for what npm brings into the page.
func TestEveryPackageOfTheClientHasItsLicence(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "webclient", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var client struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &client); err != nil {
		t.Fatal(err)
	}
	if len(client.Dependencies) == 0 {
		t.Fatal("no packages: this test looks in the wrong place")
	}
	for name, version := range client.Dependencies {
		if !strings.Contains(einmal.Notice, "\n"+name+" "+version+"\n") {
			t.Errorf("NOTICE has no licence of %s %s", name, version)
		}
	}
}
