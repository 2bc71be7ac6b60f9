//go:build !linux

package reexec

import "errors"

func restart() error { return errors.New("this needs Linux") }
