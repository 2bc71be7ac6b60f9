package setup

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/notice"
)

// talk is the conversation: questions go out, lines come in.
type talk struct {
	out      io.Writer
	lines    <-chan string // closed at the end of the input
	language notice.Language
	asked    int
}

// newTalk reads lines in a goroutine, which ends with the input: a read cannot be broken off, and
// the program ends soon after.
func newTalk(in io.Reader, out io.Writer, l notice.Language) *talk {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(in); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	return &talk{out: out, lines: lines, language: l}
}

func (t *talk) say(s sentence, values ...any) {
	fmt.Fprintf(t.out, s.in(t.language)+"\n", values...)
}

// question is one that is asked until its answer will do.
type question struct {
	title, why sentence
	fallback   string
	// check gives the answer as it is kept, or what is wrong with it.
	check func(answer string) (kept string, wrong sentence)
}

func (t *talk) ask(ctx context.Context, q question) (string, error) {
	t.asked++
	fmt.Fprintf(t.out, "\n%d. %s\n   %s\n", t.asked, q.title.in(t.language), q.why.in(t.language))
	for {
		prompt := "   > "
		if q.fallback != "" {
			prompt = "   [" + q.fallback + "] > "
		}
		fmt.Fprint(t.out, prompt)
		var answer string
		var open bool
		select {
		case answer, open = <-t.lines:
		case <-ctx.Done():
		}
		if !open {
			fmt.Fprintln(t.out)
			return "", cli.Problemf("setup-stopped", "%s", words.stopped.in(t.language))
		}
		if answer = strings.TrimSpace(answer); answer == "" {
			answer = q.fallback
		}
		if answer == "" {
			fmt.Fprintf(t.out, "   %s\n", words.needed.in(t.language))
			continue
		}
		kept, wrong := q.check(answer)
		if wrong == (sentence{}) {
			return kept, nil
		}
		fmt.Fprintf(t.out, "   %s\n", wrong.in(t.language))
	}
}
