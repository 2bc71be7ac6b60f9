package cli

import (
	"errors"
	"io/fs"
	"os"

	"einmal/internal/envfile"
)

// ConfigPath is where the configuration of the server on this machine stands, which its systemd
// unit hands to it as its environment. [ConfigVariable] names another place.
const (
	ConfigPath     = "/etc/einmal/einmal.conf"
	ConfigVariable = "EINMAL_CONFIG"
)

// belowEnvironment adds the configuration of the server on this machine, where there is one, to the
// environment, which has precedence.
func belowEnvironment(getenv func(string) string) (func(string) string, error) {
	path, asked := ConfigPath, false
	if other := getenv(ConfigVariable); other != "" {
		path, asked = other, true
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return getenv, nil
	case errors.Is(err, fs.ErrPermission):
		return nil, Misusef("config-unreadable", "%s may not be read by this user, so it is not "+
			"known how the server is run: become root, or do without it by %s=/dev/null.", path,
			ConfigVariable)
	case err != nil:
		return nil, Misusef("config-unreadable", "The configuration cannot be read: %v.", err)
	}
	file, err := envfile.Parse(text)
	if err != nil {
		return nil, Misusef("config-malformed", "%s: %v.", path, err)
	}
	return func(name string) string {
		if value := getenv(name); value != "" {
			return value
		}
		return file.Get(name)
	}, nil
}
