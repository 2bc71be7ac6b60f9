package server_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
)

// countsOf asks a real server, with a certificate, for its counts, by name alone.
func countsOf(t *testing.T) map[string]int {
	t.Helper()
	p := servertest.Start(t, servertest.WithTLS(t, "-metrics", "127.0.0.1:0")...)
	address := regexp.MustCompile(`http://\S+/metrics`).FindString(p.Said)
	_, text := servertest.Get(t, address, nil)
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
	counts := countsOf(t)
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
