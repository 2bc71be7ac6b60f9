// Package cuts is a test alone: it cuts connections and kills the server at every moment of a call,
// in virtual time, and looks whether everybody ends up where they belong. docs/cuts.md says how.
package cuts
