// Command mutations breaks one rule at a time and checks that a test notices.
//
// Each entry of the lists beside it names a rule, the lines that hold it, what takes their place, a
// test, and a regular expression for what that test then says. The test has to fail and to say
// that: a mutation that does not compile, or a test that only runs out of time, counts as not
// noticed. It works on a checkout of the last commit in a directory of its own, never on the tree
// it is called in.
//
//	go run ./scripts/mutations [-only regexp]
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// longest is how long one test may take, including its build.
const longest = 5 * time.Minute

func main() {
	only := flag.String("only", "", "only the rules whose title matches this regular expression")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := checkRules(ctx, *only); err != nil {
		fmt.Fprintln(os.Stderr, "mutations:", err)
		os.Exit(1)
	}
}

func checkRules(ctx context.Context, only string) error {
	chosen, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	entries, err := readLists("scripts/mutations")
	if err != nil {
		return err
	}
	tree, remove, err := checkout(ctx)
	if err != nil {
		return err
	}
	defer remove()

	var tried, missed int
	for _, e := range entries {
		if !chosen.MatchString(e.rule) {
			continue
		}
		tried++
		start := time.Now()
		problem, err := e.testEntry(ctx, tree)
		if err != nil {
			return fmt.Errorf("%s: %w", e.rule, err)
		}
		verdict := "noticed"
		if problem != "" {
			missed++
			verdict = "MISSED"
		}
		fmt.Printf("%-8s %4.0f s  %s (%s)\n", verdict, time.Since(start).Seconds(), e.rule, e.file)
		if problem != "" {
			fmt.Println(problem)
		}
	}
	fmt.Printf("%d of %d broken rules were noticed\n", tried-missed, tried)
	if missed > 0 || tried == 0 {
		return fmt.Errorf("%d of %d were not noticed", missed, tried)
	}
	return nil
}

// checkout makes a working tree of the last commit with what the web client's tests need beside it.
func checkout(ctx context.Context) (tree string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "mutations")
	if err != nil {
		return "", nil, err
	}
	tree = filepath.Join(dir, "tree")
	remove = func() {
		_ = exec.Command("git", "worktree", "remove", "--force", tree).Run()
		_ = os.RemoveAll(dir)
	}
	here, err := os.Getwd()
	if err != nil {
		remove()
		return "", nil, err
	}
	for _, command := range [][]string{
		{"git", "worktree", "add", "--detach", "--quiet", tree, "HEAD"},
		{"cp", "-r", "webclient/dist", "webclient/brotli", filepath.Join(tree, "webclient")},
		{"ln", "-s", filepath.Join(here, "webclient/node_modules"),
			filepath.Join(tree, "webclient")},
	} {
		out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput()
		if err != nil {
			remove()
			return "", nil, fmt.Errorf("%v: %w\n%s", command, err, out)
		}
	}
	return tree, remove, nil
}

// testEntry breaks the rule, runs its test and puts the file back. It returns why the test did not
// notice, or "".
func (e *entry) testEntry(ctx context.Context, tree string) (problem string, err error) {
	path := filepath.Join(tree, e.file)
	whole, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	broken, err := e.breakIn(whole)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(path, broken, 0o644); err != nil {
		return "", err
	}
	defer func() {
		if restored := os.WriteFile(path, whole, 0o644); err == nil {
			err = restored
		}
	}()

	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	command := exec.CommandContext(limited, "bash", "-c", e.test)
	command.Dir = tree
	// Its children end with it, so that a stopped test leaves no browser or server behind.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.Env = append(os.Environ(), "NO_COLOR=1")
	out, failed := command.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case limited.Err() != nil:
		return "  the test took longer than " + longest.String(), nil
	case failed == nil:
		return "  the test passed: " + e.test, nil
	case !e.says.Match(out):
		return fmt.Sprintf("  the test failed, but not with %q:\n%s", e.says,
			lastLines(out, 20)), nil
	}
	return "", nil
}

// lastLines returns the last n lines of out, indented.
func lastLines(out []byte, n int) []byte {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(lines) > n {
		lines = lines[len(lines)-n:]
	}
	return append([]byte("  "), bytes.Join(lines, []byte("\n  "))...)
}
