//go:build !linux

package main

import "errors"

var errNotHere = errors.New("this needs Linux")

func overwriteFreed() error { return errNotHere }

func forbidCoreDumps() error { return errNotHere }
