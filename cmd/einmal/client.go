package main

import (
	"errors"

	"einmal/internal/cli"
	"einmal/webclient"
)

// openClient reads the embedded web client. Tests have another one.
var openClient = webclient.Open

// clientProblem explains why there is no web client.
func clientProblem(err error) error {
	if errors.Is(err, webclient.ErrMissing) {
		return cli.Problemf("client-missing", "This program was built without the web client; run "+
			"make build.")
	}
	return err
}
