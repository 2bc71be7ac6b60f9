package doctor

import (
	"os"
	"path/filepath"
	"strings"
)

const unitName = "einmal.service"

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
