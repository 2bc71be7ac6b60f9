package setup

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/doctor"
)

// The units of packaging/systemd: the socket holds port 443 while the service starts again.
const service, socket = "einmal.service", "einmal.socket"

// start enables the units and starts the server, or starts it again with what has changed; or says
// how. It has started, where the doctor can look at it.
func (p *plan) start(ctx context.Context, t *talk, c config.Config) (started bool, err error) {
	if p.root != "" {
		t.say(words.startYourself, "systemctl enable --now "+strings.Join(unitsOf(c), " "))
		return false, nil
	}
	_, err = os.Stat("/run/systemd/system") // sd_booted(3)
	if err != nil || systemctl(ctx, "cat", service) != nil {
		t.say(words.startByHand, "sh -c 'set -a; . "+p.confPath+"; exec einmal serve'")
		return false, nil
	}
	hasSocket := systemctl(ctx, "cat", socket) == nil
	isListening := hasSocket && systemctl(ctx, "is-active", socket) == nil
	for _, args := range unitCommands(c, hasSocket, isListening) {
		if err := systemctl(ctx, args...); err != nil {
			return false, cli.Problemf("unit-failed", words.notStarted.in(p.language), err)
		}
	}
	t.say(words.started)
	return true, nil
}

// systemctl runs the program of that name; what it says is the error.
func systemctl(ctx context.Context, args ...string) error {
	said, err := exec.CommandContext(ctx, "systemctl", args...).CombinedOutput()
	if text := strings.Join(strings.Fields(string(said)), " "); err != nil && text != "" {
		return errors.New(text)
	}
	return err
}

// unitsOf are those that belong to a configuration: the socket is for port 443 of all addresses.
func unitsOf(c config.Config) []string {
	if config.IsUnspecified(c.Host) && c.Port == directPort {
		return []string{socket, service}
	}
	return []string{service}
}

// unitCommands start the server with its new configuration. A socket opens its port only while no
// server has it.
func unitCommands(c config.Config, hasSocket, isListening bool) [][]string {
	var commands [][]string
	switch wants := slices.Contains(unitsOf(c), socket); {
	case hasSocket && wants && !isListening:
		commands = [][]string{{"enable", socket}, {"stop", service}, {"start", socket}}
	case hasSocket && wants:
		commands = [][]string{{"enable", socket}}
	case hasSocket && !config.IsUnspecified(c.Host): // another port may be in a file of its own
		commands = [][]string{{"disable", "--now", socket}}
	}
	return append(commands, []string{"enable", service}, []string{"restart", service})
}

// A certificate comes within seconds, and the doctor is asked again until it has.
const (
	certificateTries = 6
	certificatePause = 10 * time.Second
)

// examine has the doctor look at the server that has started.
func (p *plan) examine(ctx context.Context, t *talk, c config.Config) error {
	t.say(words.doctorLooks)
	var findings []doctor.Finding
	for try := range certificateTries {
		if try > 0 {
			select {
			case <-time.After(certificatePause):
			case <-ctx.Done():
				return nil
			}
		}
		findings = doctor.Run(ctx, c, doctor.Machine{})
		if !slices.ContainsFunc(findings, func(f doctor.Finding) bool {
			return f.Code == "certificate-pending"
		}) {
			break
		}
	}
	return doctor.WriteText(t.out, findings, p.language)
}

// portHolder says who has port 443, if not nobody or this server.
func (p *plan) portHolder() string {
	if isFree("", directPort) {
		return ""
	}
	c := config.Config{DataDir: p.path(p.flag("data")), Port: directPort,
		InMemory: p.flag("storage") == "memory"}
	holder, isOurs := doctor.PortHolder(c)
	switch {
	case isOurs:
		return ""
	case holder == "":
		return words.anotherProgram.in(p.language)
	}
	return holder
}
