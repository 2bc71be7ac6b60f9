package time

import "syscall"

// testShift is how many seconds the wall clock is ahead.
var testShift = readTestShift()

func readTestShift() (seconds int64) {
	text, _ := syscall.Getenv("EINMAL_TEST_OFFSET")
	for _, digit := range []byte(text) {
		if digit < '0' || digit > '9' {
			panic("EINMAL_TEST_OFFSET is no number of seconds")
		}
		seconds = seconds*10 + int64(digit-'0')
	}
	return seconds
}
