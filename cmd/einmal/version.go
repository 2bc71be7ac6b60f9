package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"

	root "einmal"
	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/webclient"
)

// versionReport is what einmal version -json prints.
type versionReport struct {
	Version  string         `json:"version"`
	Protocol int            `json:"protocol"`
	Go       string         `json:"go"`
	Platform string         `json:"platform"`
	Client   *versionClient `json:"client"` // null in a program that was built without
}

type versionClient struct {
	SHA256 string        `json:"sha256"` // of the whole, docs/verify.md
	Build  string        `json:"build"`  // what clients tell each other
	Files  []versionFile `json:"files"`
}

type versionFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int    `json:"size"` // bytes
}

// setUpVersion says which program and which client this is.
func setUpVersion(set *flag.FlagSet) cli.Action {
	asJSON := set.Bool("json", false, "print all of it as JSON")
	files := set.Bool("files", false, "list the files of the client as sha256sum does")
	licenses := set.Bool("licenses", false, "print the licences of einmal and of what is built in")
	return func(_ context.Context, i cli.Invocation) error {
		if *licenses {
			_, err := io.WriteString(i.Out, root.Notice)
			return err
		}
		report, err := describeVersion()
		switch {
		case err != nil:
			return err
		case *asJSON:
			return writeJSON(i.Out, report)
		case *files:
			return writeFiles(i.Out, report.Client)
		default:
			return writeVersion(i.Out, report)
		}
	}
}

func describeVersion() (versionReport, error) {
	v := versionReport{Version: config.BuildVersion(), Protocol: 1, Go: runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH}
	client, err := openClient()
	if errors.Is(err, webclient.ErrMissing) {
		return v, nil
	} else if err != nil {
		return v, err
	}
	v.Client = &versionClient{SHA256: client.FilesHash(), Build: client.BuildHash()}
	for _, f := range client.Files() {
		v.Client.Files = append(v.Client.Files,
			versionFile{f.Name, fmt.Sprintf("%x", sha256.Sum256(f.Body)), len(f.Body)})
	}
	return v, nil
}

func writeVersion(w io.Writer, v versionReport) error {
	client := "client     none: this program was built without the web client\n"
	if c := v.Client; c != nil {
		client = fmt.Sprintf("client     %s  (SHA-256 of all %d files, the page among "+
			"them)\nbuild      %s  (of all but the page; it stands in the page)\n",
			c.SHA256, len(c.Files), c.Build)
	}
	_, err := fmt.Fprintf(w, "einmal %s, protocol %d, %s, %s\n%s", v.Version, v.Protocol, v.Go,
		v.Platform, client)
	return err
}

// writeFiles prints what sha256sum would print, so that sha256sum -c reads it.
func writeFiles(w io.Writer, c *versionClient) error {
	if c == nil {
		return clientProblem(webclient.ErrMissing)
	}
	for _, f := range c.Files {
		if _, err := fmt.Fprintf(w, "%s  %s\n", f.SHA256, f.Name); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
