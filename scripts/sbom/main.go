// Command sbom writes a CycloneDX 1.6 bill of materials (JSON, to stdout) of the programs named on
// its command line and of the web client that one of them embeds. It takes what the linker wrote
// into the programs (debug/buildinfo) and the packages of package-lock.json that are not for
// development only; nothing is fetched.
package main

import (
	"cmp"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

const lockFile = "webclient/package-lock.json"

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	Purl    string `json:"purl"`
	Hashes  []hash `json:"hashes,omitempty"`
}

type bill struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Components []component `json:"components"`
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "Usage: sbom PROGRAM…")
		os.Exit(2)
	}
	if err := write(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(programs []string) error {
	b := bill{Format: "CycloneDX", Spec: "1.6", Version: 1}
	for _, program := range programs {
		modules, err := linked(program)
		if err != nil {
			return fmt.Errorf("read %s: %w", program, err)
		}
		b.Components = append(b.Components, modules...)
	}
	packages, err := served()
	if err != nil {
		return fmt.Errorf("read %s: %w", lockFile, err)
	}
	b.Components = append(b.Components, packages...)
	byPurl := func(a, b component) int { return cmp.Compare(a.Purl, b.Purl) }
	slices.SortFunc(b.Components, byPurl)
	b.Components = slices.CompactFunc(b.Components,
		func(a, b component) bool { return a.Purl == b.Purl })
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(b)
}

// linked lists the modules in a program, and Go itself. Go's own module hashes (h1) are no hash of
// a file, so none is given.
func linked(program string) ([]component, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	version := strings.TrimPrefix(info.GoVersion, "go")
	list := []component{{"platform", "go", version, "pkg:generic/go@" + version, nil}}
	for _, m := range info.Deps {
		list = append(list, component{"library", m.Path, m.Version, "pkg:golang/" + m.Path + "@" +
			m.Version, nil})
	}
	return list, nil
}

// served lists the packages in the web client.
func served() ([]component, error) {
	data, err := os.ReadFile(lockFile)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version   string
			Integrity string
			Dev       bool
			Optional  bool
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, err
	}
	var list []component
	for path, p := range lock.Packages {
		name, isPackage := strings.CutPrefix(path, "node_modules/")
		if !isPackage || p.Dev || p.Optional {
			continue
		}
		sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(p.Integrity, "sha512-"))
		if err != nil {
			return nil, fmt.Errorf("integrity of %s: %w", name, err)
		}
		purl := "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version
		list = append(list, component{"library", name, p.Version, purl,
			[]hash{{"SHA-512", hex.EncodeToString(sum)}}})
	}
	return list, nil
}
