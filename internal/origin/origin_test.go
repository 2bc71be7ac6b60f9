package origin

import (
	"errors"
	"testing"

	"einmal/internal/cli"
)

func TestOnlyOriginsWithACameraAreTaken(t *testing.T) {
	for text, want := range map[string]string{ // the origin as browsers write it, or empty
		"https://call.example":       "https://call.example",
		"https://CALL.example:443/":  "https://call.example",
		"https://call.example:80":    "https://call.example:80",
		"http://localhost":           "http://localhost",
		"http://localhost:80":        "http://localhost",
		"http://LOCALHOST:443":       "http://localhost:443",
		"http://a.localhost:8080":    "http://a.localhost:8080",
		"http://127.0.0.2:8080":      "http://127.0.0.2:8080",
		"http://[::1]:8080":          "http://[::1]:8080",
		"http://call.example":        "",
		"http://192.168.1.2:8080":    "",
		"http://localhost.example":   "",
		"http://0.0.0.0:8080":        "",
		"http://127.0.0.1.nip.io:80": "",
	} {
		o, err := Parse("-public-url", text)
		var p cli.Problem
		if want == "" && (!errors.As(err, &p) || p.Code != "public-url-insecure") {
			t.Errorf("%s: %v, %v", text, o, err)
		}
		if want != "" && (err != nil || o.String() != want) {
			t.Errorf("%s: %v, %v", text, o, err)
		}
	}
}

func TestAHostHeaderMeansTheOrigin(t *testing.T) {
	for _, test := range []struct {
		origin, header string
		want           bool
	}{
		{"http://localhost:8080", "localhost:8080", true},
		{"http://localhost:8080", "LocalHost:8080", true},
		{"http://localhost:8080", "localhost", false},
		{"http://localhost:8080", "127.0.0.1:8080", false},
		{"http://localhost:8080", "evil.example:8080", false},
		{"http://localhost:8080", "", false},
		{"http://localhost", "localhost:80", true},
		{"https://call.example", "call.example", true},
		{"https://call.example", "call.example:443", true},
		{"https://call.example", "call.example:80", false},
		{"https://call.example", "call.example.evil.example", false},
		{"http://[::1]:8080", "[::1]:8080", true},
		{"http://[::1]", "[::1]", true},
		{"http://[::1]", "[::1]:8080", false},
	} {
		o, err := Parse("-public-url", test.origin)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.IsHost(test.header); got != test.want {
			t.Errorf("%q for %s: %v", test.header, o, got)
		}
	}
}
