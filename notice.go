// Package einmal holds what stands at the root of the repository and has to be in the programs.
package einmal

import _ "embed"

// Notice is the licence of einmal, and those of all that is built into its programs and its web
// client.
//
//go:embed NOTICE
var Notice string
