package main

import (
	"context"
	"flag"
	"strconv"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/doctor"
	"einmal/internal/origin"
)

// doctorDetails end with what scripts rely on.
const doctorDetails = `It takes the flags of einmal serve besides its own, and looks at a server that runs or
not. It changes nothing. Run it as root, who sees everything. The exit status is 0 if all is
well, 1 if something should be mended, and 2 if something keeps calls from working, or after
wrong usage. docs/doctor.md lists what it finds, and describes the JSON.
`

// examined is the exit status of an examination, whose output says what was found.
type examined int

func (s examined) Error() string { return "exit status " + strconv.Itoa(int(s)) }

func setUpDoctor(set *flag.FlagSet) cli.Action {
	lang := set.String("lang", "", "say it in this `LANGUAGE`, de or en; by default that of LANG")
	asJSON := set.Bool("json", false, "print JSON")
	via := set.String("via", "", "ask the einmal at `URL` how this one looks from outside")
	f := config.NewServeFlags(set)
	return func(ctx context.Context, i cli.Invocation) error {
		language, err := readingLanguage(*lang, i.Getenv)
		if err != nil {
			return err
		}
		var m doctor.Machine
		if *via != "" {
			if m.Via, err = origin.Parse("-via", *via); err != nil {
				return err
			}
		}
		c, err := f.Check(i.Getenv)
		if err != nil {
			return err
		}
		findings, write := doctor.Run(ctx, c, m), doctor.WriteText
		if *asJSON {
			write = doctor.WriteJSON
		}
		if err := write(i.Out, findings, language); err != nil {
			return err
		}
		if status := doctor.Status(findings); status != 0 {
			return examined(status)
		}
		return nil
	}
}
