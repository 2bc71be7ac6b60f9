package main

import (
	"bufio"
	"context"
	"flag"

	"einmal/internal/cli"
	"einmal/internal/peer"
)

var leaveCommand = cli.Command{
	Name: "leave", Takes: "LINK", Summary: "leave something for a guest who is not there yet",
	Details: `The LINK is the host's. What is left, a note, a file or both, lies on the
server, sealed, until somebody with the link takes it, you take it back, or the
room is over. A room has place for one: 50 MiB.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		addCAFlag(set)
		name := set.String("name", "", "say who leaves it by this `NAME`, at most 80 characters")
		note := set.String("note", "", "leave this `TEXT`, at most 2,000 characters")
		file := set.String("file", "", "leave the `FILE`")
		back := set.Bool("back", false, "take back what lies there")
		return func(ctx context.Context, i cli.Invocation) error {
			link, err := readLink(i.Operand, bufio.NewReader(i.In))
			if err != nil {
				return err
			}
			switch {
			case !link.IsHost():
				return cli.Usage("leave wants a host link: only the host leaves something.")
			case *back && (*note != "" || *file != ""):
				return cli.Usage("-back does not go together with -note and -file.")
			case !*back && *note == "" && *file == "":
				return cli.Usage("leave wants -note, -file or -back.")
			case !*back && *name == "":
				return cli.Usage("-name is missing: whoever comes is told who has left it.")
			}
			out := &output{w: i.Out}
			if *back {
				if err := peer.EraseBox(ctx, link); err != nil {
					return err
				}
				return out.printLine("Taken back. Nothing of it is left on the server.")
			}
			if err := peer.LeaveBox(ctx, link, *name, *note, *file); err != nil {
				return err
			}
			return out.printLine("Left. Whoever has the link of the room can take it.")
		}
	},
}

var takeCommand = cli.Command{
	Name: "take", Takes: "LINK", Summary: "take what the host of a room has left",
	Details: `A note is printed, a file is saved in the DIR of -files, replacing none. Then the
server erases it, unless -keep is given.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		addCAFlag(set)
		dir := addFilesFlag(set)
		look := set.Bool("look", false, "only say what lies there")
		keep := set.Bool("keep", false, "let it lie on the server")
		return func(ctx context.Context, i cli.Invocation) error {
			link, err := readLink(i.Operand, bufio.NewReader(i.In))
			if err != nil {
				return err
			}
			out := &output{w: i.Out}
			left, err := peer.LookAtBox(ctx, link)
			if err == nil && (*look || left.File != "" && *dir == "") {
				err = out.printLeft(left)
			} else if err == nil {
				return take(ctx, link, out, *dir, *keep)
			}
			if err == nil && !*look {
				err = cli.Usage("-files is missing: there is a file to be saved.")
			}
			return err
		}
	},
}

func take(ctx context.Context, link peer.Link, out *output, dir string, keep bool) error {
	left, err := peer.TakeBox(ctx, link, dir)
	if err != nil {
		return err
	}
	if err := out.printLeft(left); err != nil || keep {
		return err
	}
	if err := peer.EraseBox(ctx, link); err != nil {
		return err
	}
	return out.printLine("Nothing of it is left on the server.")
}

func (o *output) printLeft(left peer.Left) error {
	if left.File != "" {
		if err := o.printLine("%s has left a file: %s (%d bytes)", left.From, left.File,
			left.Size); err != nil {
			return err
		}
	}
	if left.Note != "" {
		return o.printLine("%s writes: %s", left.From, left.Note)
	}
	if left.File == "" {
		return o.printLine("%s has left a note.", left.From)
	}
	return nil
}
