// Command licenses prints the file NOTICE: the licence of einmal, and those of everything that is
// built into its programs and its web client. It reads them where the build takes the code from and
// fetches nothing.
//
//	go run ./scripts/licenses > NOTICE
package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const nodeModules = "webclient/node_modules"

// component is something that is built in.
type component struct {
	name, version, dir string
}

func main() {
	if err := writeNotice(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

func writeNotice(w io.Writer) error {
	ours, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	modules, err := goModules()
	if err != nil {
		return err
	}
	packages, err := webPackages()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "einmal, and what is built into bin/einmal, bin/einmal-peer and bin/einmal-phone.\n\n%s", ours)
	// Components with the same licence text share one copy of it.
	of := map[string][]string{}
	var texts []string
	for _, c := range append(modules, packages...) {
		text, err := licence(c.dir)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if of[text] == nil {
			texts = append(texts, text)
		}
		of[text] = append(of[text], strings.TrimSpace(c.name+" "+c.version))
	}
	for _, text := range texts {
		fmt.Fprintf(w, "\n%s\n%s\n\n%s\n", strings.Repeat("-", 78), strings.Join(of[text], "\n"),
			text)
	}
	return nil
}

// goModules are Go itself and the modules linked into one of the programs, on Linux.
func goModules() ([]component, error) {
	list := exec.Command("go", "list", "-deps", "-f",
		"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}",
		"./cmd/...")
	list.Env = append(os.Environ(), "GOOS=linux")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	lines := slices.DeleteFunc(strings.Split(string(out), "\n"),
		func(line string) bool { return line == "" })
	slices.Sort(lines)
	all := []component{{"Go", "", strings.TrimSpace(string(root))}}
	for _, line := range slices.Compact(lines) {
		path, rest, _ := strings.Cut(line, " ")
		version, dir, _ := strings.Cut(rest, " ")
		all = append(all, component{path, version, dir})
	}
	return all, nil
}

// webPackages are those of package-lock.json that are not for development only. What is optional is
// for Node (pdfjs-dist has a canvas for it): nothing that a page is made of is.
func webPackages() ([]component, error) {
	text, err := os.ReadFile(filepath.Join(filepath.Dir(nodeModules), "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version  string
			Dev      bool
			Optional bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, err
	}
	var all []component
	for path, p := range lock.Packages {
		if name, found := strings.CutPrefix(path, "node_modules/"); found && !p.Dev && !p.Optional {
			all = append(all, component{name, p.Version, filepath.Join(nodeModules, name)})
		}
	}
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(a.name, b.name) })
	return all, nil
}

// licence is the text of the licence in dir, or of several.
func licence(dir string) (string, error) {
	var texts []string
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "COPYING*", "NOTICE*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return "", err
		}
		for _, file := range files {
			if info, err := os.Stat(file); err != nil {
				return "", err
			} else if info.IsDir() {
				continue // the pion modules keep the licences of their test data in LICENSES
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	if len(texts) == 0 {
		return namedLicence(dir)
	}
	return strings.Join(texts, "\n\n"), nil
}

//go:embed apache-2.0.txt
var apache string

// namedLicence is for a package that names its licence and has no copy of it.
func namedLicence(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return "", fmt.Errorf("no licence in %s: %w", dir, err)
	}
	var named struct{ License string }
	if err := json.Unmarshal(text, &named); err != nil {
		return "", err
	}
	if named.License != "Apache-2.0" {
		return "", fmt.Errorf("no licence in %s, which names %q", dir, named.License)
	}
	return strings.TrimSpace(apache), nil
}
