package main

import (
	"bufio"
	"context"
	"flag"

	"einmal/internal/cli"
	"einmal/internal/peer"
)

var joinCommand = cli.Command{
	Name: "join", Takes: "LINK", Summary: "join a call and chat from the terminal",
	Details: `What you type goes out as chat; what the others write is printed.
/safety shows the safety code of each member, to be compared aloud.
/knows prints what the server says that it holds about you.
/notes prints the shared notes of the call, from a member who has them.
/polls and /questions print those of the call; /vote with the number of a poll
and those of your choice answers one, secret ones too, and without a choice
takes the answer back.
/agree, /agree-without-picture and /refuse answer whoever wants to record, if
-consent is ask; /withdraw takes a yes back, and each line says as long as
somebody records.
/send PATH offers a file to everybody. Files that arrive may have 2 GB each
and 4 GB in all; nothing in the DIR of -files is overwritten.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		var f callFlags
		var m mediaFlags
		f.register(set, "")
		m.register(set)
		files := addFilesFlag(set)
		return func(ctx context.Context, i cli.Invocation) error {
			return joinCall(ctx, i, f, &m, *files)
		}
	},
}

var echoCommand = cli.Command{
	Name: "echo", Takes: "LINK", Summary: "join, and send sound and picture back",
	Setup: func(set *flag.FlagSet) cli.Action {
		var f callFlags
		f.register(set, "Echo")
		return func(ctx context.Context, i cli.Invocation) error {
			return joinCall(ctx, i, f, nil, "")
		}
	},
}

// joinCall joins as a guest, or as the host with a host link. Without media flags it is an echo.
func joinCall(ctx context.Context, i cli.Invocation, f callFlags, m *mediaFlags,
	files string) error {
	in := bufio.NewReader(i.In)
	link, err := readLink(i.Operand, in)
	if err != nil {
		return err
	}
	o, err := f.options()
	if err != nil {
		return err
	}
	o.Files = files
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if m == nil {
		o.Media.Echo = true
	} else if o.Media, err = m.startMedia(ctx, link.Kind); err != nil {
		return err
	}
	call, err := peer.Join(ctx, link, o)
	if err != nil {
		return err
	}
	out := &output{w: i.Out, asJSON: f.json}
	tell, reads := announceState(call, link.Kind, o.Media), m != nil
	return followCall(call, out, func(e peer.Event) {
		tell(e)
		if e.Kind == peer.Connected && reads {
			reads = false // what was typed before waits for somebody to read it
			go func() {
				readTyped(call, in, out)
				stop()
			}()
		}
	})
}
