package cuts

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A goroutine that waits for a lock stops the clock of a bubble (testing/synctest). So nobody may
// sleep while holding a lock that somebody else wants. pion does in one place: SCTPTransport.Stop
// gives a peer that has just left 200 ms while it holds its lock. This test therefore builds itself
// again, with a copy of pion that sleeps after the lock, and runs that.

const (
	pion        = "github.com/pion/webrtc/v4"
	patchedFile = "sctptransport.go"
	isPatched   = "EINMAL_CUTS_PATCHED"

	stopUnderLock = `	r.lock.Lock()
	defer r.lock.Unlock()
	if r.sctpAssociation == nil {
		return nil
	}

	r.sctpAssociation.Abort("")

	r.sctpAssociation = nil
	r.state = SCTPTransportStateClosed

	return nil
`
	stopAfterLock = `	r.lock.Lock()
	a := r.sctpAssociation
	r.sctpAssociation = nil
	if a != nil {
		r.state = SCTPTransportStateClosed
	}
	r.lock.Unlock()
	if a != nil {
		a.Abort("")
	}

	return nil
`
)

func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		fmt.Println("the cuts take too long for -short")
		os.Exit(0)
	}
	if os.Getenv(isPatched) != "" {
		os.Exit(m.Run())
	}
	code, err := runPatched()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runPatched() (int, error) {
	dir, err := os.MkdirTemp("", "einmal-cuts-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "cuts.test")
	if err := buildPatched(dir, program); err != nil {
		return 0, err
	}
	test := exec.Command(program, os.Args[1:]...)
	test.Stdin, test.Stdout, test.Stderr = os.Stdin, os.Stdout, os.Stderr
	test.Env = append(os.Environ(), isPatched+"=1")
	err = test.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func buildPatched(dir, program string) error {
	patched, err := patchPion()
	if err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			return err
		}
		if name == "go.mod" {
			text = fmt.Appendf(text, "\nreplace %s => %s\n", pion, patched)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	build := []string{"test", "-c", "-modfile", filepath.Join(dir, "go.mod"), "-o", program}
	if raceDetector {
		build = append(build, "-race")
	}
	if out, err := exec.Command("go", append(build, ".")...).CombinedOutput(); err != nil {
		return fmt.Errorf("build the test: %w\n%s", err, out)
	}
	return nil
}

// patchPion makes the copy of pion, always in the same directory, so that go build compiles it only
// once.
func patchPion() (string, error) {
	where, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", pion).Output()
	if err != nil {
		return "", fmt.Errorf("find pion: %w", err)
	}
	original := string(bytes.TrimSpace(where))
	source, err := os.ReadFile(filepath.Join(original, patchedFile))
	if err != nil {
		return "", err
	}
	if bytes.Count(source, []byte(stopUnderLock)) != 1 {
		return "", errors.New("pion is not what it was: see whether it still waits under its lock")
	}
	source = bytes.Replace(source, []byte(stopUnderLock), []byte(stopAfterLock), 1)
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	patched := filepath.Join(cache, "einmal-cuts",
		fmt.Sprintf("%s-%x", filepath.Base(original), sha256.Sum256(source)))
	if _, err := os.Stat(patched); err == nil {
		return patched, nil
	}
	if err := os.MkdirAll(filepath.Dir(patched), 0o700); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(patched), "new-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	file := filepath.Join(fresh, patchedFile)
	if err := os.CopyFS(fresh, os.DirFS(original)); err != nil {
		return "", err
	}
	_ = os.Remove(file) // a file from the module cache is read-only
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return "", err
	}
	// if another run was quicker, its copy is as good
	if err := os.Rename(fresh, patched); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return patched, nil
}
