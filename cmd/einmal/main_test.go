package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/testscript"

	"einmal/internal/testca"
	"einmal/webclient"
)

// The test binary is the program as well: einmal, whose web client is the page below, so that the
// tests need no built one, and einmal-bare, which is what a fresh clone gives. Both are in the
// path.
const (
	testPage  = "<!doctype html>\n<title>einmal</title>\n"
	testAsset = "export {};\n"
	assetPath = "/assets/test-1.js"
)

func TestMain(m *testing.M) {
	testscript.Main(suite{m}, map[string]func(){
		"einmal": func() {
			openClient = func() (*webclient.Client, error) {
				return webclient.New(fstest.MapFS{"index.html": {Data: []byte(testPage)},
					assetPath[1:]: {Data: []byte(testAsset)}})
			}
			main()
		},
		"einmal-bare": func() {
			openClient = func() (*webclient.Client, error) { return nil, webclient.ErrMissing }
			main()
		},
	})
}

// suite runs the tests, with a certificate for this machine.
type suite struct{ *testing.M }

var (
	authority    *testca.Authority // signs what the tests' servers show; nobody else trusts it
	certificates string            // the directory of what it has signed
)

func (s suite) Run() int {
	var err error
	if certificates, err = os.MkdirTemp("", "einmal-test-"); err == nil {
		defer os.RemoveAll(certificates)
		authority, err = testca.New()
	}
	if err == nil {
		err = authority.Write(certificates, "localhost", "127.0.0.1", "::1")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return s.M.Run()
}

// withTLS are the flags of a server with TLS.
func withTLS(flags ...string) []string {
	return append(flags, "-tls-cert", filepath.Join(certificates, testca.CertificateFile),
		"-tls-key",
		filepath.Join(certificates, testca.KeyFile))
}
