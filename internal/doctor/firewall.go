package doctor

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
)

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
