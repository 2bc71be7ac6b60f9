package config

import "testing"

// TestLocalMeansThisMachine: a name of this machine on an address that others reach as well makes
// nobody local.
func TestLocalMeansThisMachine(t *testing.T) {
	for listen, want := range map[string]bool{
		"127.0.0.1:0": true, "127.0.0.9:0": true, "[::1]:0": true, "192.0.2.1:443": false,
		"10.0.0.1:443": false, "[2001:db8::1]:443": false, ":443": false,
	} {
		c, err := ParseServe([]string{"-listen", listen, "-public-url", "http://localhost:1",
			"-relay-address", "192.0.2.1", "-data", "x"},
			func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		if got := c.MayCreate(c.Public); got != want {
			t.Errorf("%s: rooms can be created: %v", listen, got)
		}
	}
}
