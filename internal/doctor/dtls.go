package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"einmal/internal/adminsocket"
)

// peerName is the program that can take part in calls. It is not part of this one: WebRTC would be
// twice as much program on a server that takes part in none.
const peerName = "einmal-peer"

// peerTime is longer than einmal-peer gives a pair.
const peerTime = 20 * time.Second

// findPeer looks beside this program, where the package has it, and on the PATH.
func (m Machine) findPeer() (string, error) {
	if m.Peer != "" {
		return m.Peer, nil
	}
	if own, err := os.Executable(); err == nil {
		dir := filepath.Dir(own)
		for _, path := range []string{filepath.Join(dir, peerName),
			filepath.Join(dir, "../lib/einmal", peerName)} {
			if found, err := exec.LookPath(path); err == nil {
				return found, nil
			}
		}
	}
	return exec.LookPath(peerName)
}

// url is the way as clients are told it (RFC 7065).
func (w way) url() string {
	if w.transport == "tls" {
		return "turns:" + net.JoinHostPort(w.name, portText(w.at.Port())) + "?transport=tcp"
	}
	return "turn:" + w.at.String() + "?transport=" + w.transport
}

// tryDTLS has einmal-peer connect two ends by this way as a call does. What cannot be tried is a
// note.
func (w way) tryDTLS(ctx context.Context, access adminsocket.RelayAccess,
	e *examination) []Finding {
	program, err := e.findPeer()
	if err != nil {
		return []Finding{found("dtls-untried", "reason", err.Error())}
	}
	ctx, cancel := context.WithTimeout(ctx, peerTime)
	defer cancel()
	command := exec.CommandContext(ctx, program, "probe", "-json", w.url())
	command.Stdin = strings.NewReader(access.Username + "\n" + access.Password + "\n")
	var said, complains bytes.Buffer
	command.Stdout, command.Stderr = &said, &complains
	err = command.Run()
	var report struct {
		Code   string
		Checks []struct{ Detail string }
	}
	var status *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &status) && json.Unmarshal(said.Bytes(), &report) == nil &&
		report.Code == "no-call" && len(report.Checks) > 0:
		return []Finding{found("relay-dtls", "transport", w.transport, "port",
			portText(w.at.Port()), "reason", report.Checks[0].Detail)}
	}
	reason := peerName + ": " + err.Error()
	if text := strings.Join(strings.Fields(complains.String()), " "); text != "" {
		reason = text
	}
	return []Finding{found("dtls-untried", "reason", reason)}
}
