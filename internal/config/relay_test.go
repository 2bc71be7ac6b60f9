package config

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkRelay checks flags of a relay, and gives what it says.
func checkRelay(t *testing.T, flags ...string) (RelayConfig, error) {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(strings.Repeat("x", shortestSecret)), 0o600); err != nil {
		t.Fatal(err)
	}
	set := flag.NewFlagSet("relay", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f := NewRelayFlags(set)
	if err := set.Parse(append([]string{"-secret-file", secret, "-relay-address", "192.0.2.1"},
		flags...)); err != nil {
		t.Fatal(err)
	}
	return f.Check()
}

// TestARelayHasACertificateByItselfOnlyWhereThatIsSaid: all that belongs to it, or nothing.
func TestARelayHasACertificateByItselfOnlyWhereThatIsSaid(t *testing.T) {
	acme := []string{"-acme", "-acme-name", "relay.example", "-data", "/x"}
	for name, c := range map[string]struct {
		flags []string
		says  string // empty: it is well
	}{
		"nothing":             {nil, ""},
		"all":                 {acme, ""},
		"an address":          {[]string{"-acme", "-acme-name", "2001:db8::1", "-data", "/x"}, ""},
		"no -acme":            {acme[1:], "-acme is missing"},
		"-acme=false":         {append([]string{"-acme=false"}, acme[1:]...), "-acme is missing"},
		"no name":             {[]string{"-acme", "-data", "/x"}, "-acme-name is missing"},
		"no directory":        {acme[:3], "-data is missing"},
		"files too":           {append(acme, "-tls-cert", "a", "-tls-key", "b"), "not go together"},
		"a URL":               {append(acme, "-acme-name", "https://relay.example"), "wants a name"},
		"a port":              {append(acme, "-acme-name", "relay.example:443"), "wants a name"},
		"this machine":        {append(acme, "-acme-name", "localhost"), "does not reach"},
		"another's directory": {append(acme, "-acme-directory", "http://x"), "-acme-directory"},
	} {
		got, err := checkRelay(t, c.flags...)
		if c.says == "" && (err != nil || (got.ACME.Directory != "") != (len(c.flags) > 0)) ||
			c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
