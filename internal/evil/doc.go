//go:build evil

// Package evil is a lying server: a man in the middle of the signalling, in front of a real server.
// It exists for tests only (build tag evil) and shares no code with the clients it attacks.
//
// It passes everything on between each participant and the real server, and carries out one
// [Attack] meanwhile. It knows what a server knows, which is no plaintext. After
// [Server.LearnLink] it also has the link, and opens sealed channels and direct connections with
// keys of its own. The program in scripts/evil drives it for the browsers; the tests beside that
// program drive it for the native participant.
//
// # What honest clients must do
//
// Some rules hold whatever the server does:
//
//   - Nobody connects directly to anybody who is not in the newest list that the host has signed,
//     under the key in that list.
//   - Nobody goes back to an older list.
//   - Nobody is shown a text that its author did not write.
//   - Nobody believes that the host denied, removed or ended if the host did not.
//   - No stranger is told anything.
//
// Beyond that, each attack has an [Outcome] that honest clients must come to:
//
//   - [Alarm]: a frame is flipped (also right after admission), cut, stretched, substituted,
//     retyped, doubled, replayed, reordered, dropped, reflected or misrouted; the list that lets a
//     guest in is changed. With the link: the server sits between host and guest or between two
//     guests, answers as the host, or speaks as somebody who is there. The victim shows an alarm (a
//     host whose pair is with a knocker shows that it closed the knock); the pair is closed and
//     never gets media. Only what happens to the first message of a handshake may pass in silence:
//     nothing comes of it.
//   - [AlarmAndGoOn]: the host's word is forged in a running call (admit, another key, swapped
//     sids, another role, remove, an old list as a new one, deny, end). The victim shows it and
//     does not follow it.
//   - [GoOn]: noise, delay, old lists, lists for those who wait, ghosts, words in the host's name
//     before the host can be known, people called gone, false errors, close reasons and appointments,
//     dropped connections, an old list for a host who comes back, a new sid, words that are not in the
//     protocol; a removal withheld, also from somebody who finds the host only after it, or the end
//     withheld. Those who talk directly go on, and the host's word reaches them without the server.
//   - [Denied]: silence, a wrong sid, another host, a first guest called gone or absent, turning
//     away, an old list by way of a new sid, a split room, a stale nonce. The server can always
//     keep people apart, but nobody believes anything wrong.
package evil
