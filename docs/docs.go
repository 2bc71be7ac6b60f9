// Package docs embeds the documents that the server shows to people.
package docs

import "embed"

// ThreatModel is threat-model.md: what einmal protects, from whom, and where that ends.
//
//go:embed threat-model.md
var ThreatModel []byte

// Proxies has the files in proxies: how each program is set up in front of the server.
//
//go:embed proxies
var Proxies embed.FS
