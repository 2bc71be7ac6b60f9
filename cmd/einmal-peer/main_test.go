package main

import (
	"fmt"
	"os"
	"testing"

	"einmal/internal/serverprocess"
	"einmal/internal/testca"
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if os.Getenv(asProgram) != "" {
			main() // which exits
		}
		dir, err := os.MkdirTemp("", "einmal-peer-")
		if err == nil {
			defer os.RemoveAll(dir)
			err = writeCertificates(dir)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return serverprocess.RunTests(m)
	}())
}

// asProgram makes this test the program, in a process of its own, because a process reads only once
// which authorities it trusts.
const asProgram = "EINMAL_PEER_AS_PROGRAM"

// certificates is a directory with a certificate of this machine.
var certificates string

func writeCertificates(dir string) error {
	certificates = dir
	authority, err := testca.New()
	if err != nil {
		return err
	}
	return authority.Write(dir, "localhost", "127.0.0.1", "::1")
}
