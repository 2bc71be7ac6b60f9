package doctor

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const unitName = "einmal.service"

// hardening is what a unit takes from the server that it does not need (systemd.exec(5)).
var hardening = []string{"NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp",
	"PrivateDevices", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables",
	"ProtectControlGroups", "RestrictNamespaces", "RestrictSUIDSGID", "LockPersonality",
	"MemoryDenyWriteExecute", "SystemCallFilter", "CapabilityBoundingSet"}

// checkUnit looks at the unit of systemd, if there is one.
func checkUnit(ctx context.Context, e *examination) (all []Finding) {
	if e.unitFile(unitName) == "" {
		return nil
	}
	unit := e.unit()
	open := slices.DeleteFunc(slices.Clone(hardening), func(name string) bool {
		values := unit[name]
		return len(values) > 0 && !slices.Contains([]string{"no", "false", "off", "0"},
			values[len(values)-1])
	})
	if len(unit["User"]) == 0 && len(unit["DynamicUser"]) == 0 {
		open = append([]string{"User"}, open...)
	}
	if len(open) > 0 {
		all = append(all, found("unit-open", "settings", strings.Join(open, ", "),
			"unit", e.unitFile(unitName)))
	}
	if e.hasFailed(ctx) {
		all = append(all, found("unit-failed"))
	}
	return all
}

// hasFailed asks systemctl(1).
func (e *examination) hasFailed(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	command := exec.CommandContext(ctx, e.Systemctl, "is-failed", unitName)
	command.WaitDelay = time.Second
	said, err := command.Output()
	return err == nil && strings.TrimSpace(string(said)) == "failed"
}

// unitFile is the file of a unit that counts (systemd.unit(5)), or nothing.
func (m Machine) unitFile(name string) string {
	for _, dir := range []string{"etc/systemd/system", "run/systemd/system",
		"usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"} {
		if _, err := os.Stat(m.path(dir, name)); err == nil {
			return m.path(dir, name)
		}
	}
	return ""
}

// unit reads the settings of the unit and of what was put beside it; the last value counts.
func (m Machine) unit() map[string][]string {
	files, _ := filepath.Glob(m.path("*", "systemd/system", unitName+".d", "*.conf"))
	more, _ := filepath.Glob(m.path("usr/lib/systemd/system", unitName+".d", "*.conf"))
	settings := map[string][]string{}
	for _, file := range append([]string{m.unitFile(unitName)}, append(more, files...)...) {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
			if ok && !strings.HasPrefix(name, "#") && !strings.HasPrefix(name, ";") {
				settings[name] = append(settings[name], value)
			}
		}
	}
	return settings
}

// checkFirewall looks whether ufw is on and knows nothing of a port: what comes from outside is
// what it stops, and this machine does not see that.
func checkFirewall(_ context.Context, e *examination) (all []Finding) {
	if !slices.Contains(e.lines("etc/ufw/ufw.conf"), "ENABLED=yes") ||
		slices.Contains(e.lines("etc/default/ufw"), `DEFAULT_INPUT_POLICY="ACCEPT"`) {
		return nil
	}
	told := map[string]bool{}
	ports := e.endpoints()
	if e.isBehindProxy() { // the server's own port is for the proxy
		ports = append(ports[1:], endpoint{"tcp", "", e.public.PortNumber()})
	}
	for _, p := range ports {
		name := strconv.Itoa(int(p.port)) + "/" + p.network
		if isLocal(p.host) || e.letsIn(p) || told[name] {
			continue
		}
		told[name] = true
		all = append(all, found("firewall-closed", "port", name))
	}
	return all
}

// letsIn reads the rules as ufw keeps them: ### tuple ### allow PROTOCOL PORTS …
func (e *examination) letsIn(p endpoint) bool {
	for _, line := range slices.Concat(e.lines("etc/ufw/user.rules"),
		e.lines("lib/ufw/user.rules")) {
		rule, ok := strings.CutPrefix(line, "### tuple ### ")
		f := strings.Fields(rule)
		if !ok || len(f) < 3 || f[0] != "allow" && f[0] != "limit" ||
			f[1] != "any" && f[1] != p.network {
			continue
		}
		if f[2] == "any" || slices.ContainsFunc(strings.Split(f[2], ","),
			func(part string) bool { return inRange(part, p.port) }) {
			return true
		}
	}
	return false
}

// inRange: ufw writes ports as 443 or 3000:3010.
func inRange(text string, port uint16) bool {
	from, to, isRange := strings.Cut(text, ":")
	if !isRange {
		to = from
	}
	low, lowErr := strconv.ParseUint(from, 10, 16)
	high, highErr := strconv.ParseUint(to, 10, 16)
	return errors.Join(lowErr, highErr) == nil && low <= uint64(port) && uint64(port) <= high
}
