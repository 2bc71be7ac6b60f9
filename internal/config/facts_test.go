package config

import (
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"einmal/internal/notice"
	"einmal/internal/origin"
)

// silent are the fields of config that change nothing people need to know, with the reason. All
// others change the notice.
var silent = map[string]string{
	"Host":         "where the sockets listen is no matter to whoever gets through to them",
	"Port":         "as Host",
	"DataDir":      "a directory on the operator's own disk",
	"RelayAddress": "an address of the server itself", "OwnRelay": "a port of the server itself",
	"RelayHost": "an address of the server itself",
	"Quotas":    "bounds on what a call may use, which count no person",
	"RelayLife": "how long a credential for the relay is good: it names nobody, and ends with " +
		"its room",
	"MaxRooms":     "bounds the disk, and counts no person",
	"ClockIsRight": "whether the operator has looked at the clock",
	"LookBack": "whoever asks is looked at, by its own wish, and no page can ask: nothing of it " +
		"is kept",
	"RelaySecret": "known to the operator's own machines alone",
	"RelayPort":   "a port of the server itself", "KeyFile": "a file of the server itself",
	"ACME.Root": "a file of the server itself", "ACME.HTTP": "a port of the server itself",
	"ACME.Profile": "how long a certificate of the server is good",
	"ACME.Mail":    "what the operator tells the authority of itself",
}

// others are fields with a value that is valid and not the one of [aPublicServer].
var others = map[string]any{
	"Public.Scheme": "http", "Public.Hostname": "other.example", "Public.Port": "8443",
	"InMemory":       true,
	"MaxBoxes":       int64(0),
	"LongestRoom":    48 * time.Hour,
	"CertFile":       "certificate.pem",
	"ACME.Directory": "https://ca.example/dir",
	"Metrics":        netip.MustParseAddrPort("127.0.0.1:9"),
	"Phone":          netip.MustParseAddrPort("127.0.0.1:9"),
	"TrustedProxy":   netip.MustParsePrefix("127.0.0.1/32"),
	"Balancer":       netip.MustParsePrefix("127.0.0.1/32"),
	"Incident.Until": time.Now().Add(2 * time.Hour),
	"RelayURLs":      "turn:relay.example:3478?transport=udp,turn:relay.example:3478?transport=tcp",
	"Operator.Law":   notice.KDG, "Operator.HostingCountry": "FR", "Operator.RelayCountry": "US",
	"Operator.ProxyLogs": "3 days", "Operator.HostingProvider": "Rechenzentrum Nord",
}

// aPublicServer has something in every field.
func aPublicServer(t *testing.T) Config {
	t.Helper()
	c, err := ParseServe([]string{"-public-url", "https://call.example", "-operator",
		"../../cmd/einmal/testdata/operator.conf",
		"-log", "debug", "-log-reason", "x", "-log-until", time.Now().Add(
			time.Hour).Format(time.RFC3339)}, environment{"HOME": "/"}.get)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestEveryFlagChangesTheNotice walks all fields of the configuration: each either changes the hash
// and the words of the documents, or stands in the list above with its reason.
func TestEveryFlagChangesTheNotice(t *testing.T) {
	var seen []string
	var walk func(path string, index []int, typ reflect.Type)
	walk = func(path string, index []int, typ reflect.Type) {
		if _, ok := silent[path]; ok {
			seen = append(seen, path)
			return
		}
		if typ.Kind() == reflect.Struct && typ.PkgPath() != "time" && typ.PkgPath() != "net/netip" {
			for i := range typ.NumField() {
				walk(strings.TrimPrefix(path+"."+typ.Field(i).Name, "."),
					append(index[:len(index):len(index)], i), typ.Field(i).Type)
			}
			return
		}
		seen = append(seen, path)
		before, after := aPublicServer(t), aPublicServer(t)
		set(t, path, fieldOf(&after, index))
		a, b := before.Facts(before.Public), after.Facts(after.Public)
		if a.Hash() == b.Hash() || all(t, a) == all(t, b) {
			t.Errorf("%s changes, and the notice does not say so; if people need not know, put it "+
				"into the list with the reason", path)
		}
	}
	walk("", nil, reflect.TypeFor[Config]())
	for path := range silent {
		if !slices.Contains(seen, path) {
			t.Errorf("%s stands in the list and is no field", path)
		}
	}
}

// TestWhoEncryptsTheWayToBrowsers: a proxy that is trusted reads requests, so TLS of the program's
// own ends at the proxy.
func TestWhoEncryptsTheWayToBrowsers(t *testing.T) {
	for name, test := range map[string]struct {
		public, cert, proxy string
		want                notice.Encryption
	}{
		"a certificate": {"https://call.example", "c.pem", "",
			notice.EncryptedHere},
		"a proxy in front of it": {"https://call.example", "c.pem", "127.0.0.1/32",
			notice.EncryptedAtProxy},
		"no certificate": {"https://call.example", "", "",
			notice.EncryptedAtProxy},
		"this machine": {"http://localhost:8080", "", "", notice.Unencrypted},
		"this machine, behind a proxy": {"http://localhost:8080", "", "127.0.0.1/32",
			notice.Unencrypted},
		"this machine, with TLS in front": {"https://localhost", "", "", notice.EncryptedAtProxy},
	} {
		t.Run(name, func(t *testing.T) {
			public, err := origin.Parse("-public-url", test.public)
			if err != nil {
				t.Fatal(err)
			}
			c := Config{Public: public, CertFile: test.cert}
			if c.TrustedProxy, err = ParseProxy(test.proxy); err != nil {
				t.Fatal(err)
			}
			if got := c.Facts(public).Encryption; got != test.want {
				t.Errorf("it says %s, want %s", got, test.want)
			}
		})
	}
}

// fieldOf reaches a field that is not exported.
func fieldOf(c *Config, index []int) reflect.Value {
	field := reflect.ValueOf(c).Elem().FieldByIndex(index)
	return reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem()
}

func set(t *testing.T, path string, field reflect.Value) {
	t.Helper()
	switch other, ok := others[path]; {
	case ok:
		field.Set(reflect.ValueOf(other).Convert(field.Type()))
	case field.Kind() == reflect.String:
		field.SetString(field.String() + " changed")
	default:
		t.Fatalf("%s is new: give it another value in the list of others, or the reason why "+
			"nobody need know", path)
	}
}

// all is what the documents say, but for the hash.
func all(t *testing.T, facts notice.Facts) string {
	t.Helper()
	var b strings.Builder
	for _, kind := range notice.Kinds {
		d, err := notice.Write(kind, notice.German, facts)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(strings.ReplaceAll(notice.Text(d), facts.Hash(), ""))
	}
	return b.String()
}
