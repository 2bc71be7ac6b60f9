//go:build evil

package evil

import "time"

// Attack is one thing that a lying server can do.
type Attack struct {
	Name string
	// Summary says what the server does, as a predicate: "delivers a frame twice".
	Summary string
	Must    Outcome
	// NeedsLink: only a server that also has the link can do it, say because a guest works for it.
	NeedsLink bool
	// Late: it strikes when everybody is connected and talks.
	Late bool
	// Ends and Removes: the host must end the call, or remove the last guest, so that there is
	// something to withhold.
	Ends, Removes bool
	// Apart: until then the host and the first guest cannot reach each other.
	Apart bool

	// People is how many it needs; 0 is two.
	People int

	newFilter func(s *Server) filter
	strike    func(s *Server)
	pause     time.Duration // at most, before each message
}

// Outcome is what an attack must come to with honest clients. In each case nobody may come to
// believe anything wrong.
type Outcome string

const (
	// Alarm: those whom [Server.ExpectedAlarms] names show an alarm, and the pair that was tampered
	// with never connects.
	Alarm Outcome = "alarm"
	// AlarmAndGoOn: what is said in the host's name is shown and not followed; those who talk go on
	// talking.
	AlarmAndGoOn Outcome = "alarm, goes on"
	// GoOn: the call starts and goes on as if nothing had happened.
	GoOn Outcome = "goes on"
	// Denied: somebody may be kept out or cut off; any server can do that.
	Denied Outcome = "denied"
)
