package router

import (
	"net/http"
	"testing"

	"einmal/internal/config"
)

func TestWhoCountsAsTheClientBehindAProxy(t *testing.T) {
	for name, test := range map[string]struct {
		proxy, from string
		forwarded   []string
		want        string
	}{
		"nobody is trusted": {"", "127.0.0.1:5", []string{"192.0.2.1"}, "127.0.0.1:5"},
		"the proxy's word": {"127.0.0.1", "127.0.0.1:5", []string{"192.0.2.1"},
			"192.0.2.1:0"},
		"IPv6": {"10.0.0.0/24", "10.0.0.9:5", []string{"2001:db8::1"},
			"[2001:db8::1]:0"},
		"a proxy in IPv6 form": {"10.0.0.0/24", "[::ffff:10.0.0.9]:5",
			[]string{"192.0.2.1"}, "192.0.2.1:0"},
		"with a port": {"127.0.0.1", "127.0.0.1:5", []string{"192.0.2.1:77"},
			"192.0.2.1:0"},
		"in brackets with a port": {"127.0.0.1", "127.0.0.1:5", []string{"[2001:db8::1]:77"},
			"[2001:db8::1]:0"},
		"what the client made up": {"127.0.0.1", "127.0.0.1:5",
			[]string{"198.51.100.7, 192.0.2.1"}, "192.0.2.1:0"},
		"made up in a line of its own": {"127.0.0.1", "127.0.0.1:5",
			[]string{"198.51.100.7", "192.0.2.1"}, "192.0.2.1:0"},
		"two proxies": {"10.0.0.0/24", "10.0.0.1:5",
			[]string{"198.51.100.7, 192.0.2.1, 10.0.0.2"}, "192.0.2.1:0"},
		"a stranger who plays the proxy": {"127.0.0.1", "198.51.100.9:5", []string{"192.0.2.1"},
			"198.51.100.9:5"},
		"a proxy that says nothing": {"127.0.0.1", "127.0.0.1:5", nil, "127.0.0.1:5"},
		"a proxy that says nonsense": {"127.0.0.1", "127.0.0.1:5", []string{"192.0.2.1, unknown"},
			"127.0.0.1:5"},
		"only proxies": {"10.0.0.0/24", "10.0.0.1:5", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.1:5"},
	} {
		t.Run(name, func(t *testing.T) {
			proxy, err := config.ParseProxy(test.proxy)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: test.from,
				Header: http.Header{"X-Forwarded-For": test.forwarded}}
			if got := clientAddress(r, proxy); got != test.want {
				t.Errorf("got %s", got)
			}
		})
	}
}
