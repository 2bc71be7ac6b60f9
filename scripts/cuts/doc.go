// Package cuts is a test alone: it cuts connections and kills the server at every moment of a call, in virtual time, and
// looks whether everybody ends up where they belong. `make cuts` runs all of it; docs/cuts.md says how to read it.
package cuts
