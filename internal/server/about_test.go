package server_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"einmal/internal/notice"
	"einmal/internal/server/router"
	"einmal/internal/server/servertest"
)

// TestWhatAnybodyMayKnowBeforeARoomIsMade is the same for everybody, and true of how it runs.
func TestWhatAnybodyMayKnowBeforeARoomIsMade(t *testing.T) {
	operator := operatorFile(t, "name = Praxis \"Weber\"\nhosting-country = DE\n")
	secret := operatorFile(t, "a secret of the relays\n")
	public := []string{"-public-url", "https://call.example"}
	for name, test := range map[string]struct {
		flags []string
		want  string // without where the relay is
		relay string // its host
		more  string // other relays
	}{
		"this machine": {nil, `{"create":"local","lifetime":7776000`, "127.0.0.1", ""},
		"nobody, behind a public address": {public,
			`{"create":"nobody","lifetime":7776000`, "call.example", ""},
		"creators, for a day": {append(public, "-create", "token", "-room-days", "1"),
			`{"create":"token","lifetime":86400`, "call.example", ""},
		"everybody, and who runs it": {append(public, "-create", "open", "-room-days", "365",
			"-operator", operator),
			`{"create":"open","lifetime":31536000,` +
				`"operator":{"name":"Praxis \"Weber\"","country":"DE"}`, "call.example", ""},
		"where the relays are": {[]string{"-relay", "turn:near.example:3478?transport=udp",
			"-relay-secret-file", secret}, `{"create":"local","lifetime":7776000`, "127.0.0.1",
			`,"turn:near.example:3478?transport=udp"`},
	} {
		t.Run(name, func(t *testing.T) {
			p := servertest.Start(t, test.flags...)
			_, port, _ := net.SplitHostPort(p.Address)
			at := "turn:" + net.JoinHostPort(test.relay, port)
			want := test.want + fmt.Sprintf(`,"relay":["%s?transport=udp","%[1]s?transport=tcp"%s]}`,
				at, test.more)
			answer, body := servertest.Get(t, "http://"+p.Address+router.AboutPath,
				func(r *http.Request) {
					r.Host = p.Host()
					r.Header.Set("Accept-Language", "de")
				})
			if answer.StatusCode != http.StatusOK || body != want+"\n" {
				t.Errorf("status %d, %s", answer.StatusCode, body)
			}
			if strings.Contains(body, "username") || strings.Contains(body, "credential") {
				t.Error("strangers get a credential")
			}
			h := answer.Header
			for name, want := range map[string]string{"Content-Type": "application/json",
				"Cache-Control": "no-store", "Content-Language": "",
				"Content-Security-Policy":      notice.PagePolicy,
				"Cross-Origin-Resource-Policy": "same-origin",
				"X-Content-Type-Options":       "nosniff", "Set-Cookie": ""} {
				if got := h.Get(name); got != want {
					t.Errorf("%s is %q", name, got)
				}
			}
		})
	}
}

func operatorFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "operator.conf")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
