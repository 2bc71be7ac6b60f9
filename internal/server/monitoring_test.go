package server_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"einmal/internal/server/servertest"
)

// readCounts asks a real server, with a certificate, for its counts.
func readCounts(t *testing.T) string {
	t.Helper()
	p := servertest.Start(t, servertest.WithTLS(t, "-metrics", "127.0.0.1:0")...)
	address := regexp.MustCompile(`http://\S+/metrics`).FindString(p.Said)
	_, text := servertest.Get(t, address, nil)
	return text
}

// countsByName leaves out the labels.
func countsByName(t *testing.T, text string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, _, _ = strings.Cut(name, "{")
		number, err := strconv.Atoi(value)
		if err != nil {
			t.Errorf("%q: %v", line, err)
		}
		counts[name] = number
	}
	return counts
}

func TestTheManualListsAllCounts(t *testing.T) {
	manual, err := os.ReadFile("../../docs/operator.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, row := range regexp.MustCompile(
		"(?m)^\\| `(einmal_[a-z_]+)` \\|").FindAllStringSubmatch(string(manual), -1) {
		listed = append(listed, row[1])
	}
	slices.Sort(listed)
	counts := countsByName(t, readCounts(t))
	if offered := slices.Sorted(maps.Keys(counts)); !slices.Equal(listed, offered) {
		t.Errorf("the manual lists\n%s\nand the server offers\n%s", listed, offered)
	}
	if open, most := counts["einmal_descriptors_open"],
		counts["einmal_descriptors_limit"]; open < 5 || most < open {
		t.Errorf("%d of %d descriptors are open", open, most)
	}
	if left := counts["einmal_certificate_seconds_left"]; left <= 0 {
		t.Errorf("the certificate is good for %d s", left)
	}
}

// TestTheMonitoringAsksForWhatThereIs reads the dashboard and the rules as Grafana and Prometheus
// do: each name of a count, and each value of a label, is in what a real server says.
func TestTheMonitoringAsksForWhatThereIs(t *testing.T) {
	const folder = "../../packaging/monitoring/"
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	var rules struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	for name, read := range map[string]func([]byte) error{
		"grafana.json": func(text []byte) error { return json.Unmarshal(text, &dashboard) },
		"alerts.yaml":  func(text []byte) error { return yaml.Unmarshal(text, &rules) },
	} {
		text, err := os.ReadFile(folder + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := read(text); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	asked := map[string]string{} // what for, by title
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			asked[panel.Title] += target.Expr + "\n"
		}
	}
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			asked[rule.Alert] = rule.Expr
		}
	}
	if len(asked) < 15 {
		t.Fatalf("there are only %d panels and rules", len(asked))
	}
	text := readCounts(t)
	counts := countsByName(t, text)
	names, values := regexp.MustCompile(`\beinmal_[a-z_]+`),
		regexp.MustCompile(`(role|reason|code)=~?"([a-z_|-]+)"`)
	seen := map[string]bool{}
	for title, expression := range asked {
		for _, name := range names.FindAllString(expression, -1) {
			seen[name] = true
			if _, ok := counts[name]; !ok {
				t.Errorf("%s asks for %s, which no server says", title, name)
			}
		}
		for _, found := range values.FindAllStringSubmatch(expression, -1) {
			for value := range strings.SplitSeq(found[2], "|") {
				if !strings.Contains(text, "{"+found[1]+"=\""+value+"\"}") {
					t.Errorf("%s asks for %s %q, which no server says", title, found[1], value)
				}
			}
		}
	}
	for name := range counts {
		if !seen[name] {
			t.Errorf("nothing shows %s", name)
		}
	}
}

func TestPrometheusTakesTheRules(t *testing.T) {
	program, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("SKIPPED: promtool is not here (apt install prometheus), the rules were not tried")
	}
	out, err := exec.Command(program, "check", "rules",
		"../../packaging/monitoring/alerts.yaml").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "SUCCESS") {
		t.Errorf("%v\n%s", err, out)
	}
}
