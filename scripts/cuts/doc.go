// Package cuts is only a test: it cuts connections and kills the server at every moment of a call,
// in virtual time, and checks that everybody ends up where they belong. docs/cuts.md says how.
package cuts
