//go:build evil

package evil

import "time"

// Attack is one thing that a lying server can do.
type Attack struct {
	Name string
	// Summary says to people what the server does.
	Summary string
	Must    Outcome
	// NeedsLink: it can be done only by a server that also has the link, say because a guest works
	// for it.
	NeedsLink bool
	// Late attacks strike a call in which everybody talks.
	Late bool
	// Ends and Removes: the host has to end the call, or to remove the last guest, for there to be
	// something to withhold.
	Ends, Removes bool
	// Apart: until then the host and the first guest have no way to each other.
	Apart bool

	// People is how many it needs; 0 is two.
	People int

	newFilter func(s *Server) filter
	strike    func(s *Server)
	pause     time.Duration // at most, before each message
}

// Outcome is what honest clients have to make of an attack. In each case nobody may come to believe
// anything wrong.
type Outcome string

const (
	// Alarm: those whom [Server.Expected] names show an alarm, and the pair that was tampered with
	// never connects.
	Alarm Outcome = "alarm"
	// AlarmAndGoOn: a word in the host's name is not followed, and shown; those who talk go on
	// talking.
	AlarmAndGoOn Outcome = "alarm, goes on"
	// GoOn: the call comes about and goes on as if nothing had happened.
	GoOn Outcome = "goes on"
	// Denied: somebody may be kept out or cut off; any server can do that.
	Denied Outcome = "denied"
)
