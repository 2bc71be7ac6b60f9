package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// followCall prints the events of a call until it is over.
func followCall(call *peer.Call, out *output, seen func(peer.Event)) error {
	for {
		// ends after the call, which ends with its own context
		e, err := call.Next(context.Background())
		if err != nil {
			return err
		}
		if err := out.printEvent(e); err != nil {
			call.Leave() // nobody listens any more
			return err
		}
		if seen != nil {
			seen(e)
		}
		if e.Kind == peer.Over {
			<-call.Done()
			return peertext.OverError(e.Code)
		}
	}
}

// readTyped passes lines on until the input ends. A line that begins with / is a command; all but
// /safety, /knows and /send are the host's.
func readTyped(call *peer.Call, in *bufio.Reader, out *output) {
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			if err := obeyLine(call, out, line); err != nil {
				out.printFailure(err)
			}
			// no person notices, and a file that is piped in is heard
			time.Sleep(peer.SayingTime(line))
		}
		if err != nil {
			return
		}
	}
}

func obeyLine(call *peer.Call, out *output, line string) error {
	if !strings.HasPrefix(line, "/") {
		return call.Say(line)
	}
	name, rest, _ := strings.Cut(line[1:], " ")
	sid, text, _ := strings.Cut(rest, " ")
	switch name {
	case "admit":
		return call.Admit(sid)
	case "deny":
		return call.Deny(sid)
	case "remove":
		return call.Remove(sid)
	case "note":
		return call.Note(sid, text)
	case "lock", "unlock":
		return call.Lock(name == "lock")
	case "end":
		return call.End()
	case "send":
		return call.SendFile(rest)
	case "safety":
		return out.printSafety(call.Safety())
	case "knows":
		return call.AskServer()
	}
	return errors.New("the commands are /safety for the safety codes, /knows for what the server " +
		"holds about you, /send with the path of a file, and for the host /admit, /deny and " +
		"/remove with an sid, /note with an sid and a text, /lock and /unlock, and /end")
}

// printFailure says that something typed had no effect.
func (o *output) printFailure(err error) {
	if o.asJSON {
		o.printObject(peer.Event{Kind: peer.Problem, Code: "not-done", Text: err.Error()})
	} else {
		o.printLine("Not done: %v.", err)
	}
}

var joinCommand = cli.Command{
	Name: "join", Takes: "LINK", Summary: "join a call and chat from the terminal",
	Details: `What you type goes out as chat; what the others write is printed.
/safety shows the safety code of each member, to be compared aloud.
/knows prints what the server says that it holds about you.
/send PATH offers a file to everybody. Files that arrive may have 100 MB each
and 1 GB in all; nothing in the DIR of -files is overwritten.
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
			reads = false // what is typed before waits for somebody who can read it
			go func() {
				readTyped(call, in, out)
				stop()
			}()
		}
	})
}

// announceState tells whoever comes what is switched on here.
func announceState(call *peer.Call, kind peer.Kind, m peer.Media) func(peer.Event) {
	microphone := kind != peer.Chat && (m.Echo || m.Audio != nil)
	camera := kind == peer.Video && (m.Echo || m.Video != nil)
	return func(e peer.Event) {
		if e.Kind == peer.Connected {
			_ = call.SetState(microphone, camera) // nobody hears it if the member is gone already
		}
	}
}
