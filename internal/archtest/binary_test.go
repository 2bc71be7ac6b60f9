package archtest

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// serverModules is the short list of what the server may link in; each has its reason in the commit
// that brought it.
var serverModules = []string{
	"github.com/andybalholm/brotli",    // what the page is packed in
	"github.com/coreos/go-systemd/v22", // two small packages of it
	"github.com/go-json-experiment/json",
	"github.com/gorilla/websocket",
	"github.com/mholt/acmez/v3",
	"github.com/pion/dtls/v3", // turn's, for TURN over DTLS, which we do not offer
	"github.com/pion/logging",
	"github.com/pion/randutil",
	"github.com/pion/stun/v3",
	"github.com/pion/transport/v3",
	"github.com/pion/transport/v4",
	"github.com/pion/transport/v5",
	"github.com/pion/turn/v4",
	"github.com/wlynxg/anet",
	"go.etcd.io/bbolt",
	"golang.org/x/crypto",
	"golang.org/x/sys",
	"rsc.io/qr",
}

// TestTheServerLinksInOnlyWhatItNeeds: no WebRTC, no SRTP, no Noise. The server cannot take part in
// a call.
func TestTheServerLinksInOnlyWhatItNeeds(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}",
		"./cmd/einmal")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	modules := strings.Fields(string(out))
	if !slices.Contains(modules, "einmal") {
		t.Fatal("the list does not even hold our own module: this test looks in the wrong place")
	}
	slices.Sort(modules)
	for _, m := range slices.Compact(modules) {
		if m != "einmal" && !slices.Contains(serverModules, m) {
			t.Errorf("the server links in %s, which is not on its list", m)
		}
	}
}

// TestTheLinkerDropsMethodsThatNobodyCalls: with these packages it cannot, because they call methods
// by names that they learn at run time, and the program is 1.6 MB larger.
func TestTheLinkerDropsMethodsThatNobodyCalls(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "./cmd/einmal")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, "text/template/parse") {
		t.Fatal("the list does not hold what the texts are read with: this test looks in the " +
			"wrong place")
	}
	for _, never := range []string{"text/template", "html/template"} {
		if slices.Contains(packages, never) {
			t.Errorf("the server links in %s; internal/notice has what texts need", never)
		}
	}
}
