// Package archtest holds the rules of this repository as tests: who may import whom, how long a file
// may be, what a log line may say, what the server program links. It has no code, and nobody
// imports it.
package archtest
