package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"einmal/internal/cli"
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
			taken, err := net.Listen("tcp", ":443")
			if err != nil {
				panic(err)
			}
			defer taken.Close() // what nobody holds any more is closed by itself
			main()
		},
		// the server, and beside it what the arguments say
		"einmal-served": func() {
			openClient = servertest.Client
			said, says := io.Pipe()
			go func() {
				says.CloseWithError(program.Run(context.Background(), []string{"serve"},
					cli.Streams{Out: says, Err: io.Discard, Getenv: os.Getenv}))
			}()
			if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
				panic(err)
			}
			go io.Copy(io.Discard, said)
			main()
		},
		"einmal-bare": func() {
			openClient = func() (*webclient.Client, error) { return nil, webclient.ErrMissing }
			main()
		},
	})
}
