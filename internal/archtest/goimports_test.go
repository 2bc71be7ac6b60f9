package archtest

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
var belowSignal = []string{"internal/protocol", "internal/roomstate",
	"internal/sourcelimit", "internal/wsconn"}

// mayImport says which of our packages a package may import. Floor 1 (rooms, turnserver, webclient,
// most of internal) is mutually unknown; signal stands on rooms; on these stands the server, which
// is made of them; programs and scripts wire everything and are imported by nobody.
func mayImport(from, to string) bool {
	// pieces of the runtime and of package regexp that the standard library does not have
	if to == "internal/wipe" || to == "internal/lazyregexp" {
		return true
	}
	for _, floors := range []map[string][]string{serverFloors, commandFloors, phoneFloors} {
		if allowed, ok := floors[from]; ok {
			return slices.Contains(allowed, to)
		}
	}
	switch top, _, _ := strings.Cut(from, "/"); {
	case top == "cmd", top == "scripts":
		return !strings.HasPrefix(to, "cmd/") && !strings.HasPrefix(to, "scripts/")
	case top == "signal":
		return to == "rooms" || slices.Contains(belowSignal, to)
	case top == "turnserver":
		return strings.HasPrefix(to, "turnserver/internal/")
	// whether the program links in what its tests need is for binary_test.go to say
	case from == "internal/server", from == "internal/server/servertest":
		return !strings.HasPrefix(to, "cmd/") && !strings.HasPrefix(to, "scripts/")
	default: // these are pure, as crypto is in the web client
		pure := []string{"internal/links", "internal/recording", "internal/strictjson",
			"internal/strictkey"}
		return isPeer(from) && (slices.Contains(pure, to) || isPeerLayer(from, to))
	}
}

// serverFloors are the packages that the server is made of, and what each may import.
var serverFloors = map[string][]string{
	"internal/protocol":  {"internal/strictjson", "internal/strictkey"},
	"internal/roomstate": {"internal/protocol", "internal/sourcelimit"},
	"internal/cli":       {"internal/envfile"},
	"internal/origin":    {"internal/cli"},
	"internal/config": {"internal/cli", "internal/origin", "internal/notice", "rooms",
		"turnserver"},
	"internal/adminsocket": {"internal/cli", "internal/config", "internal/protocol", "rooms",
		"signal"},
	"internal/setup": {"internal/cli", "internal/config", "internal/creators",
		"internal/doctor", "internal/envfile", "internal/ipaddr", "internal/links", "internal/notice",
		"internal/origin"},
	"internal/bench": {"internal/adminsocket", "internal/cli", "internal/notice",
		"internal/protocol", "internal/server", "internal/sourcelimit", "internal/testca", "rooms",
		"turnserver"},
	"internal/doctor": {"docs", "internal/adminsocket", "internal/config", "internal/creators",
		"internal/freeport", "internal/ipaddr",
		"internal/lookback", "internal/notice", "internal/origin", "internal/pebble",
		"internal/server/acme", "internal/server/certificate", "internal/server/listen", "internal/server/proxytest",
		"internal/server/servertest", "internal/serverprocess", "internal/testca", "rooms",
		"turnserver"},
	"internal/pebble":    {"internal/freeport"},
	"internal/recording": {"internal/strictjson", "internal/strictkey"},
	"internal/lookback":  {"internal/ipaddr", "internal/server/servertest", "internal/strictjson", "internal/testca"},
	"internal/server/acme": {"internal/cli", "internal/freeport", "internal/gate", "internal/pebble",
		"internal/server/certificate", "internal/server/logging"},
	"internal/server/acme/acmetest": {"internal/freeport", "internal/links", "internal/peer", "internal/pebble",
		"internal/server/servertest"},
	"internal/server/certificate": {"internal/cli", "internal/server/logging", "internal/testca"},
	"internal/server/listen":      {"internal/cli", "internal/portmux", "internal/config"},
	"internal/server/metrics": {"internal/gate", "internal/promtext", "rooms", "signal",
		"turnserver"},
	"internal/promtext":         {"internal/origin"},
	"internal/server/proxytest": {"docs", "internal/freeport", "internal/pebble", "internal/server/servertest"},
	"internal/server/router": {"docs", "internal/lookback", "internal/notice", "internal/origin",
		"internal/config", "signal"},
}

// commandFloors are what the commands of einmal-peer are made of, and what each may import.
var commandFloors = map[string][]string{
	"internal/audit": {"internal/cli", "internal/links", "internal/peer", "internal/residue",
		"internal/server/servertest", "internal/serverprocess"},
	"internal/loadtest": {"internal/cli", "internal/links", "internal/mediafile", "internal/peer",
		"internal/peer/rtc", "internal/peertext"},
	"internal/probe": {"internal/links", "internal/mediafile", "internal/peer",
		"internal/peer/protocol", "internal/peer/rtc", "internal/peer/taskqueue",
		"internal/peertext"},
	"internal/peertext":  {"internal/cli", "internal/links", "internal/peer"},
	"internal/trackfile": {"internal/mediafile"},
	"internal/recorder": {"internal/mediafile", "internal/peer", "internal/peer/rtc", "internal/recording",
		"internal/trackfile"},
}

// phoneFloors are what einmal-phone is made of, and what each may import.
var phoneFloors = map[string][]string{
	"internal/phone/sound":   {},
	"internal/phone/voip":    {"internal/phone/sound"},
	"internal/phone/sipline": {"internal/phone/sound", "internal/phone/voip"},
	"internal/phone/door":    {"internal/links", "internal/strictjson"},
	"internal/phone": {"internal/cli", "internal/links", "internal/peer", "internal/peer/rtc",
		"internal/phone/door", "internal/phone/sipline", "internal/phone/sound", "internal/phone/voip",
		"internal/server/servertest"},
}

// peerLayers are the packages of the native client, each above those before it.
var peerLayers = []string{
	"internal/peer/protocol",
	"internal/peer/seal",
	"internal/peer/notes",
	"internal/peer/consent",
	"internal/peer/groups",
	"internal/peer/polls",
	"internal/peer/questions",
	"internal/peer/together",
	"internal/peer/taskqueue",
	"internal/peer/rtc",
	"internal/peer/transfer",
	"internal/peer/pair",
	"internal/peer/signalling",
	"internal/peer",
}

func isPeer(dir string) bool { return slices.Contains(peerLayers, dir) }

// isPeerLayer says whether both are layers of the native client, and the second the lower one.
func isPeerLayer(from, to string) bool {
	lower := slices.Index(peerLayers, to)
	return lower >= 0 && lower < slices.Index(peerLayers, from)
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
