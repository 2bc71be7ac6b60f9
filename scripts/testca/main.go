// Command testca writes the root of a new test authority, a certificate of it and the key into a
// directory, for the browser tests: testca DIR NAME...
package main

import (
	"errors"
	"fmt"
	"os"

	"einmal/internal/testca"
)

func main() {
	if err := writeCertificates(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "testca:", err)
		os.Exit(1)
	}
}

func writeCertificates(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: testca DIR NAME…")
	}
	authority, err := testca.New()
	if err != nil {
		return err
	}
	return authority.Write(args[0], args[1:]...)
}
