//go:build !linux

package main

import "errors"

func forbidCoreDumps() error { return errors.New("this needs Linux") }
