package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"einmal/internal/links"
	"einmal/internal/peer"
)

const otherLink = "https://call.example/#1AFvFdwBq0GnKK30UcuIpYAjTM49F4RVWLa2tgcLK8PMZ"

func TestWrongUsageIsOneSentenceAndStatus2(t *testing.T) {
	text := filepath.Join(t.TempDir(), "x.txt")
	if err := os.WriteFile(text, []byte("no media"), 0o600); err != nil {
		t.Fatal(err)
	}
	link, err := links.New("http://localhost:1", peer.Chat)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{nil, 2, "usage: "},
		{[]string{"bogus"}, 2, "bogus"},
		{[]string{"join"}, 2, "wants a LINK"},
		{[]string{"join", "-"}, 2, "no line with a link"},
		{[]string{"join", "http://localhost/"}, 1, "link-incomplete: "},
		{[]string{"join", link.String()[:60]}, 1, "link-incomplete: "},
		{[]string{"join", link.String() + "x"}, 1, "link-unknown: "},
		{[]string{"join", link.String() + " " + otherLink}, 1, "link-several: "},
		// nobody is there
		{[]string{"join", "<" + strings.Replace(link.String(), "#", "%23", 1) + ">."}, 1,
			"failed: "},
		{[]string{"join", link.String(), "two"}, 2, "not several"},
		{[]string{"join", link.String(), "-relay", "pigeon"}, 2, "-relay wants"},
		{[]string{"join", link.String(), "-media", text}, 2, "neither an IVF"},
		{[]string{"join", link.String(), "-media", text + "x"}, 2, "cannot be read"},
		{[]string{"join", link.String(), "-tone"}, 2, "without audio"},
		{[]string{"join", link.String()}, 1, "failed: "},
		{[]string{"join", link.String(), "-files", text}, 2, "no directory"},
		{[]string{"host", "-seats", "7"}, 2, "-seats"},
		{[]string{"host", "-kind", "fax"}, 2, "-kind"},
		{[]string{"host", "-admit", "name:("}, 2, "-admit"},
		{[]string{"host", "-lifetime", "0s"}, 2, "-lifetime"},
		{[]string{"host", "-server", "localhost:1"}, 2, "-server"},
		{[]string{"probe", "https://localhost:1", "-ca", text}, 2, "no certificate"},
		{[]string{"join", link.String(), "-ca", text + "x"}, 2, "-ca"},
		{[]string{"probe", "turn:localhost:1"}, 2, "lacks the user name"},
		{[]string{"probe", "localhost:1"}, 2, "address of a server"},
		{[]string{"load", "http://localhost:1", "-peers", "9"}, 2, "-peers"},
		{[]string{"load", "http://localhost:1", "-kind", "video"}, 2, "-kind"},
		{[]string{"host", "-h"}, 0, ""},
		{[]string{"help"}, 0, ""},
	} {
		var said bytes.Buffer
		err := run(t.Context(), c.args, strings.NewReader(""), io.Discard)
		if status := report(&said, err); status != c.status ||
			!strings.Contains(said.String(), c.says) || strings.Count(said.String(), "\n") > 1 {
			t.Errorf("%v: status %d, says %q", c.args, status, said.String())
		}
		if strings.Contains(said.String(), link.String()[20:]) {
			t.Errorf("%v: the secret is printed", c.args)
		}
	}
	if errors.Is(run(t.Context(), []string{"load", "-h"}, nil, io.Discard), errReported) {
		t.Error("help fails")
	}
}

func TestHelpFitsOnTheScreen(t *testing.T) {
	for _, c := range []struct {
		args           []string
		lines, columns int
	}{
		{[]string{"help"}, 24, 80},
		{[]string{"help", "join"}, 40, 100}, {[]string{"help", "echo"}, 40, 100},
		{[]string{"help", "host"}, 40, 100}, {[]string{"help", "probe"}, 40, 100},
		{[]string{"help", "load"}, 40, 100}, {[]string{"help", "erase-audit"}, 40, 100},
	} {
		var out strings.Builder
		if err := run(t.Context(), c.args, nil, &out); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "\n"); n > c.lines {
			t.Errorf("%v has %d lines", c.args, n)
		}
		for line := range strings.Lines(out.String()) {
			if n := len(strings.TrimSuffix(line, "\n")); n > c.columns {
				t.Errorf("%v has a line of %d columns: %s", c.args, n, line)
			}
		}
	}
}
