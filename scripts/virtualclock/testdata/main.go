// Prints the wall clock in seconds since 1970, and the milliseconds that a pause of 20 took by each
// clock.
package main

import (
	"os"
	"strconv"
	"time"
)

func main() {
	start := time.Now()
	time.Sleep(20 * time.Millisecond)
	end := time.Now()
	os.Stdout.WriteString(strconv.FormatInt(start.Unix(), 10) + " " +
		strconv.FormatInt(end.Sub(start).Milliseconds(), 10) + " " +
		strconv.FormatInt(end.Round(0).Sub(start.Round(0)).Milliseconds(), 10) + "\n")
}
