// Package einmal embeds files at the root of the repository that the programs need.
package einmal

import _ "embed"

// Notice is the licence of einmal, and those of all that is built into its programs and its web
// client.
//
//go:embed NOTICE
var Notice string
