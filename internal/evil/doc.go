//go:build evil

// Package evil is a lying server: a man in the middle of the signalling, in front of a real server.
// It exists for tests alone (build tag evil) and shares no code with those it attacks.
//
// It passes everything on between each participant and the real server, and plays one [Attack]
// meanwhile. It knows what a server knows, which is no plaintext; with [Server.Learn] it also has
// the link, and then opens sealed channels and direct connections with keys of its own. The program
// in scripts/evil drives it for the browsers, the tests beside it for the native participant.
//
// # What honest clients must do
//
// Whatever it does, nobody connects directly with anybody who is not in the newest list that the
// host has signed, under the key that stands there; nobody goes back to an older list; nobody reads
// a text that its author has not said; nobody believes that the host turned away, removed or ended
// if the host did not; no stranger is told anything. Beyond that each attack says what has to come
// of it:
//
//   - [Alarm]: flip (also right after admission), cut, stretch, substitute, retype, double, replay, reorder, drop, reflect, misroute a frame; change the
//     list that lets a guest in; with the link: stand between host and guest or between two guests, answer as the host, speak
//     as somebody who is there. The victim shows an alarm (a host whose pair is with a knocker: that it closed the knock), the pair is closed and never gets media. Only what happens to the
//     first message of a handshake may pass in silence: nothing comes of it.
//   - [AlarmAndGoOn]: forge the host's word in a call that runs (admit, another key, swapped sids, another role, remove,
//     an old list as a new one, deny, end). It is shown and not followed.
//   - [GoOn]: noise, delay, old lists, lists for those who wait, ghosts, words in the host's name before the host can be known, calling people gone,
//     errors and closings that are not true, hanging up, an old list for a host who comes back, a new sid, words that are not in the protocol; withholding a removal,
//     also from one who finds the host only after it, or the end. Those who talk directly go on; the host's word reaches them without the server.
//   - [Denied]: silence, a wrong sid, another host, a first guest called gone or not there, turning away, an old list by way of a new sid,
//     a split room, a nonce that is not fresh. The server can always keep people apart, and nobody believes anything wrong.
package evil
