// Package house holds the rules of the house as tests: who may import whom, how long a file may be,
// what a log line may say, what the server binary links in. It has no code of its own, and nobody
// imports it.
package house
