package setup

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"einmal/internal/cli"
)

// The unit, and what starts the server without one: the file is one for a shell as well.
const unit = "einmal.service"

// hasService says whether systemd runs on this machine (sd_booted(3)) and knows the unit.
func (p *plan) hasService(ctx context.Context) bool {
	if _, err := os.Stat("/run/systemd/system"); err != nil || p.root != "" {
		return false
	}
	return exec.CommandContext(ctx, "systemctl", "cat", unit).Run() == nil
}

// startService enables the unit and starts the server, or starts it again with what has changed; or
// says how.
func (p *plan) startService(ctx context.Context, t *talk) error {
	switch {
	case p.root != "":
		t.say(words.startYourself, "systemctl enable --now "+unit)
		return nil
	case !p.hasService(ctx):
		t.say(words.startByHand, "sh -c 'set -a; . "+p.confPath+"; exec einmal serve'")
		return nil
	}
	for _, args := range [][]string{{"enable", unit}, {"restart", unit}} {
		said, err := exec.CommandContext(ctx, "systemctl", args...).CombinedOutput()
		if err != nil {
			reason := strings.Join(strings.Fields(string(said)), " ")
			return cli.Problemf("unit-failed", words.notStarted.in(p.language), reason)
		}
	}
	t.say(words.started)
	return nil
}

// isRunning says whether a server has the data of the present configuration and port 443.
func (p *plan) isRunning() bool {
	dir := p.flag("data")
	if dir == "" || p.flag("listen") != directListen {
		return false
	}
	c, err := net.Dial("unix", filepath.Join(p.path(dir), "control.sock"))
	if err == nil {
		_ = c.Close()
	}
	return err == nil
}
