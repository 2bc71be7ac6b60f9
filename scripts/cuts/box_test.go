package cuts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/peer"
)

// TestBoxCuts leaves a message with a file and takes it, with every single cut of the sockets over
// which that goes and with a kill of the server at each message; each after it was lost or
// delivered, and of each length. CUTS=1 plays all cases, as for TestCuts.
func TestBoxCuts(t *testing.T) {
	content := bytes.Repeat([]byte("Both sides keep quiet about this.\n"), 6000) // four pieces
	path := filepath.Join(t.TempDir(), "Contract.txt")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	play := func(t *testing.T, p plan) (w *world) {
		synctest.Test(t, func(t *testing.T) {
			w = newWorld(t, p)
			if err := w.playBox(path, content, t.TempDir()); err != nil {
				t.Errorf("%v\n%s", err, w.timelineText())
			}
			w.closeAll()
		})
		return w
	}
	clean := play(t, plan{})
	var all []plan
	for _, who := range []string{"host", "a"} {
		for _, dir := range []direction{up, down} {
			for n := 1; n <= clean.network.count[who][dir]; n++ {
				all = append(all, boxPlansAt(fault{who: who, dir: dir, nth: n})...)
			}
		}
	}
	if len(all) < 300 {
		t.Fatalf("only %d cases: what was counted?", len(all))
	}
	each, missed := envNumber(t, "CUTS", 7), 0
	for i := 0; i < len(all); i += each {
		t.Run(all[i].name, func(t *testing.T) {
			if w := play(t, all[i]); !w.network.happened {
				missed++
			}
		})
	}
	if missed > 0 {
		t.Errorf("%d cases cut nothing", missed)
	}
}

// boxPlansAt gives everything that can go wrong at one message.
func boxPlansAt(f fault) (all []plan) {
	for _, f.lost = range []bool{true, false} {
		for _, f.length = range lengths {
			for _, what := range []string{"cut", "half", "kill"} {
				one := f
				one.kill, one.half = what == "kill", what == "half"
				all = append(all, plan{faults: []fault{one}, name: fmt.Sprintf("box-%s-%s-%02d-%s-%s-%v",
					f.who, f.dir, f.nth, choose(f.lost, "lost", "then"), what, f.length)})
			}
		}
	}
	return all
}

// playBox is the scenario: what is left is taken whole and erased, and then there is a place again.
// Whoever fails tries again, as people do.
func (w *world) playBox(path string, content []byte, dir string) error {
	host := peer.WithDial(w.ctx, w.network.dialAs("host"))
	guest := peer.WithDial(w.ctx, w.network.dialAs("a"))
	link := w.link.Guest()
	leave := func() error {
		err := peer.LeaveBox(host, w.link, "Ms Weber", "Read this", path)
		if isCode(err, "box-exists") { // an answer was lost
			_, err = peer.LookAtBox(host, w.link)
		}
		return err
	}
	if err := insist("leave", leave); err != nil {
		return err
	}
	var left peer.Left
	if err := insist("take", func() (err error) {
		left, err = peer.TakeBox(guest, link, dir)
		return err
	}); err != nil {
		return err
	}
	got, err := os.ReadFile(filepath.Join(dir, left.File))
	if err != nil || !bytes.Equal(got, content) || left.Note != "Read this" || left.From != "Ms Weber" {
		return fmt.Errorf("taken is %+v with %d bytes, %v", left, len(got), err)
	}
	if err := insist("erase", func() error {
		err := peer.EraseBox(guest, link)
		if isCode(err, "no-box") { // as above
			return nil
		}
		return err
	}); err != nil {
		return err
	}
	if err := w.hasBoxes(0); err != nil {
		return err
	}
	if err := insist("leave another", leave); err != nil {
		return err
	}
	if err := w.hasBoxes(1); err != nil {
		return err
	}
	time.Sleep(2 * time.Minute) // whatever is still open ends
	if err := w.server.store.Erase(w.roomKey()); err != nil {
		return err
	}
	return w.hasBoxes(0)
}

func (w *world) hasBoxes(want int) error {
	if n, size := w.server.store.CountBoxes(); n != want || (size > 0) != (want > 0) {
		return fmt.Errorf("%d boxes of %d bytes are counted, want %d", n, size, want)
	}
	return nil
}

// insist tries for five minutes.
func insist(what string, do func() error) error {
	for since := time.Now(); ; time.Sleep(again) {
		err := do()
		if err == nil || time.Since(since) > 5*time.Minute || errors.Is(err, context.Canceled) {
			if err != nil {
				err = fmt.Errorf("%s cannot be done: %w", what, err)
			}
			return err
		}
	}
}

func isCode(err error, code string) bool {
	var refused peer.ServerError
	return errors.As(err, &refused) && refused.Code == code
}
