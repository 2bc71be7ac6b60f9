package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/recording"
)

func setUpRecordingVerify(*flag.FlagSet) cli.Action {
	return func(_ context.Context, i cli.Invocation) error {
		return verifyRecording(i.Operand, i.Out)
	}
}

// verifyRecording compares what lies in a directory with the agreement beside it.
func verifyRecording(dir string, out io.Writer) error {
	proof, err := recording.CheckDirectory(dir)
	var about *recording.FileError
	switch {
	case err == nil:
		return writeAgreement(out, proof)
	case errors.Is(err, os.ErrNotExist):
		return cli.Problemf("recording-missing", "There is no %s in %s.", recording.ProofName, dir)
	case errors.As(err, &about):
		return cli.Problemf("recording-differs", "%s %s.", about.Name, about.Why)
	}
	return cli.Problemf("recording-differs", "%s does not hold: %v.", recording.ProofName, err)
}

// writeAgreement says who agreed to what. Names and reasons are others' words: they are quoted.
func writeAgreement(out io.Writer, p *recording.Proof) error {
	var b strings.Builder
	fmt.Fprintf(&b, "recorded   %s, from %s to %s\n", strings.Join(p.What, ", "), momentOf(p.Began),
		momentOf(p.Ended))
	if p.Why != "" {
		fmt.Fprintf(&b, "for        %q\n", p.Why)
	}
	for _, one := range p.People {
		role := ""
		if one.SID == p.Recorder {
			role = ", who recorded"
		}
		fmt.Fprintf(&b, "person     %q%s\n", one.Name, role)
		for _, a := range one.Answers {
			fmt.Fprintf(&b, "           %-20s %s\n", a.Answer, momentOf(a.At))
		}
		if len(one.Answers) == 0 {
			b.WriteString("           did not answer\n")
		}
	}
	for _, f := range p.Files {
		fmt.Fprintf(&b, "the same   %s, %d bytes\n", f.Name, f.Size)
	}
	b.WriteString("Nothing was changed since the recorder signed it. Who the people are is not shown: " +
		"each had a\nkey for this one call.\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func momentOf(ms uint64) string {
	return time.UnixMilli(int64(ms)).UTC().Format("2006-01-02 15:04:05 UTC")
}
