package doctor

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"einmal/internal/creators"
	"einmal/internal/freeport"
	"einmal/internal/notice"
	"einmal/internal/server/proxytest"
	"einmal/internal/server/servertest"
	"einmal/internal/testca"
)

// wellFlags are those of a public server with a certificate of its own, one creator, and an
// operator who has said everything.
func wellFlags(t *testing.T, data string) (flags []string, m Machine) {
	t.Helper()
	ca, err := testca.New()
	dir := t.TempDir()
	if err == nil {
		err = ca.Write(dir, "call.test")
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := creators.Open(data).Add("me"); err != nil {
		t.Fatal(err)
	}
	port := strconv.Itoa(freeport.Find(t))
	m = wellMachine(t)
	m.Roots, m.Resolver = ca.Pool(), nameServer(t, "127.0.0.1")
	return []string{"-data", data, "-public-url", "https://call.test:" + port, "-listen",
		"0.0.0.0:" + port, "-relay-address", "192.0.2.1", "-create", "token",
		"-tls-cert", filepath.Join(dir, testca.CertificateFile),
		"-tls-key", filepath.Join(dir, testca.KeyFile),
		"-operator", "../../cmd/einmal/testdata/operator.conf"}, m
}

// TestAWellServerHasNoFinding: the whole examination, of a server that runs.
func TestAWellServerHasNoFinding(t *testing.T) {
	data := privateDir(t)
	flags, m := wellFlags(t, data)
	s := servertest.StartOn(t, data, flags...)
	if all := runAll(t, configOf(t, flags...), m); len(all) > 0 {
		t.Errorf("%v", all)
	}
	if s.Log() != "" {
		t.Errorf("it logged %s", s.Log())
	}
}

// TestAServerThatDoesNotRunIsExaminedToo, the relay with it.
func TestAServerThatDoesNotRunIsExaminedToo(t *testing.T) {
	flags, m := wellFlags(t, privateDir(t))
	if got := codesOf(runAll(t, configOf(t, flags...), m)); !slices.Equal(got,
		[]string{"not-running"}) {
		t.Errorf("%q", got)
	}
	flags = append(flags, "-relay-listen", freeport.Address(t))
	if got := codesOf(runAll(t, configOf(t, flags...), m)); !slices.Contains(got,
		"relay-loopback") {
		t.Errorf("with the relay on a loopback address: %q", got)
	}
}

func TestAWellServerBehindNginxHasNoFinding(t *testing.T) {
	s := proxytest.Proxies[0].Run(t, [2]string{})
	flags := append(siteFlags(s), "-create", "open", "-operator",
		"../../cmd/einmal/testdata/operator.conf", "-data", s.Data)
	if got := codesOf(runAll(t, configOf(t, flags...), wellMachine(t))); !slices.Equal(got,
		[]string{"data-open"}) { // which a directory of a test is
		t.Errorf("%q", got)
	}
}

func TestTheStatusIsThatOfTheWorst(t *testing.T) {
	for status, codes := range [][]string{{}, {"not-running", "swap-on"},
		{"swap-on", "port-taken", "not-running"}} {
		var all []Finding
		for _, code := range codes {
			all = append(all, found(code))
		}
		if got := Status(all); got != status {
			t.Errorf("%q: %d", codes, got)
		}
	}
	if got := Status([]Finding{found("not-running")}); got != 0 {
		t.Errorf("a note alone: %d", got)
	}
}

func TestTheJSONIsAsDescribed(t *testing.T) {
	var out strings.Builder
	all := []Finding{found("name-unknown", "name", "call.test", "addresses", "192.0.2.9")}
	if err := WriteJSON(&out, all, notice.English); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Status   int
		Findings []map[string]string
	}
	if err := json.Unmarshal([]byte(out.String()), &read); err != nil || read.Status != 2 ||
		len(read.Findings) != 1 || len(read.Findings[0]) != 5 ||
		read.Findings[0]["code"] != "name-unknown" || read.Findings[0]["level"] != "stops" ||
		!strings.HasPrefix(read.Findings[0]["what"], "There is no address under call.test") {
		t.Errorf("%s, %v", out.String(), err)
	}
	out.Reset()
	if err := WriteJSON(&out, nil, notice.German); err != nil ||
		strings.Join(strings.Fields(out.String()), "") != `{"status":0,"findings":[]}` {
		t.Errorf("%s, %v", out.String(), err)
	}
}

func privateDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	write(t, dir, "keep", "")
	return dir
}
