package main

import (
	"net"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"einmal/internal/server/servertest"
	"einmal/webclient"
)

// The test binary is the program as well: einmal with the web client of the test server, so that
// the tests need no built one, and einmal-bare, which is what a fresh clone gives. Both are in the
// path.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"einmal": func() {
			openClient = servertest.Client
			main()
		},
		// another program that has port 443
		"einmal-beside": func() {
			if _, err := net.Listen("tcp", ":443"); err != nil {
				panic(err)
			}
			main()
		},
		"einmal-bare": func() {
			openClient = func() (*webclient.Client, error) { return nil, webclient.ErrMissing }
			main()
		},
	})
}
