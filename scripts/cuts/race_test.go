//go:build race

package cuts

const raceDetector = true
