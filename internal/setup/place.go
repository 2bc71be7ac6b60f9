package setup

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"einmal/internal/cli"
	"einmal/internal/envfile"
)

// place is where a server's files are: those of this machine, or below another root.
type place struct {
	root         string // empty: this machine's
	confPath     string // of einmal.conf
	operatorPath string // of the operator file
}

// path is that of a file below the root.
func (p place) path(name string) string {
	if p.root == "" {
		return name
	}
	return filepath.Join(p.root, name)
}

// The files of a server whose configuration does not name others.
const (
	operatorPath = "/etc/einmal/operator.conf"
	dataPath     = "/var/lib/einmal"
	serverUser   = "einmal" // and its group
)

// newPlace: another configuration than the usual one may be named by the environment.
func newPlace(root, conf string) place {
	p := place{root: root}
	p.confPath, p.operatorPath = p.path(cli.ConfigPath), p.path(operatorPath)
	if conf != "" {
		p.confPath = conf
	}
	return p
}

// read gives what is there already.
func (p *place) read() (conf envfile.File, operator operatorFile, err error) {
	text, err := readIfThere(p.confPath)
	if err == nil {
		if conf, err = envfile.Parse(text); err != nil {
			return conf, operator, cli.Misusef("config-malformed", "%s: %v.", p.confPath, err)
		}
		if other := conf.Get(cli.EnvName("operator")); other != "" {
			p.operatorPath = p.path(other)
		}
		text, err = readIfThere(p.operatorPath)
	}
	if err != nil {
		return conf, operator, cli.Misusef("config-unreadable", "%v.", err)
	}
	if operator, err = parseOperatorFile(string(text)); err != nil {
		return conf, operator, cli.Misusef("operator-data-unusable", "%s: %v.", p.operatorPath, err)
	}
	return conf, operator, nil
}

func readIfThere(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}

// draft is a file that is written beside the one whose place it takes.
type draft struct{ path, temporary string }

// writeDraft writes a file for root and the server alone. What an earlier try has left goes.
func writeDraft(path, text string) (d draft, err error) {
	d = draft{path, path + ".new"}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return d, err
	}
	_ = os.Remove(d.temporary) // mostly there is none
	file, err := os.OpenFile(d.temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return d, err
	}
	_, err = file.WriteString(text)
	if _, gid, ok := serverAccount(); ok && err == nil {
		err = file.Chown(0, gid)
	}
	return d, errors.Join(err, file.Chmod(0o640), file.Sync(), file.Close())
}

// publish puts the draft in its place, for good.
func (d draft) publish() error {
	if err := os.Rename(d.temporary, d.path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(d.path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// keepTime gives a draft that changes nothing the time of what it replaces.
func (d draft) keepTime() error {
	info, err := os.Stat(d.path)
	if err != nil {
		return err
	}
	return os.Chtimes(d.temporary, time.Time{}, info.ModTime())
}

func (d draft) discard() { _ = os.Remove(d.temporary) }

// serverAccount is the server's user and group, where root runs this and they exist.
func serverAccount() (uid, gid int, ok bool) {
	account, err := user.Lookup(serverUser)
	if err != nil || os.Geteuid() != 0 {
		return 0, 0, false
	}
	group, err := user.LookupGroup(serverUser)
	if err != nil {
		return 0, 0, false
	}
	uid, uidErr := strconv.Atoi(account.Uid)
	gid, gidErr := strconv.Atoi(group.Gid)
	return uid, gid, uidErr == nil && gidErr == nil
}

// makeDataDir makes the server's data directory, for its user alone.
func makeDataDir(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if uid, gid, ok := serverAccount(); ok && err == nil {
		err = os.Chown(dir, uid, gid)
	}
	return err
}
