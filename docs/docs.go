// Package docs embeds the documents that the server shows to people.
package docs

import _ "embed"

// ThreatModel is threat-model.md: what einmal protects, from whom, and where that ends.
//
//go:embed threat-model.md
var ThreatModel []byte
