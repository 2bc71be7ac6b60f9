//go:build !linux

package doctor

// processFaults are about what only Linux tells.
var processFaults []fault
