package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"einmal/internal/testca"
)

// binaries is a directory with two builds of the program: einmal, whose web client is the page
// below, so that the tests do not depend on a built one, and einmal-bare, which is what a fresh
// clone gives.
var binaries string

// authority signs what the tests' servers show; nobody else trusts it.
var authority *testca.Authority

const (
	testPage  = "<!doctype html>\n<title>einmal</title>\n"
	testAsset = "export {};\n"
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if binaries, err = os.MkdirTemp("", "einmal-test-"); err == nil {
			defer os.RemoveAll(binaries)
			err = errors.Join(build(), certify())
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

// certify puts a certificate for this machine beside the programs.
func certify() (err error) {
	if authority, err = testca.New(); err != nil {
		return err
	}
	return authority.Write(binaries, "localhost", "127.0.0.1", "::1")
}

// withTLS are the flags of a server with TLS.
func withTLS(flags ...string) []string {
	return append(flags, "-tls-cert", filepath.Join(binaries, testca.CertificateFile), "-tls-key",
		filepath.Join(binaries, testca.KeyFile))
}

func build() error {
	page, asset := filepath.Join(binaries, "index.html"), filepath.Join(binaries, "test.js")
	dist, err := filepath.Abs("../../webclient/dist")
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(page, []byte(testPage), 0o600),
		os.WriteFile(asset, []byte(testAsset), 0o600),
		buildWith("einmal", map[string]string{
			filepath.Join(dist, "index.html"):          page,
			filepath.Join(dist, "assets", "test-1.js"): asset,
		}),
		buildWith("einmal-bare", map[string]string{filepath.Join(dist, "index.html"): ""}),
	)
}

// buildWith builds the program as if the files of overlay were in the tree; an empty name means
// that a file is not.
func buildWith(name string, overlay map[string]string) error {
	list, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return err
	}
	listName := filepath.Join(binaries, name+".json")
	if err := os.WriteFile(listName, list, 0o600); err != nil {
		return err
	}
	args := []string{"build", "-buildvcs=false", "-overlay", listName, "-o",
		filepath.Join(binaries, name)}
	if raceEnabled {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, ".")...).CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return nil
}
