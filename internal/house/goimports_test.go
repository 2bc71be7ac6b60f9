package house

import (
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "einmal/"

// belowSignal are the parts of signalling that know nothing of the hub.
var belowSignal = []string{"internal/protocol", "internal/sourcelimit", "internal/wsconn"}

// mayImport says which of our packages a package may import. Floor 1 (rooms, turnserver, webclient,
// internal) is mutually unknown; signal stands on rooms; programs and scripts wire everything and
// are imported by nobody.
func mayImport(from, to string) bool {
	// a piece of the runtime that the standard library does not have yet
	if to == "internal/discreet" {
		return true
	}
	switch top, _, _ := strings.Cut(from, "/"); top {
	case "cmd", "scripts":
		return !strings.HasPrefix(to, "cmd/") && !strings.HasPrefix(to, "scripts/")
	case "turnserver":
		return strings.HasPrefix(to, "turnserver/internal/")
	case "signal":
		return to == "rooms" || slices.Contains(belowSignal, to)
	case "internal":
		return slices.Contains(inside[from], to)
	default:
		return false
	}
}

// inside says what packages below internal import of each other. links is pure, as crypto is in the
// web client; the audit is a participant, and a command's core.
var inside = map[string][]string{
	"internal/peer": {"internal/links"},
	"internal/audit": {"internal/cli", "internal/links", "internal/peer", "internal/serverprocess",
		"internal/residue"},
	"internal/loadtest": {"internal/cli", "internal/links", "internal/mediafile", "internal/peer",
		"internal/peertext"},
	"internal/probe": {"internal/links", "internal/mediafile", "internal/peer",
		"internal/peertext"},
	"internal/peertext": {"internal/cli", "internal/links", "internal/peer"},
}

func TestGoImportsRunDownward(t *testing.T) {
	for _, f := range sources(t, ".", ".go") {
		from := path.Dir(f.path)
		for _, imported := range goImports(t, f) {
			to, ours := strings.CutPrefix(imported, module)
			if ours && to != from && !mayImport(from, to) {
				t.Errorf("%s imports %s, which its floor does not allow", f.path, imported)
			}
		}
	}
}

// Everything is logged through slog, whose keys TestLogLinesSayNothingPrivate knows.
func TestNobodyUsesTheOldLogger(t *testing.T) {
	for _, f := range sources(t, ".", ".go") {
		if slices.Contains(goImports(t, f), "log") {
			t.Errorf("%s imports log; log through slog", f.path)
		}
	}
}

func goImports(t *testing.T, f file) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), f.path, f.text, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, imported)
	}
	return imports
}
