package doctor

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"time"
)

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
