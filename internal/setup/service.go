package setup

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/doctor"
)

// The units of packaging/systemd: the socket holds port 443 while the service starts again.
const service, socket = "einmal.service", "einmal.socket"

// start enables the units and starts the server, or starts it again with what has changed; or says
// how. A server that has read all of it goes on, and the relayed calls with it. It runs, where the
// doctor can look at it.
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
	goesOn := hasRead(ctx, p.confPath, p.operatorPath)
	commands := unitCommands(c, hasSocket, isListening, goesOn)
	for _, args := range commands {
		if err := systemctl(ctx, args...); err != nil {
			return false, cli.Problemf("unit-failed", words.notStarted.in(p.language), err)
		}
	}
	if slices.Equal(commands[len(commands)-1], restart) {
		t.say(words.started)
	} else {
		t.say(words.goesOn)
	}
	return true, nil
}

// hasRead says whether the server runs and was started after all these files were last changed. Who
// changed one meanwhile, by setup or by hand, does not matter.
func hasRead(ctx context.Context, files ...string) bool {
	if systemctl(ctx, "is-active", service) != nil {
		return false
	}
	said, err := exec.CommandContext(ctx, "systemctl", "show", "--timestamp=unix", "--value",
		"--property=ExecMainStartTimestamp", service).Output()
	if err != nil {
		return false
	}
	since, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(string(said)), "@"), 10, 64)
	if err != nil { // systemd before 248 says it in words
		return false
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || !info.ModTime().Before(time.Unix(since, 0)) {
			return false
		}
	}
	return true
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

// restart is the last of the commands, if the server is to read what has changed.
var restart = []string{"restart", service}

// unitCommands start the server with its new configuration, or leave one running that has it. A
// socket opens its port only while no server has it.
func unitCommands(c config.Config, hasSocket, isListening, goesOn bool) [][]string {
	var commands [][]string
	switch wants := slices.Contains(unitsOf(c), socket); {
	case hasSocket && wants && !isListening:
		commands = [][]string{{"enable", socket}, {"stop", service}, {"start", socket}}
		goesOn = false
	case hasSocket && wants:
		commands = [][]string{{"enable", socket}}
	case hasSocket && !config.IsUnspecified(c.Host): // another port may be in a file of its own
		commands = [][]string{{"disable", "--now", socket}}
	}
	commands = append(commands, []string{"enable", service})
	if goesOn {
		return commands
	}
	return append(commands, restart)
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
