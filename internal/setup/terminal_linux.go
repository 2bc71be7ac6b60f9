package setup

import (
	"os"

	"golang.org/x/sys/unix"
)

// isTerminal says whether somebody sits at the other end (TCGETS in ioctl_tty(2)).
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}
