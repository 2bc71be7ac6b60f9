package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"einmal/internal/server/servertest"
)

func TestAFileIsSentAndTakenOrDeclined(t *testing.T) {
	server := servertest.Start(t).Public
	path, dir := filepath.Join(t.TempDir(), "plan.txt"), t.TempDir()
	if err := os.WriteFile(path, []byte("first this, then that"), 0o600); err != nil {
		t.Fatal(err)
	}
	host := startProgram(t, "host", "-server", server, "-kind", "chat", "-files", dir)
	guest := startProgram(t, "join", host.awaitLine("link").Guest, "-name", "Anna")
	guest.typeLine("/send " + path)
	if e := host.awaitLine("file"); e.Code != "accepted" || e.File.Name != "plan.txt" {
		t.Errorf("the host is offered %+v: %+v", e.Event, e.File)
	}
	saved := host.awaitLine("file-received").File.Saved
	if got, err := os.ReadFile(filepath.Join(dir, saved)); err != nil ||
		string(got) != "first this, then that" {
		t.Errorf("%s holds %q: %v", saved, got, err)
	}
	guest.awaitLine("file-delivered")
	host.typeLine("/send " + path)
	if e := guest.awaitLine("file"); e.Code != "declined" {
		t.Errorf("without -files a file is %s", e.Code)
	}
	if e := host.awaitLine("file-failed"); e.Code != "declined" {
		t.Errorf("it failed with %q", e.Code)
	}
	host.typeLine("/send " + path + ".none")
	if e := host.awaitLine("problem"); !strings.Contains(e.Text, "no such file") {
		t.Errorf("a file that is not there: %q", e.Text)
	}
}
