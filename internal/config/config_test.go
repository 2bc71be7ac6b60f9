package config

import (
	"errors"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"einmal/internal/cli"
	"einmal/internal/origin"
	"einmal/rooms"
	"einmal/turnserver"
)

// environment answers like os.Getenv.
type environment map[string]string

func (e environment) get(name string) string { return e[name] }

func TestServeUnderstands(t *testing.T) {
	home := environment{"HOME": "/home/anna"}
	const homeData = "/home/anna/.local/share/einmal"
	loopback := netip.MustParseAddr("127.0.0.1")
	for name, test := range map[string]struct {
		args string
		env  environment
		want Config
	}{
		"nothing at all": {"", home, Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData,
			RelayAddress: loopback}},
		"the data directory of the desktop": {"",
			environment{"HOME": "/home/anna", "XDG_DATA_HOME": "/data"},
			Config{Host: "127.0.0.1", Port: 8080, DataDir: "/data/einmal", RelayAddress: loopback}},
		"that a relative XDG_DATA_HOME is to be ignored": {"",
			environment{"HOME": "/home/anna", "XDG_DATA_HOME": "data"},
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData, RelayAddress: loopback}},
		"localhost as an address": {"-listen localhost:0", home,
			Config{Host: "127.0.0.1", DataDir: homeData, RelayAddress: loopback}},
		"every flag": {"-listen :443 -data d -public-url https://Call.Example:443/ " +
			"-relay-address 192.0.2.1 -tls-cert c -tls-key k -relay-listen [2001:db8::2]:3478",
			home,
			Config{Port: 443, DataDir: "d", Public: origin.Origin{Scheme: "https",
				Hostname: "call.example"},
				RelayAddress: netip.MustParseAddr("192.0.2.1"),
				CertFile:     "c", KeyFile: "k", OwnRelay: true, RelayHost: "2001:db8::2",
				RelayPort: 3478}},
		"the environment, a flag before it": {"-data flag",
			environment{"EINMAL_LISTEN": "[::1]:9", "EINMAL_DATA": "environment",
				"EINMAL_PUBLIC_URL": "https://a.example:8443", "EINMAL_RELAY_ADDRESS": "192.0.2.7",
				"EINMAL_RELAY_LISTEN": "127.0.0.1:0", "EINMAL_TLS_CERT": "c",
				"EINMAL_TLS_KEY": "k"},
			Config{Host: "::1", Port: 9, DataDir: "flag",
				Public:       origin.Origin{Scheme: "https", Hostname: "a.example", Port: "8443"},
				RelayAddress: netip.MustParseAddr("192.0.2.7"),
				CertFile:     "c", KeyFile: "k", OwnRelay: true, RelayHost: "127.0.0.1"}},
		"an IPv4 address for relays where IPv6 is listened on": {"-listen [::1]:80", home,
			Config{Host: "::1", Port: 80, DataDir: homeData, RelayAddress: loopback}},
		"a relay whose own address is taken": {"-relay-listen 127.0.0.2:0", home,
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData,
				RelayAddress: netip.MustParseAddr("127.0.0.2"), OwnRelay: true,
				RelayHost: "127.0.0.2"}},
		"rooms without a disk": {"-storage memory", home,
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData, RelayAddress: loopback,
				InMemory: true}},
		"more rooms, and a clock that is right": {"-quota-rooms 300000 -accept-clock", home,
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData, RelayAddress: loopback,
				MaxRooms:     300_000,
				ClockIsRight: true}},
		"less that is left for guests": {"-quota-boxes 200", home,
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData, RelayAddress: loopback,
				MaxBoxes: 200 << 20}},
		"rooms for a week": {"-room-days 7", home,
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData, RelayAddress: loopback,
				LongestRoom: 7 * 24 * time.Hour}},
		"a server for everybody": {"-create open", home,
			Config{Host: "127.0.0.1", Port: 8080, DataDir: homeData, RelayAddress: loopback,
				CreateMode: CreateOpen}},
		"a proxy in front": {"-listen 192.0.2.1:8080 -acme=false -public-url https://call.example", home,
			Config{Host: "192.0.2.1", Port: 8080, DataDir: homeData,
				Public:       origin.Origin{Scheme: "https", Hostname: "call.example"},
				RelayAddress: netip.MustParseAddr("192.0.2.1")}},
	} {
		t.Run(name, func(t *testing.T) {
			if test.want.CreateMode == "" {
				test.want.CreateMode = CreateLocal
			}
			if test.want.LongestRoom == 0 {
				test.want.LongestRoom = 90 * 24 * time.Hour
			}
			if test.want.MaxBoxes == 0 {
				test.want.MaxBoxes = rooms.UsualBoxes
			}
			test.want.MaxRooms = max(test.want.MaxRooms, rooms.MostRooms)
			test.want.Quotas, test.want.RelayLife = turnserver.DefaultQuotas(), time.Hour
			got, err := ParseServe(strings.Fields(test.args), test.env.get)
			if err != nil || got != test.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestServeRefuses(t *testing.T) {
	for name, test := range map[string]struct{ args, sentence string }{
		"a place that is none to keep rooms in":   {"-storage tape", "-storage wants"},
		"rooms for no day":                        {"-room-days 0", "from 1 to 365"},
		"rooms for more than a year":              {"-room-days 366", "from 1 to 365"},
		"an unknown flag":                         {"-port 80", "-port"},
		"a port alone":                            {"-listen 8080", "IP:PORT"},
		"a port that does not exist":              {"-listen 127.0.0.1:65536", "65535"},
		"a negative port":                         {"-listen 127.0.0.1:-1", "65535"},
		"a name to listen on":                     {"-listen call.example:80", "IP address"},
		"all addresses without one for the relay": {"-listen :8080", "-relay-address is missing"},
		"all IPv6 addresses without one": {"-listen [::]:8080",
			"-relay-address is missing"},
		"creators that there are not": {"-create all",
			"-create wants local, token or open"},
		"an IPv6 address without one": {"-listen [2001:db8::1]:80",
			"-relay-address is missing"},
		"a relay on all addresses without one": {"-relay-listen :0",
			"-relay-address is missing"},
		"an IPv6 address for the relay": {"-relay-address 2001:db8::1", "IPv4"},
		"a name for the relay to listen on": {"-relay-listen call.example:80",
			"-relay-listen wants an IP"},
		"a certificate without a key": {"-tls-cert c", "-tls-key is missing"},
		"a key without a certificate": {"-tls-key k", "-tls-cert is missing"},
		"a certificate for http": {"-public-url http://localhost:8080 -tls-cert c -tls-key k",
			"https://"},
		"a public port that cannot be a proxy's": {"-listen 192.0.2.1:443 -acme=false " +
			"-public-url https://call.example", "-tls-cert and -tls-key, are missing"},
		"a certificate, and another": {"-listen 192.0.2.1:443 -acme -tls-cert c -tls-key k " +
			"-public-url https://call.example", "do not go together"},
		"a certificate behind a proxy": {"-listen 192.0.2.1:443 -acme -trusted-proxy 192.0.2.2 " +
			"-public-url https://call.example", "do not go together"},
		"a certificate for nobody":    {"-acme", "-acme wants -public-url"},
		"a certificate for localhost": {"-acme -public-url https://localhost", "does not reach"},
		"an authority by http": {"-acme -acme-directory http://ca.example -public-url " +
			"https://call.example", "-acme-directory wants"},
		"an authority without being asked": {"-acme-profile tiny", "-acme is missing"},
		"two mail addresses": {"-acme -acme-mail a@b.example,c@d.example -public-url " +
			"https://call.example", "-acme-mail wants"},
		"a port for the look": {"-acme -acme-http 80 -public-url https://call.example",
			"-acme-http wants IP:PORT"},
		"another one": {"-public-url https://localhost:8080",
			"speak TLS to port 8080"},
		"a relay address that is none": {"-relay-address x", "-relay-address wants"},
		"all addresses for the relay": {"-relay-address 0.0.0.0",
			"-relay-address wants"},
		"an address on the network without its URL": {"-listen 192.0.2.1:8080",
			"-public-url is missing"},
		"a loopback address that is not localhost": {"-listen 127.0.0.2:8080",
			"-public-url is missing"},
		"no room at all":        {"-quota-rooms 0", "-quota-rooms wants"},
		"another scheme":        {"-public-url ftp://call.example", "-public-url wants"},
		"a name alone":          {"-public-url call.example", "-public-url wants"},
		"no name":               {"-public-url https://", "-public-url wants"},
		"no name before a port": {"-public-url https://:443", "-public-url wants"},
		"what cannot be parsed": {"-public-url https://[", "-public-url wants"},
		"a user in the URL": {"-public-url https://a@call.example",
			"-public-url wants"},
		"a path in the URL":              {"-public-url https://call.example/einmal", "no path"},
		"a query in the URL":             {"-public-url https://call.example/?", "no path"},
		"a fragment in the URL":          {"-public-url https://call.example/#a", "no path"},
		"a name that is not ASCII":       {"-public-url https://büro.example", "xn--"},
		"a URL port that does not exist": {"-public-url https://call.example:0", "65535"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseServe(strings.Fields(test.args), environment{"HOME": "/"}.get)
			var p cli.Problem
			if !errors.As(err, &p) || p.Code != "usage" ||
				!strings.Contains(p.Sentence, test.sentence) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := ParseServe(nil,
		environment{"HOME": "relative"}.get); cli.Report(&strings.Builder{},
		"einmal", err) != 2 {
		t.Errorf("without a home directory: %v", err)
	}
}

func TestWhatIsNoProxyIsRefused(t *testing.T) {
	for _, text := range []string{"0.0.0.0/0", "::/0", "proxy.example", "10.0.0.0/33",
		"fe80::1%eth0"} {
		if _, err := ParseProxy(text); cli.Report(io.Discard, "einmal", err) != 2 {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestAGatewayIsAPlaceThatCanBeReached: an address and a port, from a flag or the environment.
func TestAGatewayIsAPlaceThatCanBeReached(t *testing.T) {
	home := environment{"HOME": "/"}
	for _, text := range []string{"5090", ":5090", "127.0.0.1", "localhost:5090", "127.0.0.1:0",
		"0.0.0.0:5090", "[::]:5090", "127.0.0.1:65536"} {
		_, err := ParseServe([]string{"-phone", text}, home.get)
		if err == nil || !strings.Contains(err.Error(), "-phone wants") {
			t.Errorf("%s: %v", text, err)
		}
	}
	home["EINMAL_PHONE"] = "[::1]:5090"
	if c, err := ParseServe(nil, home.get); err != nil || c.Phone.String() != "[::1]:5090" ||
		!c.Facts(c.Public).Phone {
		t.Errorf("%v, %v", c.Phone, err)
	}
	if c, err := ParseServe([]string{"-phone", "127.0.0.1:1"}, home.get); err != nil ||
		c.Phone.String() != "127.0.0.1:1" {
		t.Errorf("a flag has no precedence: %v, %v", c.Phone, err)
	}
	delete(home, "EINMAL_PHONE")
	if c, err := ParseServe(nil, home.get); err != nil || c.Phone.IsValid() ||
		c.Facts(c.Public).Phone {
		t.Errorf("without the flag: %v, %v", c.Phone, err)
	}
}
