//go:build !linux

package anew

import "errors"

func startOver() error { return errors.New("this needs Linux") }
