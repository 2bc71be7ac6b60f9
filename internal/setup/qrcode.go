package setup

import (
	"strings"

	"rsc.io/qr"
)

// quietZone is the light margin around a code, in modules (ISO/IEC 18004, 5.3.8).
const quietZone = 4

// drawCode draws a text as a QR code for a terminal: two modules, one above the other, in each
// character. Both colours are those of the 256 that no theme changes, so that the code is dark on
// light whatever the terminal is.
func drawCode(text string) (string, error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return "", err
	}
	var drawn strings.Builder
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		drawn.WriteString("\x1b[38;5;16;48;5;231m")
		for x := -quietZone; x < code.Size+quietZone; x++ {
			upper, lower := code.Black(x, y), code.Black(x, y+1)
			drawn.WriteString(map[[2]bool]string{{false, false}: " ", {true, false}: "▀",
				{false, true}: "▄", {true, true}: "█"}[[2]bool{upper, lower}])
		}
		drawn.WriteString("\x1b[0m\n")
	}
	return drawn.String(), nil
}
