package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileIsSentAndTakenOrDeclined(t *testing.T) {
	server, _ := startServer(t)
	path, dir := filepath.Join(t.TempDir(), "plan.txt"), t.TempDir()
	if err := os.WriteFile(path, []byte("first this, then that"), 0o600); err != nil {
		t.Fatal(err)
	}
	host := start(t, "host", "-server", server, "-kind", "chat", "-files", dir)
	guest := start(t, "join", host.until("link").Guest, "-name", "Anna")
	guest.types("/send " + path)
	if e := host.until("file"); e.Code != "accepted" || e.File.Name != "plan.txt" {
		t.Errorf("the host is offered %+v: %+v", e.Event, e.File)
	}
	saved := host.until("file-received").File.Saved
	if got, err := os.ReadFile(filepath.Join(dir, saved)); err != nil ||
		string(got) != "first this, then that" {
		t.Errorf("%s holds %q: %v", saved, got, err)
	}
	guest.until("file-delivered")
	host.types("/send " + path)
	if e := guest.until("file"); e.Code != "declined" {
		t.Errorf("without -files a file is %s", e.Code)
	}
	if e := host.until("file-failed"); e.Code != "declined" {
		t.Errorf("it failed with %q", e.Code)
	}
	host.types("/send " + path + ".none")
	if e := host.until("problem"); !strings.Contains(e.Text, "no such file") {
		t.Errorf("a file that is not there: %q", e.Text)
	}
}
