package probe

import (
	"errors"
	"net"
)

// problem is a failure with a code.
type problem struct{ code, text string }

func (p problem) Error() string { return p.text }

// withoutAddress drops the addresses: the check's name says already what did not answer.
func withoutAddress(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}
