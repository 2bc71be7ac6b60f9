package server_test

import (
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
)

// metricLabels are all labels that /metrics may carry, and all their values. None can name anybody;
// a new one is put here by somebody who has thought about that. The codes are those of
// docs/protocol.md, 5.
var metricLabels = map[string][]string{
	"role": {"member", "waiting"},
	"reason": {"malformed", "too_long", "unallocated", "unbound", "unpermitted", "unreachable",
		"other_room", "queue_full",
		"unsendable", "unauthenticated", "limited", "refused", "crowded", "over_rate", "over_total",
		"over_traffic", "over_pace", "busy", "over_quota"},
}

var metricLine = regexp.MustCompile(`^(einmal_[a-z_]+)(?:\{([a-z]+)="([a-z_-]+)"\})? ([0-9]+)$`)

// readMetrics checks every line of the counts and gives them by name and label.
func readMetrics(t *testing.T, text string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "# HELP einmal_") || strings.HasPrefix(line, "# TYPE einmal_") {
			continue
		}
		parts := metricLine.FindStringSubmatch(line)
		if parts == nil {
			t.Errorf("what is this: %q", line)
			continue
		}
		if name, value := parts[2], parts[3]; name != "" &&
			!slices.Contains(metricLabels[name], value) {
			t.Errorf("the label %s=%q is not on the list", name, value)
		}
		found[strings.TrimSuffix(line, " "+parts[4])] = parts[4]
	}
	return found
}

// TestTheCountsNameNobody looks at every line of them, after a room was made and an error was said.
func TestTheCountsNameNobody(t *testing.T) {
	protocol, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range regexp.MustCompile(
		"(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(string(protocol), -1) {
		metricLabels["code"] = append(metricLabels["code"], row[1])
	}
	p := servertest.Start(t, "-metrics", "127.0.0.1:0")
	counts := regexp.MustCompile(
		`counts +(http://127\.0\.0\.1:[1-9]\d*/metrics)\n`).FindStringSubmatch(p.Said)
	if counts == nil {
		t.Fatalf("it does not say where the counts are: %q", p.Said)
	}
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "created" {
		t.Fatal(got)
	}
	if got := servertest.CreateRoom(t, p.Endpoint, 1); got != "room-exists" {
		t.Fatal(got)
	}
	open := servertest.DialSignal(t, p.Endpoint)
	defer open.Close()
	// the challenge, which comes when it is counted
	if _, _, err := open.ReadMessage(); err != nil {
		t.Fatal(err)
	}

	answer, body := servertest.Get(t, counts[1], nil)
	if answer.StatusCode != http.StatusOK ||
		answer.Header.Get("Content-Type") != "text/plain; version=0.0.4; charset=utf-8" {
		t.Errorf("status %d, %v", answer.StatusCode, answer.Header)
	}
	found := readMetrics(t, body)
	for name, want := range map[string]string{
		`einmal_errors_total{code="room-exists"}`:      "1",
		`einmal_errors_total{code="room-gone"}`:        "0",
		`einmal_participants{role="member"}`:           "0",
		`einmal_relay_drops_total{reason="malformed"}`: "0", "einmal_relay_bytes_total": "0",
		"einmal_accept_errors_total": "0", "einmal_rooms_stored": "1", "einmal_boxes": "0", "einmal_boxes_bytes": "0",
	} {
		if found[name] != want {
			t.Errorf("%s is %q, not %s", name, found[name], want)
		}
	}
	if found["einmal_sockets"] == "0" || found["einmal_sockets"] == "" {
		t.Errorf("%s sockets, and one is open", found["einmal_sockets"])
	}
	if answer, _ := servertest.Get(t, p.Public+
		"/metrics", nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the public address answers with status %d", answer.StatusCode)
	}
	if answer, _ := servertest.Get(t, counts[1],
		func(r *http.Request) { r.Host = "evil.example" }); answer.StatusCode != http.StatusForbidden {
		t.Errorf("a name that was pointed here: status %d", answer.StatusCode)
	}
}
