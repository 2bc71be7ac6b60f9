package main

import (
	"slices"

	"einmal/internal/cli"
)

// program is everything that this program can do.
var program = cli.Program{
	Name:  "einmal",
	About: "serves private video calls that happen once",
	Commands: []cli.Command{
		{Name: "serve", Summary: "run the server", Env: cli.AnyFlag, Setup: setUpServe,
			Details: "It stops at SIGINT or SIGTERM. A proxy in front has to pass the Host " +
				"header on.\ndocs/operator.md says more about each flag.\n"},
		{Name: "relay", Summary: "run the relay alone, on a second machine", Env: cli.AnyFlag,
			Setup:   setUpRelay,
			Details: "It stops at SIGINT or SIGTERM.\n"},
		{Name: "setup", Summary: "make a server of this machine, by a few questions",
			Setup: setUpSetup,
			Details: "It asks at most eight questions, writes /etc/einmal/einmal.conf and " +
				"operator.conf, makes\nthe first creator link and starts the service. Run again, " +
				"it changes what is there.\ndocs/operator.md lists what a file of answers may " +
				"hold.\n"},
		{Name: "notice", Summary: "print the privacy notice and other documents", Env: cli.AnyFlag,
			Setup: setUpNotice, BesideServer: true,
			Details: "It takes the flags of einmal serve besides its own, and prints what a " +
				"server with\nthese tells people.\n"},
		{Name: "doctor", Summary: "say what is wrong with the server here", Env: cli.AnyFlag,
			Setup: setUpDoctor, BesideServer: true, Details: doctorDetails},
		{Name: "bench", Summary: "say how many calls this machine carries", Setup: setUpBench,
			Details: "It starts a server of its own on this machine for some seconds, and asks " +
				"no other.\nWhat else the machine does makes the answer smaller. " +
				"docs/operator.md describes the JSON.\n"},
		{Name: "room new", Summary: "make a room and print its links", Env: roomFlag,
			Setup: setUpRoomNew, BesideServer: true},
		{Name: "room end", Takes: "LINK", Summary: "end a call and erase its room", Env: roomFlag,
			Wants: "a host link, a handle from einmal room list, or - for a link on standard input",
			Setup: setUpRoomEnd, BesideServer: true,
			Details: "With the host link it ends the call as its host; with a handle from einmal " +
				"room list,\nas the operator of the server. - reads the link from standard " +
				"input, since others on\nthis machine can see the arguments of a command.\n"},
		{Name: "room list", Summary: "list the rooms of a server", Env: roomFlag,
			Setup: setUpRoomList, BesideServer: true,
			Details: "It asks the server that has the data directory or, when none runs, the " +
				"data.\n"},
		{Name: "room show", Takes: "[HANDLE]", Summary: "show all that a server holds of rooms",
			Env:   roomFlag,
			Setup: setUpRoomShow, BesideServer: true,
			Details: "It shows one room, or all of them, with the people in them, for whoever " +
				"asks " +
				"what\nis held about them.\n"},
		{Name: "creator add", Takes: "LABEL", Summary: "make a link with which to create rooms",
			Env: roomFlag, Wants: "a LABEL; one with spaces goes in quotes",
			Setup: setUpCreatorAdd, BesideServer: true,
			Details: "It prints the creator link, once. The server needs -create token and may " +
				"be running.\n"},
		{Name: "creator remove", Takes: "LABEL", Summary: "revoke such a link", Env: roomFlag,
			Setup: setUpCreatorRemove, BesideServer: true},
		{Name: "creator list", Summary: "list the labels of such links", Env: roomFlag,
			Setup: setUpCreatorList, BesideServer: true},
		{Name: "version", Summary: "say which build and which client this is",
			Setup: setUpVersion},
		{Name: "verify", Takes: "URL", Summary: "compare what a server sends with this client",
			Wants: "the address of a server, such as https://call.example", Setup: setUpVerify},
		{Name: "recording verify", Takes: "DIR", Summary: "check a recording against its agreement",
			Wants: "the directory in which consent.json lies, beside what was recorded",
			Setup: setUpRecordingVerify,
			Details: "It says who agreed to what, and fails if that or a file was changed since " +
				"the recorder\nsigned it. It asks no server.\n"},
		{Name: "call", Takes: "LINK", Summary: "join a call with the client of this program",
			Wants: "a link such as https://call.example/#1…, or - to read it from standard input",
			Setup: setUpCall,
			Details: "No script of the server runs. - reads the link from standard input, since " +
				"others on this\nmachine can see the arguments of a command.\n"},
	},
	Notes: "The exit status is 0 if all went well, 1 if not, 2 after wrong usage.\n",
}

// roomFlag says which flags of the commands about rooms and creators the environment may give:
// those that they share with einmal serve, and the file of a creator link.
func roomFlag(name string) bool {
	return slices.Contains([]string{"data", "public-url", "creator"}, name)
}
